"""The app that is installed: what Slack sends it, and how it is reached."""
