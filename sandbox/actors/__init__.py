"""People who type and press, as a test, the story and the page have them do."""
