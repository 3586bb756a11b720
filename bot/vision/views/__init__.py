"""What people read and fill in about the vision and proposals to change it."""
