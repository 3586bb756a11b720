"""Our name in a joint win: an organisation's people confirm that it belongs there, or take it off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.db.statements import insert_once
from bot.lib.refusals import GoneError, Refusal
from bot.models import Credit, Partner, Partnership, Post, Win, Withheld
from bot.partnership import members
from bot.partnership.members import Who
from bot.wins import entries
from bot.wins.entries import WinView


class NotNamedError(Refusal):
    """The person's organisation is not named there."""


class NoOrganisationError(Refusal):
    """Nobody knows yet which organisation the person is from."""


@dataclass(frozen=True)
class Named:
    """A win in which an organisation is named, has been, or has said that it belongs."""

    win_id: int
    text: str
    confirmed: bool
    withheld: bool


def place(session: Session, token: str, who: Who, now: datetime) -> tuple[Partnership, Post]:
    """The celebration with this token, for a person of its partnership."""
    post = session.scalar(select(Post).where(Post.token == token))
    if post is None or post.text is None:
        raise GoneError
    partnership = session.get_one(Partnership, post.partnership_id)
    members.admit(session, partnership, who, now)
    return partnership, post


def named(session: Session, partnership: Partnership, post_id: int, who: Who, now: datetime) -> tuple[str, list[Named]]:
    """The person's organisation, and the joint wins of the post in which it is named or was."""
    member = members.admit(session, partnership, who, now)
    if member.partner_id is None:
        raise NoOrganisationError
    there = select(Win.id).where(Win.post_id == post_id, Win.undone_at.is_(None)).order_by(Win.turn, Win.id)
    told = entries.load(session, session.scalars(there).all())
    found = _states(session, told, member.partner_id)
    if not found:
        raise NotNamedError
    return session.get_one(Partner, member.partner_id).name, found


def _states(session: Session, told: Sequence[WinView], partner_id: int) -> list[Named]:
    ids = [win.id for win in told]
    rows = session.execute(
        select(Credit.win_id, Credit.confirmed_at).where(Credit.win_id.in_(ids), Credit.partner_id == partner_id)
    )
    credits_ = {row.win_id: row.confirmed_at for row in rows}
    off = set(
        session.scalars(select(Withheld.win_id).where(Withheld.win_id.in_(ids), Withheld.partner_id == partner_id))
    )
    return [
        Named(win.id, win.text, confirmed=credits_.get(win.id) is not None, withheld=win.id in off)
        for win in told
        if win.id in off or (win.id in credits_ and (win.joint or win.withheld))
    ]


def answer(session: Session, win_id: int, who: Who, what: str, now: datetime) -> tuple[str, Named, int | None]:
    """`confirm`, `off` or `back`: how the name stands now, and the post in which that shows."""
    win = session.scalar(select(Win).where(Win.id == win_id).with_for_update())
    if win is None or win.undone_at is not None:
        raise GoneError
    partnership = session.get_one(Partnership, win.partnership_id)
    member = members.admit(session, partnership, who, now)
    own = member.partner_id
    if own is None:
        raise NoOrganisationError
    credit, off = session.get(Credit, (win_id, own)), session.get(Withheld, (win_id, own))
    if credit is None and off is None:
        raise NotNamedError
    if what == "off" and credit is not None:
        session.delete(credit)
        row = {"win_id": win_id, "partner_id": own, "partnership_id": partnership.id}
        row_of = {**row, "member_id": member.id, "withheld_at": now}
        insert_once(session, Withheld, [row_of], returning=Withheld.win_id)
    elif what == "back" and off is not None:
        session.execute(delete(Withheld).where(Withheld.win_id == win_id, Withheld.partner_id == own))
        session.add(Credit(win_id=win_id, partner_id=own, partnership_id=partnership.id, confirmed_at=now))
    elif what == "confirm" and credit is not None:
        credit.confirmed_at = credit.confirmed_at or now
    session.flush()
    session.expire_all()
    credit, off = session.get(Credit, (win_id, own)), session.get(Withheld, (win_id, own))
    confirmed = credit is not None and credit.confirmed_at is not None
    state = Named(win_id, win.text, confirmed=confirmed, withheld=off is not None)
    return session.get_one(Partner, own).name, state, win.post_id
