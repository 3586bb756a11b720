"""Between Pencil and its Slack, in one process: what is called and what is brought, and what goes wrong with both."""
