"""The host role: who has it, what hosts decide, and what they are told."""
