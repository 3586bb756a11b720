"""What Slack sends us: the tables of all handler modules, merged. The manifest says the same to Slack."""

from importlib import import_module
from typing import Any

from handlers import home
from handlers.events import HomeOpened
from handlers.payloads import Command
from handlers.spoken import Spoken
from handlers.tables import (
    Actions,
    Channels,
    Commands,
    Forms,
    Handler,
    Moves,
    Options,
    Reactions,
    Refusals,
    Removals,
    Renames,
    Shortcuts,
    Subcommands,
    merged,
)

_NAMES = (
    "answers_to_consultations",
    "blockers",
    "checkins",
    "commitments",
    "consultations",
    "decisions_on_ideas",
    "delivery_alerts",
    "digest",
    "endings_of_initiatives",
    "habits",
    "help_requests",
    "home",
    "hosts",
    "ideas",
    "initiatives",
    "mentions",
    "organisation",
    "organisation_name",
    "partnership",
    "pause",
    "people",
    "preferences",
    "privacy",
    "proposals",
    "pulse",
    "reactions",
    "reflection",
    "removals",
    "report",
    "roll_call",
    "settings",
    "skills",
    "spotlights",
    "step_back",
    "tidy",
    "ties",
    "timetable",
    "vision",
    "welcome",
    "why",
    "wins",
)
MODULES = tuple(import_module(f"{__name__}.{name}") for name in _NAMES)


def _all(name: str) -> Any:
    return merged({module.__name__: getattr(module, name, {}) for module in MODULES})


SUBCOMMANDS: Subcommands = _all("SUBCOMMANDS")
_SPOKEN = Spoken(_all("COMMANDS"), SUBCOMMANDS)
COMMANDS: Commands = _SPOKEN.commands
MENTION: Handler[Command] = _SPOKEN.mention
ACTIONS: Actions = merged({__name__: _all("ACTIONS"), Spoken.__module__: _SPOKEN.actions})
OPTIONS: Options = _all("OPTIONS")
FORMS: Forms = _all("FORMS")
SHORTCUTS: Shortcuts = _all("SHORTCUTS")
MOVES: Moves = _all("MOVES")
CHANNELS: Channels = _all("CHANNELS")
RENAMES: Renames = _all("RENAMES")
REACTIONS: Reactions = _all("REACTIONS")
REMOVALS: Removals = _all("REMOVALS")
REFUSALS: Refusals = _all("REFUSALS")
HOME: Handler[HomeOpened] = home.home_opened
EVENTS = ("app_home_opened", "app_mention", *MOVES, *CHANNELS, *RENAMES, *REMOVALS)
EVENTS_IF_WANTED = (*REACTIONS,)  # which the manifest leaves out, see docs/running/index.md
