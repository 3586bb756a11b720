"""The words of commitments, as Slack shows them."""
