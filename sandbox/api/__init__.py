"""The Web API methods Pencil uses, with Slack's limits and names for what is wrong."""
