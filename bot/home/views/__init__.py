"""The words of home, as Slack shows them."""
