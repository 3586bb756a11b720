"""The one way a rule says no."""


class Refusal(Exception):  # noqa: N818  # it is an answer, not a fault
    """A rule says no, kindly and for a reason; the door finds the words for each kind."""
