"""Proposing a change to the vision, pencilling it in and rubbing it out; its card in the room is kept true."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from bot import aims, deeds, outbox, partnerships, vision
from bot.aims import Wording
from bot.models import Aim, Assent, Member, Partner, Partnership, Post, Proposal, Revision, Vision
from bot.partnerships import Who
from bot.proposals import (
    AlreadyProposedError,
    NoOrganisationError,
    Outcome,
    Proposed,
    StaleError,
    UnchangedError,
    hold,
    kept,
    load,
    reason_of,
    undecided,
)
from bot.refusal import GoneError, NotYoursError
from bot.views import proposal as view
from bot.views.kit import Message
from bot.writing import insert_once

KIND, NOTE = "proposal", "proposal-note"  # kinds of post
PENCILLED, RUBBED = "vision.pencilled", "vision.rubbed"  # deeds
ASSENTS = 2


# Proposing


def propose(
    session: Session,
    partnership: Partnership,
    member: Member,
    wanted: Wording,
    *,
    on: Vision | None,
    reason: str | None,
    origin: str,
    now: datetime,
) -> Proposed:
    """The proposal as it stands in the room, made on a version. The same `origin` again gives what it made first."""
    by_origin = select(Proposal).where(Proposal.partnership_id == partnership.id, Proposal.origin == origin)
    known = session.scalar(by_origin)
    if known is not None:
        return load(session, known)
    _only_news(session, partnership, wanted, on)
    row = {
        "partnership_id": partnership.id,
        "base_id": on.id if on else None,
        **_said(wanted),
        "reason": reason_of(reason),
        "origin": origin,
        "member_id": member.id,
        "proposed_at": now,
    }
    made = insert_once(session, Proposal, [row], returning=Proposal.id, on=["partnership_id", "origin"])
    proposal = session.scalars(by_origin).one()
    proposed = load(session, proposal)
    if made:
        proposal.post_id = outbox.write(
            session,
            partnership_id=partnership.id,
            kind=KIND,
            occasion=str(proposal.id),
            channel=partnership.channel_id,
            message=view.card(proposed),
            now=now,
        )
        session.flush()
    return proposed


def _said(wanted: Wording) -> dict[str, Any]:
    return {"text": wanted.text, "aims": [{"text": one.text, "root": one.root} for one in wanted.aims]}


def _only_news(
    session: Session, partnership: Partnership, wanted: Wording, on: Vision | None, besides: Collection[int] = ()
) -> None:
    """Refused if it is in force already, or stands in the room already."""
    now = vision.wording(session, vision.in_force(session, partnership.id))
    if wanted in (now, vision.wording(session, on)):
        raise UnchangedError
    standing = undecided(session, partnership.id)
    if any(kept(one) == wanted and one.base_id == (on.id if on else None) for one in standing if one.id not in besides):
        raise AlreadyProposedError


def own(session: Session, proposal_id: int, who: Who, now: datetime) -> tuple[Partnership, Proposal]:
    """The proposal, held, if it is this person's and not decided yet; else a refusal."""
    partnership, member, proposal = hold(session, proposal_id, who, None, now)
    if proposal.member_id != member.id:
        raise NotYoursError
    return partnership, proposal


def reword(
    session: Session,
    proposal_id: int,
    who: Who,
    wanted: Wording,
    *,
    on: Vision | None,
    reason: str | None,
    now: datetime,
) -> Proposed:
    """Its proposer words it anew while nothing is decided; what it said is kept, and assents have to be given anew."""
    partnership, member, proposal = hold(session, proposal_id, who, None, now)
    if proposal.member_id != member.id:
        raise NotYoursError
    _only_news(session, partnership, wanted, on, besides=[proposal.id])
    because = reason_of(reason)
    if (kept(proposal), proposal.reason) != (wanted, because):
        _keep(session, proposal, member, now)
        said = _said(wanted)
        proposal.text, proposal.aims, proposal.reason = said["text"], said["aims"], because
        proposal.base_id = on.id if on else None
        session.execute(delete(Assent).where(Assent.proposal_id == proposal.id))
        session.flush()
    return redraw(session, proposal)


def _keep(session: Session, proposal: Proposal, member: Member, now: datetime) -> None:
    session.add(
        Revision(
            partnership_id=proposal.partnership_id,
            noun="proposal",
            row_id=proposal.id,
            before={
                "text": proposal.text,
                "aims": proposal.aims,
                "reason": proposal.reason,
                "because": proposal.because,
            },
            member_id=member.id,
            revised_at=now,
        )
    )


def again(session: Session, proposal_id: int, who: Who, channel: str | None, now: datetime) -> Proposed:
    """What has become stale is offered again on the version in force; the old card says so."""
    partnership, member, proposal = hold(session, proposal_id, who, channel, now)
    proposed = load(session, proposal)
    if not proposed.stale:
        return proposed
    current = vision.in_force(session, partnership.id)
    wanted = kept(proposal)
    wanted = Wording(wanted.text, aims.trace(wanted.aims, vision.wording(session, current).aims))
    origin, reason = f"again:{proposal.id}", proposal.reason
    fresh = propose(session, partnership, member, wanted, on=current, reason=reason, origin=origin, now=now)
    _decide(session, proposal, member, Outcome.RENEWED, None, now)
    redraw(session, proposal)
    return fresh


# Deciding


