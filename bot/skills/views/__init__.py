"""What people read and fill in about skills."""
