"""What forms and lists show of the vision and of proposals to change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.habits.entries import Habits
from bot.partnership.views.partner import Choice
from bot.vision.aims import AimWording, Wording
from bot.vision.proposals import ProposalView
from bot.vision.versions import Version, VisionView


@dataclass(frozen=True)
class Overview:
    """The vision in force, and what is normal here by now."""

    vision: VisionView
    habits: Habits


@dataclass(frozen=True)
class AimView:
    """An aim in force, since when it is aimed at, and what was recorded towards it."""

    number: int
    text: str
    since: datetime
    zone: str
    wins: int
    newest: Sequence[str]  # their words


@dataclass(frozen=True)
class HistoryEntry:
    """One thing in the history: a version with the proposal it came from, or a proposal that did not become one."""

    version: Version | None
    proposal: ProposalView | None


@dataclass(frozen=True)
class VisionHistory:
    """Versions and proposals, the newest first."""

    partnership_id: int
    zone: str
    entries: Sequence[HistoryEntry]


@dataclass(frozen=True)
class ProposalForm:
    """What the form for a proposal begins with."""

    channel: str
    wording: Wording
    in_force: tuple[AimWording, ...] = ()  # the aims that a line may go on from
    reason: str = ""
    about: str = ""  # the version it is made on, perhaps with what it comes of, or the proposal to be changed


@dataclass(frozen=True)
class DecisionForm:
    """What the form for a decision shows: to pencil the proposal in, or to rub it out."""

    proposal: ProposalView
    channel: str
    pencil: bool
    own: bool  # its proposer takes it back


@dataclass(frozen=True)
class ExplanationForm:
    """What the form shows in which whoever decided says why."""

    proposal: ProposalView
    channel: str


@dataclass(frozen=True)
class AssentQuestion:
    """Organisations assent, and it is not known which one the person is from."""

    organisations: Choice
    partnership_id: int
