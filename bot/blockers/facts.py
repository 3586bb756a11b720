"""What the receipts, forms and lists of blockers show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.blockers.entries import BlockerView
from bot.cards.days_needed import Trouble
from bot.partnership.views.partner import Choice
from bot.wins.facts import Receipt


@dataclass(frozen=True)
class DraftView:
    """A draft as its author sees it, with the key that opens it."""

    key: str
    text: str
    needed_on: date | None = None
    trouble: Trouble | None = None  # why a day that its words say is not kept


@dataclass(frozen=True)
class Suggestion:
    """Somebody who could perhaps help, with the skill of theirs that fits."""

    skill_id: int
    skill: str
    user_id: str
    organisation: str | None


@dataclass(frozen=True)
class Raised:
    """A blocker with the key by which it can be changed, for whoever raised it."""

    blocker: BlockerView
    key: str
    organisations: Choice | None = None  # where its author has not said which one they are from
    trouble: Trouble | None = None  # why a day that its words say is not kept
    suggestions: Sequence[Suggestion] = ()


class Ask(StrEnum):
    """What becomes of asking somebody who was suggested."""

    ASKED = "asked"
    NOT_NOW = "not now"
    ON_IT = "on it"  # they are on the card


@dataclass(frozen=True)
class TakenOn:
    """A blocker, for whoever has taken it on."""

    blocker: BlockerView
    partnership_id: int
    organisations: Choice | None


@dataclass(frozen=True)
class Closed:
    """A fixed blocker, with the win that was made of it, for whoever said so."""

    blocker: BlockerView
    win: Receipt | None
    absent: Sequence[str] = ()  # Slack user ids of those who helped and are not in the channel


@dataclass(frozen=True)
class ClosingForm:
    """The blocker that is to be closed."""

    blocker: BlockerView
    channel_id: str


@dataclass(frozen=True)
class TextForm:
    """What the form for a blocker's words begins with; `about` is the draft, or the key of the blocker, it changes."""

    channel_id: str
    text: str = ""
    about: str = ""
    needed_on: date | None = None


@dataclass(frozen=True)
class BlockerList:
    """The oldest open blockers, and how many there are besides."""

    blockers: Sequence[BlockerView]
    more: int
    today: date
