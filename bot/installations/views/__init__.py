"""What is read by somebody who installs Pencil, or whose workspace has removed it."""
