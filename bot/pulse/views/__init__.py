"""The words of pulse, as Slack shows them."""
