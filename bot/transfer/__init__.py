"""A whole partnership exported to files, and imported from them."""
