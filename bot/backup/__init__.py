"""A copy of the whole database that can be taken while Pencil runs, and put back."""
