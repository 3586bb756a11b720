"""What somebody posts under their name or none: its draft, the key of the nameless, its card and thread."""
