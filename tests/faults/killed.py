"""`python -m tests.faults.killed STEP N COMMAND …`: `python -m bot COMMAND …`, killed at its N-th pass of a step.

Nothing of this is known to Pencil: what it hands to the database and to Slack is wrapped from outside.
"""

import itertools
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

Die = Callable[[], None]

# Rules that are handed to the database, by the step of which they are the transaction.
RULES = {
    "compose": {"jobs.turns._compose"},
    "claim": {"bot.claiming.claim"},
    "record": {"bot.outcomes.sent"},
    "record of a failure": {"jobs.delivery._record_failures"},
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
        _at_call("find", lambda *_: True, "after", die)
    else:
        raise ValueError(step)


def _at_rule(names: set[str], when: str, die: Die) -> None:
    """Where a transaction did something: before it commits, or after."""
    from bot.database import Database

    original = Database.run

    async def run(self: Database, rule: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        def wrapped(*inner: Any, **more: Any) -> Any:
            result = rule(*inner, **more)
            if when == "before" and (result is None or result):
                inner[0].flush()
                die()
            return result

        if _name(rule) not in names:
            return await original(self, rule, *args, **kwargs)
        result = await original(self, wrapped, *args, **kwargs)
        if when == "after" and (result is None or result):
            die()
        return result

    setattr(Database, "run", run)  # noqa: B010


def _name(rule: Callable[..., Any]) -> str:
    while isinstance(rule, partial):
        rule = rule.func
    return f"{rule.__module__}.{rule.__qualname__}"


def _is_send(method: str, *_: Any) -> bool:
    return method == "chat.postMessage"


def _at_call(name: str, ours: Callable[..., bool], when: str, die: Die) -> None:
    """Where Slack is called: before it is, or when it has answered."""
    from bot.slack import Slack

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
