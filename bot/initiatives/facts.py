"""What the forms, receipts and lists of initiatives begin with and show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.initiatives.entries import InitiativeView
from bot.partnership.views.partner import Choice
from bot.vision.facts import Overview
from bot.wins.aim import NO_AIMS, AimChoice


@dataclass(frozen=True)
class InitiativeForm:
    """What the form for an initiative begins with; `about` is the one it changes, or the idea it tries."""

    channel_id: str
    aims: AimChoice = NO_AIMS
    text: str = ""
    step: str = ""
    step_on: date | None = None
    about: str = ""


@dataclass(frozen=True)
class StepForm:
    """What the form for the next step of an initiative begins with."""

    channel_id: str
    initiative_id: int
    initiative: str  # in its words
    step: str = ""
    step_on: date | None = None


@dataclass(frozen=True)
class InitiativeReceipt:
    """An initiative, for whoever began, joined or changed it."""

    initiative: InitiativeView
    reader: str  # a Slack user id
    partnership_id: int
    new_card: bool = False
    ask_at: datetime | None = None  # when the reader is asked about its step
    organisations: Choice | None = None  # where they have not said which one they are from


@dataclass(frozen=True)
class InitiativeList:
    """Those that are going on, the newest first, and how many besides; and the last that ended."""

    running: Sequence[InitiativeView]
    more: int
    ended: Sequence[InitiativeView]


@dataclass(frozen=True)
class InShort:
    """The newest that are going on in a partnership, for other pages, and how many there are besides."""

    partnership_id: int
    newest: Sequence[InitiativeView]
    more: int = 0


@dataclass(frozen=True)
class DropForm:
    """The initiative that is to go on no longer."""

    initiative: InitiativeView
    channel_id: str


@dataclass(frozen=True)
class VisionPage:
    """The vision, what is normal, and what people do together."""

    about: Overview
    initiatives: InShort
