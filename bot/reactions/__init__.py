"""A reaction that hosts choose, on a message, offers its author to make it a win."""
