"""What people can do: skills offered, found, and told of to the room."""
