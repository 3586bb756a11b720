"""What may be said of a fault in a log: its kind and its place, never its words, which could be somebody's."""


def where(error: BaseException) -> str:
    """`module:line` of the innermost frame."""
    place = "?"
    trace = error.__traceback__
    while trace is not None:
        place = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
