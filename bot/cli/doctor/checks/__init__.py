"""What is looked at: a check a module, each a plain function from what is known to what it came to."""
