"""The words of initiatives, as Slack shows them."""
