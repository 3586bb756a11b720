"""The words of slack, as Slack shows them."""
