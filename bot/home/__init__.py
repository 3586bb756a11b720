"""What reads every feature: Home, My Pencil, the welcome, catching up, settings."""
