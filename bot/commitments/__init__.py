"""What people have taken on, and the one private message a week that asks what became of it."""
