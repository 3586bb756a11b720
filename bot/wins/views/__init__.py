"""What people read and fill in about wins, celebrations and the spotlight."""
