"""What is to be said: posts, claims, outcomes, files, pictures."""
