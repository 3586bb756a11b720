"""Proposing a change to the vision, and keeping its card in the room true."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.db.statements import insert_once
from bot.lib.refusals import NotYoursError
from bot.models import Assent, Member, Partnership, Proposal, Revision, Vision
from bot.outbox import posts as outbox
from bot.partnership.members import Who
from bot.vision import versions as vision
from bot.vision.aims import Wording
from bot.vision.proposals import AlreadyProposedError, Proposed, UnchangedError, hold, kept, load, reason_of, undecided
from bot.vision.views import proposal as view

KIND = "proposal"  # of post


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
        keep(session, proposal, member, now)
        said = _said(wanted)
        proposal.text, proposal.aims, proposal.reason = said["text"], said["aims"], because
        proposal.base_id = on.id if on else None
        session.execute(delete(Assent).where(Assent.proposal_id == proposal.id))
        session.flush()
    return redraw(session, proposal)


def keep(session: Session, proposal: Proposal, member: Member, now: datetime) -> None:
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
