"""What could be: ideas, who likes them and would help, and what becomes of them."""
