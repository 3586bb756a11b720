"""What receipts, forms and lists show of skills."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blockers.helpers_consent import PastHelp
from bot.blockers.views.helpers_consent import Helped
from bot.partnership.views.partner import Choice
from bot.skills.entries import SkillView
from bot.skills.names import TypedSkills


@dataclass(frozen=True)
class OfferReceipt:
    """What was kept of a list that somebody typed."""

    skills: Sequence[SkillView]
    typed: TypedSkills
    organisations: Choice | None  # where it is not known which one they are from
    partnership_id: int


@dataclass(frozen=True)
class SkillList:
    """What I offer and have helped with, what waits for my yes, and what there is in the partnership."""

    own: Sequence[SkillView]
    known: Sequence[tuple[str, int]]  # names, and how many offer each
    helped: Sequence[str] = ()
    waiting: Sequence[Helped] = ()


@dataclass(frozen=True)
class SkillSearch:
    """Who may be asked for something, best first, who perhaps, and who else has helped with such a thing."""

    text: str
    skills: Sequence[SkillView]
    perhaps: Sequence[SkillView] = ()
    helped: Sequence[PastHelp] = ()


@dataclass(frozen=True)
class SkillForm:
    """A skill for which something else may hold from now on."""

    skill: SkillView
    channel: str


@dataclass(frozen=True)
class RemovedSkill:
    """A skill that is offered no longer."""

    id: int
    name: str


@dataclass(frozen=True)
class SkillChoice:
    """Which of the person's skills may be meant by a name."""

    skills: Sequence[SkillView]
    name: str
