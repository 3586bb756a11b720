"""The words of privacy, as Slack shows them."""