def pencil_in(
    session: Session, proposal_id: int, who: Who, channel: str | None, because: str | None, now: datetime
) -> Proposed:
    """A host pencils it in; or this person's organisation assents, and the second one to do so pencils it in."""
    partnership, member, proposal = hold(session, proposal_id, who, channel, now)
    proposed = load(session, proposal)
    if not partnership.by_assent:
        partnerships.only_hosts(member)
    if proposed.stale:
        raise StaleError(proposed)
    if proposed.wanted == proposed.before:
        raise UnchangedError
    if partnership.by_assent and _assent(session, proposal, member, now) < ASSENTS:
        return redraw(session, proposal)
    _put_in_force(session, proposal, member, proposed.wanted, now)
    _decide(session, proposal, member, Outcome.PENCILLED, because, now)
    if member.host:
        deeds.record(session, member, PENCILLED, now, about=str(proposal.id))
    done = redraw(session, proposal)
    _note(session, proposal, view.pencilled_note(done), now)
    redraw_undecided(session, partnership.id)
    return done


def _assent(session: Session, proposal: Proposal, member: Member, now: datetime) -> int:
    """How many organisations have assented, this member's among them."""
    own = partnerships.organisation(session, member)
    if own is None or own.left_at is not None:
        raise NoOrganisationError
    row = {
        "proposal_id": proposal.id,
        "partner_id": own.id,
        "partnership_id": proposal.partnership_id,
        "member_id": member.id,
        "assented_at": now,
    }
    insert_once(session, Assent, [row], returning=Assent.partner_id)
    here = select(func.count()).select_from(Assent).join(Partner, Partner.id == Assent.partner_id)
    return session.scalars(here.where(Assent.proposal_id == proposal.id, Partner.left_at.is_(None))).one()


def _put_in_force(session: Session, proposal: Proposal, member: Member, wanted: Wording, now: datetime) -> None:
    current = vision.in_force(session, proposal.partnership_id)
    version = Vision(
        partnership_id=proposal.partnership_id,
        number=current.number + 1 if current else 1,
        text=wanted.text,
        member_id=member.id,
        since=now,
    )
    session.add(version)
    session.flush()
    session.add_all(
        Aim(
            partnership_id=version.partnership_id,
            vision_id=version.id,
            number=number,
            text=one.text,
            origin_id=one.root,
        )
        for number, one in enumerate(wanted.aims, 1)
    )
    proposal.vision_id = version.id


def _decide(
    session: Session, proposal: Proposal, member: Member, outcome: Outcome, because: str | None, now: datetime
) -> None:
    proposal.decided_at, proposal.decided_by, proposal.outcome = now, member.id, outcome
    proposal.because = reason_of(because)
    session.flush()


def rub_out(
    session: Session, proposal_id: int, who: Who, channel: str | None, because: str | None, now: datetime
) -> Proposed:
    """A host rubs it out, or its proposer takes it back; it is kept, with the reason."""
    _, member, proposal = hold(session, proposal_id, who, channel, now)
    if proposal.member_id != member.id:
        partnerships.only_hosts(member)
    _decide(session, proposal, member, Outcome.RUBBED, because, now)
    if member.host:
        deeds.record(session, member, RUBBED, now, about=str(proposal.id))
    done = redraw(session, proposal)
    _note(session, proposal, view.rubbed_note(done), now)
    return done


def explain(session: Session, proposal_id: int, who: Who, because: str, now: datetime) -> Proposed:
    """Whoever decided says why, or says it better; what the reason was before is kept."""
    proposal = session.scalar(select(Proposal).where(Proposal.id == proposal_id).with_for_update())
    if proposal is None or proposal.outcome is None:
        raise GoneError
    member = partnerships.lookup(session, proposal.partnership_id, who)
    if member is None:
        raise GoneError
    if proposal.decided_by != member.id:
        raise NotYoursError
    reason = reason_of(because)
    if reason != proposal.because:
        _keep(session, proposal, member, now)
        proposal.because = reason
        session.flush()
    return redraw(session, proposal)


# Its card


def redraw(session: Session, proposal: Proposal) -> Proposed:
    """The card is made to say what is so now."""
    proposed = load(session, proposal)
    if proposal.post_id is not None:
        outbox.revise(session, proposal.post_id, view.card(proposed))
    return proposed


def redraw_undecided(session: Session, partnership_id: int) -> None:
    """What stands undecided says how it stands by now: on another version, or decided on in another way."""
    for proposal in undecided(session, partnership_id):
        redraw(session, proposal)


def redraw_of(session: Session, member: Member) -> None:
    """The cards this member's name is on say it as it is known by now."""
    named = or_(Proposal.member_id == member.id, Proposal.decided_by == member.id)
    here = Proposal.partnership_id == member.partnership_id
    for proposal in session.scalars(select(Proposal).where(here, named).order_by(Proposal.id)).all():
        redraw(session, proposal)


def _note(session: Session, proposal: Proposal, message: Message, now: datetime) -> None:
    """A word in the thread below the card, where everybody can follow it."""
    if proposal.post_id is None:
        return
    card = session.get_one(Post, proposal.post_id)
    outbox.write(
        session,
        partnership_id=card.partnership_id,
        kind=NOTE,
        occasion=str(proposal.id),
        channel=card.channel,
        message=message,
        now=now,
        thread_id=card.id,
    )
