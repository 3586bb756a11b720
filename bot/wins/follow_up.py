"""What follows when a win is recorded or changed, so that no act has to remember it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from bot.models import Member, Partnership, Thanks, Win
from bot.partnership import ask_budget, homes
from bot.vision import drift, versions
from bot.vision.versions import AimInForce
from bot.wins import celebrations, spotlights
from bot.wins.entries import WinView
from bot.wins.views import thanks as view

THANKED = "thanked"  # a kind of post


def recorded(
    session: Session,
    partnership: Partnership,
    member: Member,
    win: WinView,
    aims: Sequence[AimInForce],
    now: datetime,
) -> None:
    """Drift from the `aims` in force is looked at, the spotlight taken up, the author's Home made stale.

    Those thanked for the first time hear of it, here and wherever a win is changed.
    """
    _tell_thanked(session, partnership, win, now)
    drift.notice(session, partnership, aims, now)
    spotlights.take_up(session, member, now)
    homes.keep_home(session, member)


def recorded_of_blocker(session: Session, partnership: Partnership, win: WinView, now: datetime) -> None:
    """A fixed blocker has made a win, or made it again: posts that show it say so, and drift is looked at."""
    _tell_thanked(session, partnership, win, now)
    redraw(session, session.get_one(Win, win.id))
    drift.notice(session, partnership, versions.aims_in_force(session, partnership.id), now)


def changed(session: Session, partnership: Partnership, member: Member, row: Win, win: WinView, now: datetime) -> None:
    """The posts that show it say what is so now; the Home of whoever changed it is made stale.

    Where it was said to fit no aim, drift is looked at.
    """
    _tell_thanked(session, partnership, win, now)
    redraw(session, row)
    if win.no_aim_at is not None:
        drift.notice(session, partnership, versions.aims_in_force(session, partnership.id), now)
    homes.keep_home(session, member)


def redraw(session: Session, win: Win) -> None:
    """The celebration in which the win stands."""
    if win.post_id is not None:
        celebrations.redraw(session, win.post_id)


def _tell_thanked(session: Session, partnership: Partnership, win: WinView, now: datetime) -> None:
    """Whoever is here, and has never been told, hears that somebody thanked them and what is kept of it.

    Where their week has no room, or they want no such messages now, it waits until they are thanked again.
    """
    if win.undone or not win.thanked:
        return
    theirs = and_(Thanks.partnership_id == Member.partnership_id, Thanks.user_id == Member.user_id)
    never_told = (Member.partnership_id == partnership.id, Member.thanks_told_at.is_(None))
    people = session.scalars(
        select(Member).join(Thanks, theirs).where(Thanks.win_id == win.id, *never_told, *ask_budget.open_to_asks(now))
    ).all()
    if not people:
        return
    room = ask_budget.may_be_asked(session, [partnership], now)[partnership.id]
    message = view.first_thanks(win.author, partnership.channel_id, partnership.id, partnership.keep_months)
    thanked = [member for member in people if member.user_id in room]
    for member in thanked:
        member.thanks_told_at = now
    asks = [ask_budget.Ask(member, partnership.zone, message, THANKED, str(member.id)) for member in thanked]
    ask_budget.put(session, asks, now)
