"""The page of the sandbox: what one person sees there, and what she does."""
