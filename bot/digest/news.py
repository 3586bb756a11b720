"""What hosts have yet to hear of, as it stands now: what has been settled meanwhile makes no line."""

import contextlib
from collections.abc import Callable, Sequence

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from bot.checkins.stages import STAGES, Stage
from bot.digest.lines import Line, Topic
from bot.lib import values
from bot.lib.refusals import GarbledError
from bot.models import Blocker, Checkin, DigestEntry, Help, Partner, Post, Pulse, Response, Wish
from bot.pulse import results
from bot.wins import celebrations

_Entries = Sequence[DigestEntry]
_Read = list[tuple[int, Line]]


def read(session: Session, entries: _Entries) -> _Read:
    """A line for each entry that still says something, with its partnership, in a bounded number of statements.

    Of each topic, what was noted first comes first.
    """
    lines: _Read = []
    for topic, reader in READERS.items():
        of_topic = sorted((entry for entry in entries if entry.kind == topic), key=lambda entry: entry.noted_at)
        if of_topic:
            by_entry = {(key, line.about): line for key, line in reader(session, of_topic)}
            noted = [(entry.partnership_id, entry.about) for entry in of_topic]
            lines += [(key, by_entry[key, about]) for key, about in noted if (key, about) in by_entry]
    return lines


def _ids(entries: _Entries) -> list[int]:
    """What the entries are about; one that an import has made up is about nothing."""
    ids = []
    for entry in entries:
        with contextlib.suppress(GarbledError):
            ids.append(values.number(entry.about))
    return ids


def _actions(session: Session, entries: _Entries) -> _Read:
    """Of the newest results, what hosts will do: until they have said it."""
    newer = select(func.max(Pulse.id)).where(Pulse.results_id.is_not(None)).group_by(Pulse.partnership_id)
    rows = session.execute(
        select(Pulse.partnership_id, Pulse.id, Pulse.occasion)
        .outerjoin(Response, Response.pulse_id == Pulse.id)
        .where(
            Pulse.id.in_(_ids(entries)),
            Pulse.id.in_(newer.where(Pulse.partnership_id.in_({entry.partnership_id for entry in entries}))),
            Response.pulse_id.is_(None),
        )
    )
    return [
        (row.partnership_id, Line(Topic.ACTION, str(row.id), str(row.id), day=results.month_of(row.occasion)))
        for row in rows
    ]


def _wanted(session: Session, entries: _Entries) -> _Read:
    """As long as nobody is on it."""
    taken = exists().where(Help.blocker_id == Blocker.id, Help.taken_at.is_not(None))
    rows = session.execute(
        select(Blocker.partnership_id, Blocker.id, Blocker.text).where(
            Blocker.id.in_(_ids(entries)), Blocker.fixed_at.is_(None), Blocker.undone_at.is_(None), ~taken
        )
    )
    return [(row.partnership_id, Line(Topic.WANTED, str(row.id), str(row.id), row.text)) for row in rows]


def _stuck(session: Session, entries: _Entries) -> _Read:
    rows = session.execute(
        select(Checkin.partnership_id, Checkin.id, Checkin.stage, Post.token)
        .join(Post, Post.id == Checkin.post_id)
        .where(Checkin.id.in_(_ids(entries)))
    )
    return [
        (row.partnership_id, Line(Topic.STUCK, str(row.id), row.token, STAGES[Stage(row.stage)].title)) for row in rows
    ]


def _moved(session: Session, entries: _Entries) -> _Read:
    """How a partner stands by now, whatever it did before."""
    there = (Partner.id.in_(_ids(entries)), Partner.removed_at.is_(None))
    return [
        (partner.partnership_id, Line(Topic.MOVED, str(partner.id), name=partner.name, away=bool(partner.left_at)))
        for partner in session.scalars(select(Partner).where(*there))
    ]


def _wishes(session: Session, entries: _Entries) -> _Read:
    rows = session.execute(
        select(Post.partnership_id, Post.id, Post.kind, func.count())
        .join(Wish, Wish.post_id == Post.id)
        .where(Post.id.in_(_ids(entries)))
        .group_by(Post.partnership_id, Post.id, Post.kind)
    )
    return [
        (partnership_id, Line(Topic.WISH, str(post_id), str(post_id), kind, number))
        for partnership_id, post_id, kind, number in rows
    ]


def _quiet(session: Session, entries: _Entries) -> _Read:
    """As long as nobody has shared a win since."""
    last = celebrations.last_wins(session, {entry.partnership_id for entry in entries})
    return [
        (entry.partnership_id, Line(Topic.QUIET, entry.about, str(entry.partnership_id)))
        for entry in entries
        if entry.about == str(last.get(entry.partnership_id, 0))
    ]


def _woken(session: Session, entries: _Entries) -> _Read:  # noqa: ARG001  # it is read like the others
    return [(entry.partnership_id, Line(Topic.WOKEN, entry.about)) for entry in entries]


READERS: dict[Topic, Callable[[Session, _Entries], _Read]] = {
    Topic.ACTION: _actions,
    Topic.WANTED: _wanted,
    Topic.STUCK: _stuck,
    Topic.MOVED: _moved,
    Topic.WISH: _wishes,
    Topic.QUIET: _quiet,
    Topic.WOKEN: _woken,
}
