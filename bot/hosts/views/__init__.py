"""The words of hosts, as Slack shows them."""
