"""The words of outbox, as Slack shows them."""
