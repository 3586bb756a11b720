"""The words of consultations, as Slack shows them."""
