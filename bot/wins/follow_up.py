"""What follows when a win is recorded or changed, so that no act has to remember it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.models import Member, Partnership, Win
from bot.partnership import homes
from bot.vision import drift, versions
from bot.vision.versions import AimInForce
from bot.wins import celebrations, spotlights


def recorded(
    session: Session, partnership: Partnership, member: Member, aims: Sequence[AimInForce], now: datetime
) -> None:
    """Drift from the `aims` in force is looked at, the spotlight taken up, the author's Home made stale."""
    drift.notice(session, partnership, aims, now)
    spotlights.take_up(session, member, now)
    homes.keep_home(session, member)


def recorded_of_blocker(session: Session, partnership: Partnership, win: Win, now: datetime) -> None:
    """A fixed blocker has made a win, or made it again: posts that show it say so, and drift is looked at."""
    redraw(session, win, now)
    drift.notice(session, partnership, versions.aims_in_force(session, partnership.id), now)


def changed(session: Session, member: Member, win: Win, now: datetime) -> None:
    """The posts that show the win say what is so now; the Home of whoever changed it is made stale."""
    redraw(session, win, now)
    homes.keep_home(session, member)


def redraw(session: Session, win: Win, now: datetime) -> None:
    """The celebration in which the win stands, and the question about drift that shows its words."""
    if win.post_id is not None:
        celebrations.redraw(session, win.post_id)
    drift.redraw(session, win, now)
