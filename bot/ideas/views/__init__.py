"""The words of ideas, as Slack shows them."""
