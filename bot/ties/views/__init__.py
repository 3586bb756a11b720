"""Words on ties, and on introductions."""
