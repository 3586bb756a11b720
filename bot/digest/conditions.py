"""What hosts may want to do something about, read off what there is. Nobody is named for being silent."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.orm import Session

from bot.digest.lines import Line, Topic
from bot.hosts import role
from bot.models import (
    HAPPENED,
    Answer,
    AuditEntry,
    Blocker,
    Checkin,
    Cheer,
    Commitment,
    DigestEntry,
    Partnership,
    Post,
    Win,
)
from bot.wins import celebrations

QUARTER = timedelta(weeks=13)  # a partner is unseen, or a host alone
SILENCE = timedelta(weeks=4)  # in which nobody told anything
UNTAKEN = timedelta(weeks=1)  # since its check-in closed, that nobody has taken its step on
STALE = timedelta(weeks=6)  # after which an untaken step is past
_HOSTING = ("host.added", "host.handed_over", "host.stopped", "host.taken", "host.accepted")
_GOING_ON = ("partnership.resumed", "partnership.reflected")

Lines = dict[int, list[Line]]  # by partnership


def of(session: Session, places: Mapping[int, Partnership], now: datetime) -> Lines:
    """The lines of each partnership, in a bounded number of statements."""
    lines: Lines = defaultdict(list)
    for read in (_unseen, _untaken, _alone, _silent):
        for partnership_id, line in read(session, places, now):
            lines[partnership_id].append(line)
    return lines


_Read = list[tuple[int, Line]]


def _unseen(session: Session, places: Mapping[int, Partnership], now: datetime) -> _Read:
    """Partners in no celebration for a quarter, the longest unseen first."""
    return [
        (partner.partnership_id, Line(Topic.UNSEEN, f"{partner.id}:{since.date()}", str(partner.id), partner.name))
        for partner, since in celebrations.unseen(session, places, now - QUARTER)
    ]


def _untaken(session: Session, places: Mapping[int, Partnership], now: datetime) -> _Read:
    """The step of the last check-in, where nobody has it."""
    newest = (
        select(func.max(Checkin.id))
        .where(Checkin.partnership_id.in_(places), Checkin.step.is_not(None))
        .group_by(Checkin.partnership_id)
    )
    taken = select(Commitment.id).where(
        Commitment.checkin_id == Checkin.id, or_(Commitment.outcome.is_(None), Commitment.outcome == HAPPENED)
    )
    rows = session.execute(
        select(Checkin.partnership_id, Checkin.id, Checkin.step, Checkin.leaning, Post.token)
        .join(Post, Post.id == Checkin.post_id)
        .where(
            Checkin.id.in_(newest),
            Checkin.closed_at <= now - UNTAKEN,
            Checkin.closed_at > now - STALE,
            ~taken.exists(),
        )
    )
    return [
        (row.partnership_id, Line(Topic.STEP, str(row.id), f"{row.token}.{row.leaning}", row.step or ""))
        for row in rows
    ]


def _alone(session: Session, places: Mapping[int, Partnership], now: datetime) -> _Read:
    """One host, and nothing in a quarter's log that changed who hosts."""
    numbers = Counter(member.partnership_id for member, _ in role.of(session, list(places)))
    last = session.execute(
        select(AuditEntry.partnership_id, func.max(AuditEntry.done_at))
        .where(AuditEntry.partnership_id.in_(places), AuditEntry.deed.in_(_HOSTING))
        .group_by(AuditEntry.partnership_id)
    )
    changed = {partnership_id: at for partnership_id, at in last}  # noqa: C416  # a row is no pair to mypy
    since = {key: changed.get(key, place.started_at) for key, place in places.items() if numbers[key] == 1}
    return [(key, Line(Topic.ALONE, f"{at.date()}", str(key))) for key, at in since.items() if at <= now - QUARTER]


def _silent(session: Session, places: Mapping[int, Partnership], now: datetime) -> _Read:
    """Nobody has told anything, answered a check-in or cheered; what a pause or a reflection was for is no silence."""
    signs = union_all(
        *(
            select(table.partnership_id.label("owner"), func.max(at).label("at"))
            .where(table.partnership_id.in_(places), *where)
            .group_by(table.partnership_id)
            for table, at, where in (
                (Win, Win.recorded_at, ()),
                (Blocker, Blocker.raised_at, ()),
                (Answer, Answer.answered_at, ()),
                (Cheer, Cheer.cheered_at, ()),
                (AuditEntry, AuditEntry.done_at, (AuditEntry.deed.in_(_GOING_ON),)),
                (DigestEntry, DigestEntry.noted_at, (DigestEntry.kind == Topic.WOKEN,)),
            )
        )
    ).subquery()
    rows = session.execute(select(signs.c.owner, func.max(signs.c.at)).group_by(signs.c.owner))
    last = {owner: at for owner, at in rows}  # noqa: C416  # a row is no pair to mypy
    since = {key: max(last.get(key, place.started_at), place.started_at) for key, place in places.items()}
    return [
        (key, Line(Topic.SILENT, f"{at.date()}", str(key)))
        for key, at in since.items()
        if at <= now - SILENCE and not places[key].reflecting and places[key].paused_at is None
    ]
