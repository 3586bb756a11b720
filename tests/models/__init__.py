"""A plain model beside the program: whatever is done in whatever order, both give the same answers."""
