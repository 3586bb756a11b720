"""`python -m tests.attacks.killed STEP`: `python -m bot run`, killed with -9 at a named step of a *Send* or a close."""

import sys
from typing import Any

from tests.killed import after, die

SENDING = ("before the mark", "between mark and ballot", "before the commit", "before the acknowledgement")
CLOSING = ("before the close commits", "before the sweep")


def arm(step: str) -> None:
    from bot import ballots, database, pulse, taking
    from bot.views import pulse as view

    if step == "before the mark":
        _instead(ballots, "cast")
    elif step == "between mark and ballot":
        after(ballots, "insert_once")
    elif step == "before the commit":
        after(taking, "send")
    elif step == "before the acknowledgement":
        _instead(view, "sent")
    elif step == "before the close commits":
        after(pulse, "close")
    elif step == "before the sweep":
        _instead(database.Database, "sweep")
    elif step:
        raise ValueError(step)


def _instead(place: Any, name: str) -> None:
    setattr(place, name, die)


if __name__ == "__main__":
    arm(sys.argv[1])
    from bot.__main__ import pencil

    pencil(["run"])
