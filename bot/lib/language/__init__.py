"""Words compared as people mean them: spelling, endings, related words, and finding by them."""
