"""`python -m tests.killed STEP TIME`: one turn of the clock, killed with -9 at a named step."""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

STEPS = (
    "before compose commits",
    "after compose commits",
    "before claim commits",
    "after claim commits",
    "after send",
    "before record commits",
    "after record commits",
)


def die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def after(place: Any, name: str) -> None:
    """Dies when `place.name` is through."""
    original: Callable[..., Any] = getattr(place, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        if result is None or result:
            die()
        return result

    setattr(place, name, wrapped)


def _arm(step: str) -> None:
    from bot import outbox, slack
    from jobs import delivery, turns

    if step == "before compose commits":
        after(turns, "_compose")
    elif step == "after compose commits":
        setattr(outbox, "claim", die)  # noqa: B010
    elif step == "before claim commits":
        after(outbox, "claim")
    elif step == "after claim commits":
        setattr(delivery, "_call", die)  # noqa: B010
    elif step == "after send":
        original = slack.Slack.post

        async def post(*args: Any, **kwargs: Any) -> str:
            await original(*args, **kwargs)
            die()
            raise AssertionError

        setattr(slack.Slack, "post", post)  # noqa: B010
    elif step == "before record commits":
        after(outbox, "sent")
    elif step == "after record commits":
        setattr(delivery.log, "info", die)  # noqa: B010
    else:
        raise ValueError(step)


if __name__ == "__main__":
    _arm(sys.argv[1])
    from bot.__main__ import pencil

    pencil(["tick", "--at", sys.argv[2]])
