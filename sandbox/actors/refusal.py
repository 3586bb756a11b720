"""When somebody cannot do what they try."""


class CannotError(Exception):
    """Slack does not let this person do that, or it is not there to be done."""
