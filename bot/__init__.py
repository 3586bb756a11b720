"""What Pencil knows, decides, remembers and says."""

VERSION = "0.1.0"
