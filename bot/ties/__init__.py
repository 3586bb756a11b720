"""Who has worked with whom, by organisation, and introductions offered to two that never have."""
