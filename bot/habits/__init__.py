"""What is normal here by now, as people say it: habits."""
