"""What receipts, forms and lists show of wins, of the spotlight and of an organisation's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.partnership.views.partner import Choice
from bot.wins.aim import NO_AIMS, AimChoice
from bot.wins.entries import WinView


@dataclass(frozen=True)
class Receipt:
    """A win and what awaits it, for its author or a host; of one that is undone only the win."""

    win: WinView
    own: bool = True  # it is the reader's
    asked_first: bool = False  # it counts only once they say so
    next_at: datetime | None = None  # the next celebration
    zone: str = "Europe/London"
    organisations: Choice | None = None  # where the reader has not said which one they are from
    aims: AimChoice = NO_AIMS
    named: Sequence[tuple[int, str]] = ()  # partners whom its words name, and who do not share it
    absent: Sequence[str] = ()  # Slack user ids of those newly thanked who are not in the channel
    plain_names: Sequence[str] = ()  # of people, in its words; anybody may read them once its author says so


@dataclass(frozen=True)
class WinForm:
    """What the form for a win begins with."""

    channel: str
    partners: Sequence[tuple[int, str]]  # ids and names of those that may have a share, the likeliest first
    aims: AimChoice = NO_AIMS
    text: str = ""
    thanked: Sequence[str] = ()  # Slack user ids
    chosen: Sequence[int] = ()  # ids of partners
    about: str = ""  # the win to be changed, or the fixed blocker to be told of


@dataclass(frozen=True)
class WinList:
    """The newest wins, how many there are besides, and which of them the reader may change."""

    wins: Sequence[WinView]
    more: int
    zone: str
    editable: frozenset[int] = frozenset()


@dataclass(frozen=True)
class RestOfCelebration:
    """Wins that did not fit into a celebration, from the one numbered `start` on, and how many there are after them."""

    token: str
    start: int
    wins: Sequence[WinView]
    more: int
    zone: str


@dataclass(frozen=True)
class SpotlightForm:
    """What the form for a partner's lines begins with."""

    id: int
    partner: str
    channel: str
    text: str


@dataclass(frozen=True)
class SpotlightReceipt:
    """What a partner says in the spotlight, and where: it stands there already, or from the next celebration on."""

    id: int
    partner: str
    text: str
    stands: bool
    next_at: datetime | None
    zone: str


@dataclass(frozen=True)
class NamedWin:
    """A win in which an organisation is named, has been, or has said that it belongs."""

    id: int
    text: str
    confirmed: bool
    withheld: bool


@dataclass(frozen=True)
class NamedIn:
    """An organisation, and the wins in which it is named or was."""

    organisation: str
    wins: Sequence[NamedWin]
