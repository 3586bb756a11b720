"""How long to wait before something is tried again."""

_DOUBLINGS = 30  # no number is too large for them, however often it has been tried


def doubled(attempts: int, longest: float) -> float:
    """Seconds: twice as many after each try, up to the `longest`."""
    return min(longest, 2.0 ** min(attempts, _DOUBLINGS))
