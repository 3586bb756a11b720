"""What Pencil does by itself, again and again: posts fall due, are delivered, and what people asked for is made."""
