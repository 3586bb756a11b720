"""A partner renamed or removed, and a person whose organisation a host notes; each can be taken back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, true, update
from sqlalchemy.orm import Session

from bot.db.statements import refresh
from bot.lib.refusals import GoneError, Refusal
from bot.models import Credit, Member, Partner, Partnership, Thanks, Win
from bot.organisations import references
from bot.organisations.references import CREDITS
from bot.partnership import members, partners, partnerships
from bot.partnership.members import SaidBy
from bot.wins import credit


class ChangedSinceError(Refusal):
    """It has been changed again, so that it can no longer be taken back."""


class NameTakenError(Refusal):
    """Another partner is called so: perhaps the two are one."""

    def __init__(self, partner: Partner, other: Partner) -> None:
        super().__init__(other.name)
        self.of, self.partner_id, self.name = partner.id, other.id, other.name


class PeopleThereError(Refusal):
    """People are from there, so it is not removed."""

    def __init__(self, name: str, people: int) -> None:
        super().__init__(name)
        self.name, self.people = name, people


class SaidThemselvesError(Refusal):
    """The person has said where they are from; that holds."""

    def __init__(self, user_id: str, name: str) -> None:
        super().__init__(name)
        self.user_id, self.name = user_id, name


class YourselfError(Refusal):
    """A host names themselves, and may say it as everybody does."""


class AbsentError(Refusal):
    """The person does not belong here, or not any more."""


def hold(session: Session, *rows: Partner) -> None:
    """The partners as they stand now; whoever joins one of them waits, or has done so.

    In one order, always: their people first, as somebody who joins holds their own row before the partner's.
    """
    theirs = select(Member.id).where(Member.partner_id.in_([row.id for row in rows])).order_by(Member.id)
    session.execute(theirs.with_for_update())
    for row in sorted(rows, key=lambda row: row.id):
        refresh(session, row, hold=True)


def listed(session: Session, *rows: Partner) -> None:
    """The same, refused where one has been merged or removed meanwhile."""
    hold(session, *rows)
    if any(row.removed_at is not None for row in rows):
        raise GoneError


def free_key(session: Session, partner: Partner, wanted: str) -> None:
    """No other partner listed is called so; one that is no longer listed gives the name up."""
    other = session.scalar(
        select(Partner).where(
            Partner.partnership_id == partner.partnership_id, Partner.key == wanted, Partner.id != partner.id
        )
    )
    if other is not None and other.removed_at is None:
        raise NameTakenError(partner, other)
    if other is not None:
        other.key = f"{other.key} ~{other.id}"  # which nobody can type: the marks of a key are letters and digits
        session.flush()
    partner.key = wanted


# Renaming


def rename(session: Session, partner: Partner, typed: str) -> dict[str, Any]:
    """The partner is called so from now on; what has to be known to take it back."""
    name = partnerships.named(typed)
    listed(session, partner)
    before = {"name": partner.name, "now": name}
    free_key(session, partner, partners.key(name))
    partner.name = name
    session.flush()
    return before


def call_as_before(session: Session, partner: Partner, before: Mapping[str, Any]) -> None:
    """The partner has its earlier name."""
    listed(session, partner)
    if partner.name != before["now"]:
        raise ChangedSinceError
    rename(session, partner, before["name"])


# Removing


def people(session: Session, partner: Partner) -> int:
    """How many of its people are here."""
    here = select(func.count()).where(Member.partner_id == partner.id, *members.present())
    return session.scalars(here).one()


def remove(session: Session, partner: Partner, now: datetime) -> dict[str, Any]:
    """The partner of whom nobody is here is no longer listed, nor named in wins; what it takes to put it back."""
    listed(session, partner)
    if number := people(session, partner):
        raise PeopleThereError(partner.name, number)
    gone = session.scalars(select(Member).where(Member.partner_id == partner.id).with_for_update()).all()
    were = [[member.id, member.partner_by] for member in gone]
    for member in gone:
        member.partner_id = member.partner_by = None
    session.flush()
    credits_ = references.set_aside(session, CREDITS.c.partner_id, partner, true())
    partner.removed_at, partner.left_at = now, partner.left_at or now
    session.flush()
    return {"members": were, "credits": credits_}


def put_back(session: Session, partner: Partner, before: Mapping[str, Any]) -> None:
    """The partner is listed again, and named where it was; its people are from there, unless they have said more."""
    hold(session, partner)
    if partner.merged_into_id is not None:
        raise ChangedSinceError
    free_key(session, partner, partners.key(partner.name))
    if partner.removed_at is not None:
        partners.bring_back(partner)
    for member_id, by in before["members"]:
        theirs = (Member.id == member_id, Member.partnership_id == partner.partnership_id, Member.partner_id.is_(None))
        session.execute(update(Member).where(*theirs).values(partner_id=partner.id, partner_by=by))
    references.put_back(session, CREDITS, partner.partnership_id, before["credits"])
    session.flush()


# Saying where somebody is from


def allowed(session: Session, member: Member) -> None:
    """A host may say it of somebody who is here and has not said."""
    if not members.is_present(member):
        raise AbsentError
    if member.partner_by == SaidBy.PERSON:
        own = partners.of(session, member)
        raise SaidThemselvesError(member.user_id, own.name if own else "")


def note_from(
    session: Session, partnership: Partnership, member: Member, partner: Partner
) -> tuple[dict[str, Any], list[int]]:
    """The person is from there, as a host says; what it takes to undo it, and the posts that now say too little."""
    refresh(session, member, hold=True)
    allowed(session, member)
    stands = partners.as_it_stands(session, partner)
    if stands is None or stands.partnership_id != partnership.id:
        raise GoneError
    earlier, had = (member.partner_id, member.partner_by), _shares(session, member)
    member.partner_id, member.partner_by = stands.id, SaidBy.HOST
    session.flush()
    posts = credit.credit_anew(session, member, earlier[0])
    has = _shares(session, member)
    before = {
        "partner_id": earlier[0],
        "by": earlier[1],
        "now": stands.id,
        "made": [list(share) for share in has if share not in had],
        "gone": [had[share] for share in had if share not in has],
    }
    return before, posts


def note_as_before(session: Session, member: Member, before: Mapping[str, Any]) -> list[int]:
    """It is as if it had not been said; the posts that now say too much."""
    refresh(session, member, hold=True)
    if member.partner_by != SaidBy.HOST or member.partner_id != before["now"]:
        raise ChangedSinceError
    earlier = session.get(Partner, before["partner_id"]) if before["partner_id"] else None
    if earlier is not None and earlier.partnership_id == member.partnership_id:
        earlier = partnerships.became(session, earlier)
    member.partner_id = earlier.id if earlier else None
    member.partner_by = before["by"] if earlier else None
    session.flush()
    for win_id, partner_id in before["made"]:
        share = session.get(Credit, (win_id, partner_id))
        if share is not None and share.partnership_id == member.partnership_id and share.confirmed_at is None:
            session.delete(share)
    session.flush()
    references.put_back(session, CREDITS, member.partnership_id, before["gone"])
    shown = select(Win.post_id).where(
        Win.id.in_([win_id for win_id, _ in before["made"]]),
        Win.partnership_id == member.partnership_id,
        Win.post_id.is_not(None),
    )
    return [post_id for post_id in session.scalars(shown.distinct()) if post_id is not None]


def _shares(session: Session, member: Member) -> dict[tuple[int, int], dict[str, Any]]:
    """Who shares in what the person recorded and was thanked in."""
    thanked = select(Thanks.win_id).where(
        Thanks.partnership_id == member.partnership_id, Thanks.user_id == member.user_id
    )
    wins = select(Win.id).where(
        Win.partnership_id == member.partnership_id, or_(Win.member_id == member.id, Win.id.in_(thanked))
    )
    rows = references.as_kept(session, CREDITS, Credit.win_id.in_(wins))
    return {(row["win_id"], row["partner_id"]): row for row in rows}
