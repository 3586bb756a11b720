"""Proposing a change to the vision, and wording it anew while nothing is decided."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.db.statements import insert_once
from bot.lib.text import sentence
from bot.models import Assent, Member, Partnership, Proposal, Vision
from bot.partnership import revisions
from bot.vision import aims, cards, versions
from bot.vision.aims import Wording
from bot.vision.proposals import AlreadyProposedError, ProposalView, UnchangedError, kept, load, reason_of, undecided


@dataclass(frozen=True)
class ProposalEntry:
    """What somebody typed of a proposal; without lines for aims, those in force stay."""

    text: str
    lines: str | None
    reason: str | None
    kept: tuple[tuple[int, int], ...] = ()  # numbers of lines, each with the lineage it goes on from


@dataclass(frozen=True)
class WantedChange:
    """What the vision would say, on which version it is made, and why."""

    wording: Wording
    base: Vision | None
    reason: str | None


def read(session: Session, partnership: Partnership, entry: ProposalEntry, base: Vision | None) -> WantedChange:
    """What was typed, each aim in its lineage."""
    before = versions.wording(session, base)
    wording = Wording(sentence(entry.text), before.aims)
    if entry.lines is not None:
        lines = aims.read(entry.lines, before.aims, dict(entry.kept))
        wording = versions.revived(session, partnership.id, Wording(wording.text, lines))
    return WantedChange(wording, base, entry.reason)


def propose(
    session: Session, partnership: Partnership, member: Member, wanted: WantedChange, origin: str, now: datetime
) -> ProposalView:
    """The proposal as it stands in the room, made on a version. The same `origin` again gives what it made first."""
    by_origin = select(Proposal).where(Proposal.partnership_id == partnership.id, Proposal.origin == origin)
    known = session.scalar(by_origin)
    if known is not None:
        return load(session, known)
    _refuse_known(session, partnership, wanted)
    row = {
        "partnership_id": partnership.id,
        **_columns(wanted),
        "origin": origin,
        "member_id": member.id,
        "proposed_at": now,
    }
    made = insert_once(session, Proposal, [row], returning=Proposal.id, on=["partnership_id", "origin"])
    proposal = session.scalars(by_origin).one()
    return cards.post(session, partnership, proposal, now) if made else load(session, proposal)


def _columns(wanted: WantedChange) -> dict[str, Any]:
    return {
        "base_id": wanted.base.id if wanted.base else None,
        "text": wanted.wording.text,
        "aims": [{"text": aim.text, "root": aim.root} for aim in wanted.wording.aims],
        "reason": reason_of(wanted.reason),
    }


def _refuse_known(
    session: Session, partnership: Partnership, wanted: WantedChange, besides: Collection[int] = ()
) -> None:
    """Refused if it is in force already, or stands in the room already."""
    now = versions.wording(session, versions.in_force(session, partnership.id))
    if wanted.wording in (now, versions.wording(session, wanted.base)):
        raise UnchangedError
    base_id = wanted.base.id if wanted.base else None
    for proposal in undecided(session, partnership.id):
        if proposal.id not in besides and kept(proposal) == wanted.wording and proposal.base_id == base_id:
            raise AlreadyProposedError


def reword(
    session: Session, partnership: Partnership, member: Member, proposal: Proposal, wanted: WantedChange, now: datetime
) -> None:
    """Its proposer words it anew while nothing is decided; what it said is kept, and assents have to be given anew."""
    _refuse_known(session, partnership, wanted, besides=[proposal.id])
    columns = _columns(wanted)
    if (kept(proposal), proposal.reason) != (wanted.wording, columns["reason"]):
        keep(session, proposal, member, now)
        for name, value in columns.items():
            setattr(proposal, name, value)
        session.execute(delete(Assent).where(Assent.proposal_id == proposal.id))
        session.flush()


def keep(session: Session, proposal: Proposal, member: Member, now: datetime) -> None:
    """What it said before it is changed."""
    before = {name: getattr(proposal, name) for name in ("text", "aims", "reason", "because")}
    revisions.keep(session, proposal, before, member, now)
