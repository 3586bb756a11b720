"""The words of habits, as Slack shows them."""
