"""Deciding on a proposed change of the vision: pencilling it in, rubbing it out, or offering it again."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.models import Aim, Assent, Member, Partnership, Proposal, Vision
from bot.partnership import audit_log, members
from bot.vision import aims, assents, versions
from bot.vision.aims import Wording
from bot.vision.proposals import (
    Outcome,
    ProposalView,
    StaleError,
    UnchangedError,
    kept,
    load,
    reason_of,
)
from bot.vision.propose import WantedChange, keep, propose


def pencil_in(
    session: Session, partnership: Partnership, member: Member, proposal: Proposal, because: str | None, now: datetime
) -> None:
    """A host pencils it in; or this person's organisation assents, and the second one to do so pencils it in."""
    shown = load(session, proposal)
    if not partnership.by_assent:
        members.require_host(member)
    if shown.stale:
        raise StaleError(shown)
    if shown.wanted == shown.before:
        raise UnchangedError
    if partnership.by_assent:
        agreed = assents.give(session, Assent, {"proposal_id": proposal.id}, member, now)
        if len(agreed) < assents.ENOUGH:
            return
    _put_in_force(session, proposal, member, shown.wanted, now)
    _decide(proposal, member, Outcome.PENCILLED, because, now)
    session.flush()
    if member.host:
        audit_log.record(session, member, "vision.pencilled", now, about=str(proposal.id))


def _put_in_force(session: Session, proposal: Proposal, member: Member, wanted: Wording, now: datetime) -> None:
    current = versions.in_force(session, proposal.partnership_id)
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
            text=aim.text,
            origin_id=aim.root,
        )
        for number, aim in enumerate(wanted.aims, 1)
    )
    proposal.vision_id = version.id


def _decide(proposal: Proposal, member: Member, outcome: Outcome, because: str | None, now: datetime) -> None:
    proposal.decided_at, proposal.decided_by, proposal.outcome = now, member.id, outcome
    proposal.because = reason_of(because)


def rub_out(session: Session, member: Member, proposal: Proposal, because: str | None, now: datetime) -> None:
    """A host rubs it out, or its proposer takes it back; it is kept, with the reason."""
    if proposal.member_id != member.id:
        members.require_host(member)
    _decide(proposal, member, Outcome.RUBBED, because, now)
    session.flush()
    if member.host:
        audit_log.record(session, member, "vision.rubbed", now, about=str(proposal.id))


def explain(session: Session, member: Member, proposal: Proposal, because: str, now: datetime) -> None:
    """Whoever decided says why, or says it better; what the reason was before is kept."""
    reason = reason_of(because)
    if reason != proposal.because:
        keep(session, proposal, member, now)
        proposal.because = reason
        session.flush()


def renew(
    session: Session, partnership: Partnership, member: Member, proposal: Proposal, now: datetime
) -> ProposalView:
    """What has become stale is offered again on the version in force; the old one is decided by that."""
    base, wanted = versions.in_force(session, partnership.id), kept(proposal)
    lineages = aims.trace(wanted.aims, versions.wording(session, base).aims)
    change = WantedChange(Wording(wanted.text, lineages), base, proposal.reason)
    renewed = propose(session, partnership, member, change, f"again:{proposal.id}", now)
    _decide(proposal, member, Outcome.RENEWED, None, now)
    session.flush()
    return renewed
