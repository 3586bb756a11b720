"""The words of checkins, as Slack shows them."""
