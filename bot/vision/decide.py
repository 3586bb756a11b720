"""Deciding on a proposed change of the vision: pencilling it in, rubbing it out, or offering it again."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.db.statements import insert_once
from bot.lib.refusals import GoneError, NotYoursError
from bot.models import Aim, Assent, Member, Partner, Post, Proposal, Vision
from bot.outbox import posts as outbox
from bot.partnership import audit_log, members, partners
from bot.partnership.members import Who
from bot.slack.messages import Message
from bot.vision import aims
from bot.vision import versions as vision
from bot.vision.aims import Wording
from bot.vision.proposals import (
    NoOrganisationError,
    Outcome,
    Proposed,
    StaleError,
    UnchangedError,
    hold,
    kept,
    load,
    reason_of,
)
from bot.vision.propose import keep, propose, redraw, redraw_undecided
from bot.vision.views import proposal as view

NOTE = "proposal-note"  # kind of post
PENCILLED, RUBBED = "vision.pencilled", "vision.rubbed"  # deeds
ASSENTS = 2


def pencil_in(
    session: Session, proposal_id: int, who: Who, channel: str | None, because: str | None, now: datetime
) -> Proposed:
    """A host pencils it in; or this person's organisation assents, and the second one to do so pencils it in."""
    partnership, member, proposal = hold(session, proposal_id, who, channel, now)
    proposed = load(session, proposal)
    if not partnership.by_assent:
        members.require_host(member)
    if proposed.stale:
        raise StaleError(proposed)
    if proposed.wanted == proposed.before:
        raise UnchangedError
    if partnership.by_assent and _assent(session, proposal, member, now) < ASSENTS:
        return redraw(session, proposal)
    _put_in_force(session, proposal, member, proposed.wanted, now)
    _decide(session, proposal, member, Outcome.PENCILLED, because, now)
    if member.host:
        audit_log.record(session, member, PENCILLED, now, about=str(proposal.id))
    done = redraw(session, proposal)
    _note(session, proposal, view.pencilled_note(done), now)
    redraw_undecided(session, partnership.id)
    return done


def _assent(session: Session, proposal: Proposal, member: Member, now: datetime) -> int:
    """How many organisations have assented, this member's among them."""
    own = partners.of(session, member)
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
        members.require_host(member)
    _decide(session, proposal, member, Outcome.RUBBED, because, now)
    if member.host:
        audit_log.record(session, member, RUBBED, now, about=str(proposal.id))
    done = redraw(session, proposal)
    _note(session, proposal, view.rubbed_note(done), now)
    return done


def explain(session: Session, proposal_id: int, who: Who, because: str, now: datetime) -> Proposed:
    """Whoever decided says why, or says it better; what the reason was before is kept."""
    proposal = session.scalar(select(Proposal).where(Proposal.id == proposal_id).with_for_update())
    if proposal is None or proposal.outcome is None:
        raise GoneError
    member = members.lookup(session, proposal.partnership_id, who)
    if member is None:
        raise GoneError
    if proposal.decided_by != member.id:
        raise NotYoursError
    reason = reason_of(because)
    if reason != proposal.because:
        keep(session, proposal, member, now)
        proposal.because = reason
        session.flush()
    return redraw(session, proposal)


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
