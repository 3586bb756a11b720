"""Reminders of the pulse: at most twice, on their day or never, only to whoever has not answered.

A reminder is marked as given before anything is sent, and is no row anywhere: one that gets lost is better than a list
of who has not answered.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from bot.models import Member, Partnership, Pulse
from bot.partnership import ask_budget, preferences
from bot.pulse import ballots, status
from bot.pulse.views import pulse as view
from bot.schedule.recurrence import over
from bot.slack.messages import Message


@dataclass(frozen=True)
class Round:
    """One message, and those it goes to."""

    user_ids: tuple[str, ...]
    team_id: str  # the workspace whose token it goes with
    message: Message


_NEXT = (
    select(Pulse, Partnership)
    .join(Partnership, Partnership.id == Pulse.partnership_id)
    .where(Pulse.nudge_at <= bindparam("now"), Partnership.uninstalled_at.is_(None))  # none is left when a pulse closes
    .order_by(Pulse.nudge_at)
    .limit(1)
    .with_for_update(skip_locked=True, of=Pulse)
)


def claim(session: Session, now: datetime) -> Round | None:
    """The reminders that are due in one partnership, marked as given; nothing if none are."""
    row = session.execute(_NEXT, {"now": now}).first()
    if row is None:
        return None
    pulse, partnership = row
    due = pulse.nudge_at
    assert due is not None
    following = [at for nudge in pulse.nudges if (at := datetime.fromisoformat(nudge)) > due]
    pulse.nudge_at = following[0] if following else None
    message = view.nudge(status.load(session, pulse, partnership), partnership.channel_id)
    if over(due, partnership.zone, now) or partnership.paused_at is not None:
        return Round((), partnership.team_id, message)
    silent = ballots.silent(session, pulse.id)
    people = session.scalars(select(Member).where(Member.id.in_(silent), *ask_budget.open_to_asks(now)))
    had = ask_budget.posts_this_week(session, [partnership], now)
    reminded = [
        member.user_id
        for member in people
        if had[partnership.id, member.user_id] < member.asks
        and preferences.quiet_until(member, partnership.zone, now) is None
    ]
    # Drawn anew: in a known order, two of them could tell by their messages' times whether one between them had one.
    secrets.SystemRandom().shuffle(reminded)
    return Round(tuple(reminded), partnership.team_id, message)
