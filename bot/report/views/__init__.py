"""The words of report, as Slack shows them."""
