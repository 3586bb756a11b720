"""What hosts did: a line for each of their acts, for all of them to see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.models import AuditEntry, Member

LISTED = 20

Action = Literal[
    "partnership.started",
    "partnership.moved",
    "partnership.paused",
    "partnership.resumed",
    "timetable.changed",
    "rollcall.asked",
    "stage.chosen",
    "pulse.skipped",
    "pulse.unskipped",
    "pulse.stopped",
    "pulse.floor",
    "pulse.response",
    "pulse.outcome",
    "post.again",
    "post.left",
    "win.changed",
    "win.undone",
    "win.restored",
    "win.celebrated",
    "spotlight.changed",
    "spotlight.withdrawn",
    "blocker.changed",
    "blocker.undone",
    "blocker.restored",
    "idea.changed",
    "idea.undone",
    "idea.restored",
    "idea.proposed",
    "idea.tried",
    "idea.not_now",
    "idea.reopened",
    "initiative.changed",
    "initiative.undone",
    "initiative.restored",
    "initiative.done",
    "initiative.dropped",
    "initiative.reopened",
    "habit.changed",
    "habit.undone",
    "habit.restored",
    "consultation.opened",
    "consultation.changed",
    "consultation.ended",
    "consultation.undone",
    "consultation.restored",
    "consultation.answer_undone",
    "consultation.answer_restored",
    "settings.name",
    "settings.zone",
    "settings.assent",
    "settings.reaction",
    "settings.keep",
    "settings.holidays",
    "settings.closed",
    "settings.opened",
    "settings.digest",
    "export.asked",
    "story.made",
    "introduction.offered",
    "introduction.taken_back",
    "authors.asked",
    "why",
    "vision.pencilled",
    "vision.rubbed",
    "host.added",
    "host.handed_over",
    "host.stopped",
    "host.taken",
    "host.accepted",
    "host.asked",
    "partner.stepped_back",
    "partner.returned",
    "partner.step_undone",
    "partner.renamed",
    "partner.merged",
    "partner.removed",
    "partner.noted",
    "partner.tidied_back",
    "partnership.reflecting",
    "partnership.reflected",
]
ACTIONS: frozenset[str] = frozenset(get_args(Action))


class UnknownActionError(Exception):
    """An act of hosts that is not in the list; whoever adds one says in the view how it reads."""

    def __init__(self, action: str) -> None:
        super().__init__(f"Hosts have no act {action!r}: add it to Action in bot/partnership/audit_log.py.")


@dataclass(frozen=True)
class Entry:
    """One line of the log."""

    action: str
    about: str | None
    host: str | None  # a Slack user id
    at: datetime


def record(session: Session, host: Member, action: Action, now: datetime, about: str | None = None) -> None:
    """This host did this. `about` never holds what a member wrote."""
    if action not in ACTIONS:
        raise UnknownActionError(action)
    row = AuditEntry(partnership_id=host.partnership_id, member_id=host.id, deed=action, about=about, done_at=now)
    session.add(row)


def record_if_others(
    session: Session, member: Member | None, author_id: int | None, action: Action, now: datetime
) -> None:
    """All hosts see that a host changed what somebody else wrote; whoever has no name leaves none here."""
    if member is not None and member.id != author_id:
        record(session, member, action, now)


def latest(session: Session, partnership_id: int, limit: int = LISTED) -> list[Entry]:
    """The newest first."""
    rows = session.execute(
        select(AuditEntry, Member.user_id)
        .outerjoin(Member, Member.id == AuditEntry.member_id)
        .where(AuditEntry.partnership_id == partnership_id)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return [Entry(row.deed, row.about, user_id, row.done_at) for row, user_id in rows]


def count(session: Session, partnership_id: int) -> int:
    """How many there are."""
    return session.scalars(
        select(func.count()).select_from(AuditEntry).where(AuditEntry.partnership_id == partnership_id)
    ).one()
