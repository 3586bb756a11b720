"""Slack’s Web API, and the blocks, forms and messages every view is made of."""
