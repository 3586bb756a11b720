"""What people do together under an aim: initiatives, who is in them, and their next steps."""
