"""The waits of real life, whatever the other tests have made of them: a seed is the same in a test as by itself."""

from contextlib import ExitStack
from pkgutil import resolve_name
from unittest.mock import patch

_NAMES = (
    "bot.db.deadline.SECONDS",
    "bot.outbox.claims.HOME_PACE",
    "bot.outbox.claims.PACE",
    "bot.slack.channel_people._SECONDS",
    "bot.slack.channel_people.REPLY_SECONDS",
    "bot.slack.client.LOOK_SECONDS",
    "bot.slack.client.REPLY_SECONDS",
    "bot.slack.links.LOOK_SECONDS",
    "handlers.people._BESIDE",
    "handlers.people._SECONDS",
    "handlers.presence.SECONDS",
    "jobs.delivery._LONGEST_WAIT",
    "jobs.delivery._SETTLE",
    "jobs.files._LONGEST_WAIT",
    "sandbox.api.views.TRIGGER_SECONDS",
    "sandbox.app.transport.SECONDS",
)


def _value(name: str) -> object:
    module, _, constant = name.rpartition(".")
    return getattr(resolve_name(module), constant)


_REAL = {name: _value(name) for name in _NAMES}  # as they are when this is imported: before any test begins


def installed() -> ExitStack:
    """While it is open, nothing is sooner or more patient than in life."""
    stack = ExitStack()
    for name, value in _REAL.items():
        stack.enter_context(patch(name, value))
    return stack
