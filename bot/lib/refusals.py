"""The one way a rule says no, and the reasons that features share."""


class Refusal(Exception):  # noqa: N818  # it is an answer, not a fault
    """A rule says no, kindly and for a reason; `REFUSALS` in `handlers` has the words for each."""


class EmptyTextError(Refusal):
    """There is nothing to read in the text."""


class GoneError(Refusal):
    """What was pointed at is not there, or not there any more."""


class NotYoursError(Refusal):
    """Only the person whose it is, or a host, may change this."""


class GarbledError(Refusal):
    """What was sent is nothing that a button or a form of ours sends."""


class PastDateError(Refusal):
    """The date has gone by."""
