"""What is run beside the program, with nothing installed."""
