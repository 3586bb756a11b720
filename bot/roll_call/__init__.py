"""The roll-call: the channel is asked where everybody is from, and one press answers."""
