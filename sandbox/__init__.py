"""A Slack workspace on your own machine: the Web API and Socket Mode Pencil uses, and a page to see it in."""
