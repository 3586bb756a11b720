"""The words of blockers, as Slack shows them."""
