"""An invented partnership, and how its people tell their story."""
