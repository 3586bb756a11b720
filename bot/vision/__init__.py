"""What all this is for: the vision in its versions, the proposals that change it, and whether wins drift from it."""
