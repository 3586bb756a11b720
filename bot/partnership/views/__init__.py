"""The words of partnership, as Slack shows them."""
