"""What is due: the timetable, its times, the calendar."""
