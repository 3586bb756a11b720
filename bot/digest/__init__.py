"""The one message a week that hosts get: what is worth a look, and every piece of news that could wait."""
