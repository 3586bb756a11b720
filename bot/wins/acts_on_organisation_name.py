"""Our name in a joint win: an organisation's people confirm that it belongs there, or take it off."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.db.statements import insert_once
from bot.lib.refusals import GoneError, Refusal
from bot.models import Credit, Partner, Post, Win, Withheld
from bot.partnership import organisation_choice, partnerships
from bot.partnership.members import Who
from bot.partnership.views.partner import Choice
from bot.wins import celebrations, entries
from bot.wins.entries import WinView
from bot.wins.facts import NamedIn, NamedWin


class NotNamedError(Refusal):
    """The person's organisation is not named there."""


class NoOrganisationError(Refusal):
    """Nobody knows yet which organisation the person is from."""


def about(session: Session, token: str, who: Who, now: datetime) -> NamedIn | Choice:
    """Where the person's organisation is named in the celebration with this token; else which one they may be from."""
    partnership, member, post = partnerships.enter_row(session, Post, token, who, now)
    if post.text is None:
        raise GoneError
    if member.partner_id is None:
        return organisation_choice.choice(session, partnership, who.team_id)
    ids = select(Win.id).where(Win.post_id == post.id, Win.undone_at.is_(None)).order_by(Win.turn, Win.id)
    wins = _named(session, entries.load(session, session.scalars(ids).all()), member.partner_id)
    if not wins:
        raise NotNamedError
    return NamedIn(session.get_one(Partner, member.partner_id).name, wins)


def _named(session: Session, wins: Sequence[WinView], partner_id: int) -> list[NamedWin]:
    """The joint wins in which the organisation is named or was."""
    ids = [win.id for win in wins]
    rows = session.execute(
        select(Credit.win_id, Credit.confirmed_at).where(Credit.win_id.in_(ids), Credit.partner_id == partner_id)
    )
    credited = {row.win_id: row.confirmed_at for row in rows}
    withheld = set(
        session.scalars(select(Withheld.win_id).where(Withheld.win_id.in_(ids), Withheld.partner_id == partner_id))
    )
    return [
        NamedWin(win.id, win.text, confirmed=credited.get(win.id) is not None, withheld=win.id in withheld)
        for win in wins
        if win.id in withheld or (win.id in credited and (win.joint or win.withheld))
    ]


def answer(session: Session, win_id: int, who: Who, what: str, now: datetime) -> NamedIn:
    """`confirm`, `off` or `back`: how the name stands now, also in the celebration."""
    partnership, member, win = partnerships.enter_row(session, Win, win_id, who, now, hold=True)
    if win.undone_at is not None:
        raise GoneError
    own = member.partner_id
    if own is None:
        raise NoOrganisationError
    credit, withheld = session.get(Credit, (win.id, own)), session.get(Withheld, (win.id, own))
    if credit is None and withheld is None:
        raise NotNamedError
    key = {"win_id": win_id, "partner_id": own, "partnership_id": partnership.id}
    if what == "off" and credit is not None:
        session.delete(credit)
        row = {**key, "member_id": member.id, "withheld_at": now}
        insert_once(session, Withheld, [row], returning=Withheld.win_id)
    elif what == "back" and withheld is not None:
        session.execute(delete(Withheld).where(Withheld.win_id == win_id, Withheld.partner_id == own))
        session.add(Credit(**key, confirmed_at=now))
    elif what == "confirm" and credit is not None:
        credit.confirmed_at = credit.confirmed_at or now
    session.flush()
    session.expire_all()
    credit, withheld = session.get(Credit, (win.id, own)), session.get(Withheld, (win.id, own))
    confirmed = credit is not None and credit.confirmed_at is not None
    named = NamedWin(win_id, win.text, confirmed=confirmed, withheld=withheld is not None)
    if win.post_id is not None:
        celebrations.redraw(session, win.post_id)
    return NamedIn(session.get_one(Partner, own).name, [named])
