"""Totals add up: what is shown is what there is."""

import re
from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.lib.periods import Period
from bot.models import Cheer, Credit, Partnership, Post, Pulse, Win
from bot.pulse.ballots import HELD
from bot.report import facts
from bot.wins.consent import Audience
from sandbox.slack.state import Slack
from tests.simulation.machine.clock import SimulatedClock

_CELEBRATE = ("celebrations", "win")  # a week's, and one on its own
_CHEERS = re.compile(r"(\d+|One|No) cheers?\b")


def wrong(session: Session, slack: Slack, clock: SimulatedClock) -> Iterator[str]:
    """Sums that differ."""
    yield from _cheers(session, slack)
    yield from _report(session, clock)
    yield from _pulses(session)


def _cheers(session: Session, slack: Slack) -> Iterator[str]:
    rows = session.execute(select(Cheer.post_id, func.count()).group_by(Cheer.post_id)).all()
    counted = {row[0]: row[1] for row in rows}
    query = select(Post.id, Post.channel, Post.place, Post.ts).where(
        Post.kind.in_(_CELEBRATE), Post.ts.is_not(None), Post.method.is_(None), Post.text != ""
    )
    for post in session.execute(query):
        message = slack.find(post.place or post.channel, post.ts)
        shown = _CHEERS.search(message.plain) if message is not None else None
        if shown and shown[1].isdigit() and int(shown[1]) != counted.get(post.id, 0):
            yield f"celebration {post.id} says {shown[0]}, and there are {counted.get(post.id, 0)}"
        if message is not None and not shown and counted.get(post.id):
            yield f"celebration {post.id} shows no cheers, and there are {counted[post.id]}"


def _report(session: Session, clock: SimulatedClock) -> Iterator[str]:
    for partnership in session.scalars(select(Partnership)).all():
        today = clock.now().astimezone(ZoneInfo(partnership.zone)).date()
        period = Period(today - timedelta(days=400), today, partnership.zone)
        report = facts.gather(session, partnership, period, Audience.INSIDE, clock.now())
        wins = select(func.count()).where(Win.partnership_id == partnership.id, Win.undone_at.is_(None))
        there = session.scalars(wins.where(Win.recorded_at >= clock.now() - timedelta(days=399))).one()
        if report.wins < there:
            yield f"the report has {report.wins} wins, of {there}"
        by_month = sum(alone + shared for _, alone, shared in report.by_month)
        if by_month != report.wins:
            yield f"the report's months have {by_month} wins of {report.wins}"
        shared = select(Credit.win_id).join(Win).where(Win.partnership_id == partnership.id, Win.undone_at.is_(None))
        joint = session.execute(shared.group_by(Credit.win_id).having(func.count() > 1)).all()
        if report.shared > len(joint):
            yield f"the report has {report.shared} shared wins, and there are {len(joint)}"


def _pulses(session: Session) -> Iterator[str]:
    """A closed pulse holds nothing, and has no more answers than people it invited."""
    closed = set(session.scalars(select(Pulse.id).where(Pulse.closed_at.is_not(None))))
    for table in HELD:
        left = closed & set(session.scalars(select(table.pulse_id)))
        if left:
            yield f"{table.__tablename__} still holds something of closed pulses {sorted(left)}"
