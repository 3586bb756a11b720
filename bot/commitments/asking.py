"""The one private message a week that asks people whether what they took on has happened.

They were told of the day when they took it on, so it is outside the week's allowance; quiet hours and a snooze hold it
back. Whatever has a row of `Commitment` is asked about in it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.commitments import entries
from bot.commitments.views import commitment as view
from bot.models import Commitment, Member, Partnership
from bot.outbox import posts
from bot.outbox.uninstalled import installed
from bot.partnership import ask_budget, partnerships, preferences
from bot.schedule import asking_days
from bot.schedule.batches import Batch

KIND = "taken-on"  # of post
MOST = 5  # in a message; the others are asked about a week later

_DUE = (
    select(Commitment)
    .where(Commitment.ask_at <= bindparam("now"), installed(Commitment.partnership_id))
    .order_by(Commitment.ask_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)


def ask(session: Session, now: datetime, batch: Batch) -> int:
    """Each tick: whoever's day it is is asked, in one message a week; how much of what was taken on that concerned.

    Who cannot be asked now is asked a week later, or once their snooze or their partnership's pause is over.
    """
    rows = session.scalars(batch.of(_DUE, Commitment.partnership_id), {"now": now, "limit": batch.most}).all()
    if not rows:
        return 0
    members = session.scalars(select(Member).where(Member.id.in_({row.member_id for row in rows}))).all()
    places = partnerships.by_id(session, {row.partnership_id for row in rows})
    people = {member.id: (member, places[member.partnership_id]) for member in members}
    due: dict[int, list[Commitment]] = defaultdict(list)
    for commitment in _all_due(session, people, now):  # of somebody's, the batch may have only some
        due[commitment.member_id].append(commitment)
    open_ids = set(session.scalars(select(Member.id).where(Member.id.in_(people), *ask_budget.open_to_asks(now))))
    asked = [member_id for member_id in due if member_id in open_ids and people[member_id][1].paused_at is None]
    called = entries.initiatives_of(session, [row for taken in due.values() for row in taken])
    new_posts = [_message(*people[member_id], due[member_id][:MOST], called, now) for member_id in asked]
    for member_id, post_id in zip(asked, posts.write_all(session, new_posts, now), strict=True):
        if post_id is not None:  # else they have had this week's
            for commitment in due[member_id][:MOST]:
                commitment.ask_at, commitment.post_id, commitment.asked = None, post_id, commitment.asked + 1
    for member_id, commitments in due.items():
        later = _later(*people[member_id], now)
        for commitment in commitments:
            if commitment.ask_at is not None:
                commitment.ask_at = later
    session.flush()
    return len(rows)


def _all_due(session: Session, member_ids: Collection[int], now: datetime) -> Sequence[Commitment]:
    """All that these people are to be asked about now."""
    theirs = (Commitment.member_id.in_(member_ids), Commitment.outcome.is_(None), Commitment.ask_at <= now)
    return session.scalars(select(Commitment).where(*theirs).order_by(Commitment.id).with_for_update()).all()


def _message(
    member: Member,
    partnership: Partnership,
    commitments: Sequence[Commitment],
    called: Mapping[int, tuple[str, int]],
    now: datetime,
) -> posts.NewPost:
    today = now.astimezone(ZoneInfo(partnership.zone)).date()
    monday = today - timedelta(days=today.weekday())
    return posts.NewPost(
        partnership.id,
        KIND,
        f"{member.id}:{monday}",
        member.user_id,
        view.asking([entries.view_of(commitment, partnership.zone, called) for commitment in commitments]),
        wait_until=preferences.quiet_until(member, partnership.zone, now),
    )


def _later(member: Member, partnership: Partnership, now: datetime) -> datetime:
    """The next day on which the person may be asked."""
    ends = [at for at in (member.snoozed_until, partnership.resume_at if partnership.paused_at else None) if at]
    latest = max(ends, default=now)
    if latest <= now:
        return asking_days.next_after(partnership, now)
    return asking_days.first_from(latest.astimezone(ZoneInfo(partnership.zone)).date(), partnership)


def redraw(session: Session, post_id: int, zone: str) -> None:
    """The message that asked says what the person has answered by now."""
    asked = session.scalars(select(Commitment).where(Commitment.post_id == post_id).order_by(Commitment.id)).all()
    posts.revise(session, post_id, view.asking(entries.views(session, asked, zone)))
