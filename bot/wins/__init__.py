"""What went well: wins recorded, whose they are, celebrations, and the spotlight that partners take in turn."""
