"""`python -m bot sandbox`: the sandbox, Pencil beside it, and the story told."""
