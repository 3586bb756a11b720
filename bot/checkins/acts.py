"""What people do about the stage of the next check-in, whole: see which it is, and for hosts choose another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.checkins import lifecycle, urgency
from bot.checkins.stages import STAGES, Stage
from bot.partnership import partnerships
from bot.partnership.members import Who


@dataclass(frozen=True)
class Stages:
    """The eight stages by name and title, and the next check-in's."""

    titles: Sequence[tuple[str, str]]
    coming: str
    by_host: bool  # a host has chosen it
    host: bool  # the reader is one
    quiet: bool  # it is the first, and nobody has said for long why now


def show(session: Session, channel: str, who: Who, now: datetime) -> Stages:
    """The stages, and which is next."""
    partnership, member = partnerships.enter(session, channel, who, now)
    coming = lifecycle.outlook(session, partnership, now)
    return Stages(
        titles=[(str(stage), about.title) for stage, about in STAGES.items()],
        coming=STAGES[coming].title,
        by_host=partnership.next_stage is not None,
        host=member.host,
        quiet=coming is Stage.URGENCY and bool(urgency.quiet(session, {partnership.id: now})),
    )


def choose(session: Session, channel: str, who: Who, name: str, now: datetime) -> str:
    """A host chooses the stage of this name; its title."""
    partnership = partnerships.find(session, channel)
    return STAGES[lifecycle.choose(session, partnership, who, name, now)].title
