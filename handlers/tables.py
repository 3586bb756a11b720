"""The tables at the end of each handler module: what it answers, by the name that Slack sends, and what it refuses."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from bot.app import Bot
from handlers.events import HomeOpened, Moved, NewChannelId, Reacted, Removed, Renamed
from handlers.payloads import Command, Press, Search, Shortcut, Submission
from handlers.replies import Reply

Interaction = TypeVar(
    "Interaction",
    Command,
    Press,
    Submission,
    Search,
    Shortcut,
    Moved,
    NewChannelId,
    Renamed,
    Reacted,
    Removed,
    HomeOpened,
)
Handler = Callable[[Bot, Interaction], Awaitable[Reply]]

Commands = dict[str, Handler[Command]]  # by the command's name without its stroke: `win`
Subcommands = dict[str, Callable[[Bot, Command, str], Awaitable[Reply]]]  # by what follows `/partnership`
Actions = dict[str, Handler[Press]]  # by action id
Options = dict[str, Handler[Search]]  # by the action id of a list whose choices we find
Forms = dict[str, Handler[Submission]]  # by callback id
Shortcuts = dict[str, Handler[Shortcut]]  # by callback id
Moves = dict[str, Handler[Moved]]  # by event
Channels = dict[str, Handler[NewChannelId]]  # by event
Renames = dict[str, Handler[Renamed]]  # by event
Reactions = dict[str, Handler[Reacted]]  # by event; only where operators have asked Slack for it
Removals = dict[str, Handler[Removed]]  # by event
Refusals = dict[type[Exception], str]  # the words for each refusal of the feature's rules

Key = TypeVar("Key")
Value = TypeVar("Value")


def merged(tables: Mapping[str, Mapping[Key, Value]]) -> dict[Key, Value]:
    """One table of all, by the modules they come from. Raises `ValueError` if two modules answer the same name."""
    whole: dict[Key, Value] = {}
    owners: dict[Key, str] = {}
    for module, table in tables.items():
        for key, value in table.items():
            if key in owners:
                raise ValueError(f"{owners[key]} and {module} both answer {key!r}")
            whole[key], owners[key] = value, module
    return whole
