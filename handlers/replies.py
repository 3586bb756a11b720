"""What a handler answers. `dispatch` knows how each reaches whoever asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.slack.messages import Message


@dataclass(frozen=True)
class Say:
    """A private message; it takes the place of the private message the button was on, unless it is `beside` it."""

    message: Message
    beside: bool = False
    names: Mapping[int, str] = field(default_factory=dict)  # of people it mentions, by number, where they are known


@dataclass(frozen=True)
class Open:
    """A form opens; on top of the one that was filled in, if one was."""

    view: dict[str, Any]


@dataclass(frozen=True)
class Show:
    """Something else takes the place of the form that was filled in, or in which a button was pressed."""

    view: dict[str, Any]


@dataclass(frozen=True)
class Stay:
    """The form stays as it is, with a message above it."""

    message: Message


@dataclass(frozen=True)
class Errors:
    """The form stays open, with a word beside each field named."""

    by_field: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Choices:
    """What there is to choose from, as label and value."""

    choices: list[tuple[str, str]]


@dataclass(frozen=True)
class Done:
    """Nothing more to say."""


Reply = Say | Open | Show | Stay | Errors | Choices | Done
