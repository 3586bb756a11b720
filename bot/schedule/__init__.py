"""What is due: the kinds of post, their times, the calendar."""
