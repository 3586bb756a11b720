"""`python -m tests.attacks.killed STEP`: `python -m bot run`, killed with -9 at a named step of a *Send* or a close."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

SENDING = ("before the mark", "between mark and ballot", "before the commit", "before the acknowledgement")
CLOSING = ("before the close commits", "before the sweep")


def arm(step: str) -> None:
    from bot.db import transactions
    from bot.pulse import acts, ballots
    from bot.pulse import lifecycle as pulse
    from bot.pulse.views import pulse as view

    if step == "before the mark":
        _instead(ballots, "cast")
    elif step == "between mark and ballot":
        _after(ballots, "insert_once")
    elif step == "before the commit":
        _after(acts, "send")
    elif step == "before the acknowledgement":
        _instead(view, "sent")
    elif step == "before the close commits":
        _after(pulse, "close")
    elif step == "before the sweep":
        _instead(transactions.Database, "sweep")
    elif step:
        raise ValueError(step)


def _die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _instead(place: Any, name: str) -> None:
    setattr(place, name, _die)


def _after(place: Any, name: str) -> None:
    original: Callable[..., Any] = getattr(place, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        if result is None or result:
            _die()
        return result

    setattr(place, name, wrapped)


def main() -> None:
    arm(sys.argv[1])
    from bot.__main__ import pencil

    pencil(["run"])


if __name__ == "__main__":
    main()
