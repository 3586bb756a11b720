"""What is stuck: its card, who takes it on, who is asked for help, who helped."""
