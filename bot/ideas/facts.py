"""What the receipts, forms and lists of ideas show."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.ideas.entries import IdeaView
from bot.partnership.views.partner import Choice


@dataclass(frozen=True)
class IdeaDraft:
    """A draft as its author sees it, with the key that opens it."""

    key: str
    text: str


@dataclass(frozen=True)
class IdeaForm:
    """What the form for an idea's words begins with; `about` is the draft, or the key of the idea, it changes."""

    channel_id: str
    text: str = ""
    about: str = ""


@dataclass(frozen=True)
class IdeaReceipt:
    """An idea for whoever shared it, with the key by which it can be changed, or for whoever would help with it."""

    idea: IdeaView
    key: str
    partnership_id: int
    organisations: Choice | None = None  # where they have not said which one they are from


@dataclass(frozen=True)
class IdeaList:
    """The newest open ideas, and how many there are besides."""

    ideas: Sequence[IdeaView]
    more: int


@dataclass(frozen=True)
class NotNowForm:
    """The idea that is not to be taken on now."""

    idea: IdeaView
    channel_id: str
