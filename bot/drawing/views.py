"""The words on the picture of a pulse."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
USUAL = "usual\nrange"
NO_FIGURE = "no\nfigure"
MEAN = "mean of the answers"
BAND = "where the mean of all invited likely lies"


def open_ended(what: str, edge: str) -> str:
    """`4.5 or more`, `1.5 or less`."""
    return f"{what} or {edge}"
