"""Installed by a link: workspaces that bring their own tokens, kept sealed, and what becomes of them."""
