"""What Pencil knows, decides, remembers and says."""
