"""`python -m tests.faults.killed STEP N COMMAND …`: `python -m bot COMMAND …`, killed at its N-th pass of a step.

Nothing of this is known to Pencil: what it hands to the database and to Slack is wrapped from outside.
"""

import importlib
import itertools
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

Die = Callable[[], None]

# What is done in a transaction, by the step it is.
RULES = {
    "compose": "jobs.tick._compose",
    "claim": "bot.outbox.claims.claim",
    "record": "bot.outbox.outcomes.sent",
    "record of a failure": "jobs.delivery._record_failures",
}
STEPS = (
    *(f"{when} {what} commits" for what in ("compose", "claim", "record") for when in ("before", "after")),
    "before send",
    "after send",
)
IN_DOUBT = ("after look", "before record of a failure commits", "after record of a failure commits")


def arm(step: str, times: int = 1, number: signal.Signals = signal.SIGKILL) -> None:
    """This process meets the signal at its so-manieth pass of the step."""
    passes = itertools.count(1)

    def die() -> None:
        if next(passes) == times:
            os.kill(os.getpid(), number)

    when, _, what = step.removesuffix(" commits").partition(" ")
    if what in RULES:
        _at_rule(RULES[what], when, die)
    elif step == "before send":
        _at_call("call", _is_send, "before", die)
    elif step == "after send":
        _at_call("call", _is_send, "after", die)
    elif step == "after look":
        _at_call("find_message", lambda *_: True, "after", die)
    else:
        raise ValueError(step)


def _at_rule(name: str, when: str, die: Die) -> None:
    """Where a transaction has done this: before it commits, or after."""
    from bot.db.transactions import Database

    place, _, name = name.rpartition(".")
    module = importlib.import_module(place)
    original, original_run = getattr(module, name), Database.run

    def rule(session: Session, *args: Any, **kwargs: Any) -> Any:
        result = original(session, *args, **kwargs)
        if result is None or result:
            session.flush()
            session.info["done"] = True
            if when == "before":
                die()
        return result

    async def run(self: Database, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        done: list[bool] = []

        def noting(session: Session, *inner: Any, **more: Any) -> Any:
            result = act(session, *inner, **more)
            done.append(session.info.pop("done", False))
            return result

        result = await original_run(self, noting, *args, **kwargs)
        if when == "after" and any(done):
            die()
        return result

    setattr(module, name, rule)
    setattr(Database, "run", run)  # noqa: B010


def _is_send(method: str, *_: Any) -> bool:
    return method == "chat.postMessage"


def _at_call(name: str, ours: Callable[..., bool], when: str, die: Die) -> None:
    """Where Slack is called: before it is, or when it has answered."""
    from bot.slack.client import Slack

    original = getattr(Slack, name)

    async def call(self: Slack, *args: Any, **kwargs: Any) -> Any:
        if when == "before" and ours(*args):
            die()
        result = await original(self, *args, **kwargs)
        if when == "after" and ours(*args):
            die()
        return result

    setattr(Slack, name, call)


def main() -> None:
    step, times, *words = sys.argv[1:]
    if step:
        arm(step, int(times), signal.Signals(int(os.environ.get("TEST_SIGNAL", signal.SIGKILL))))
    from bot import __main__ as command_line

    sys.argv[1:] = words
    command_line.main()


if __name__ == "__main__":
    main()
