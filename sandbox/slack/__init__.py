"""What a small Slack remembers: its people, channels, messages, views and files, and its time."""
