"""Changes to the vision that somebody wishes for: what they say, how they stand, and who may reach them.

A proposal is a whole wording, made on the version then in force. If another version has come since, it is carried over
as long as the two do not touch the same words; else it is to be offered again on the new one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.lib import marks
from bot.lib.refusals import GoneError, NotYoursError, Refusal
from bot.lib.text import TooLongError, readable, tidy
from bot.models import Assent, Member, Partnership, Proposal, Vision
from bot.partnership import partnerships
from bot.partnership.members import Who
from bot.vision import aims, assents, versions
from bot.vision.aims import AimWording, Wording

REASON = 600


class Outcome(StrEnum):
    """What became of a proposal."""

    PENCILLED = "pencilled"
    RUBBED = "rubbed"
    RENEWED = "renewed"  # offered again on a newer version


class UnchangedError(Refusal):
    """It says what the vision in force says already."""


class AlreadyProposedError(Refusal):
    """The same stands in the room and is not decided yet."""


class DecidedError(Refusal):
    """It has been decided; who did, how and why is in it."""

    def __init__(self, proposal: "ProposalView") -> None:
        super().__init__(proposal.id)
        self.proposal = proposal


class StaleError(Refusal):
    """It touches what another version has changed since."""

    def __init__(self, proposal: "ProposalView") -> None:
        super().__init__(proposal.id)
        self.proposal = proposal


@dataclass(frozen=True)
class ProposalView:
    """A proposal as people see it."""

    id: int
    by: str  # a Slack user id
    zone: str
    before: Wording  # what it would change, or has changed
    wanted: Wording
    reason: str | None
    proposed_at: datetime
    carried: bool = False  # made on an earlier version, and put onto the one in force
    stale: bool = False  # it touches what has changed since
    assents: tuple[str, ...] | None = None  # organisations that have assented; none: a host decides
    outcome: str | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    because: str | None = None
    number: int | None = None  # the version it became


def reason_of(text: str | None) -> str | None:
    """A reason made fit to keep; nothing if none was given."""
    if text is None or not readable(text):
        return None
    kept = tidy(text)
    if marks.length(kept) > REASON:
        raise TooLongError(kept, REASON)
    return kept


def kept(proposal: Proposal) -> Wording:
    """What it says, as it was made."""
    return Wording(proposal.text, tuple(AimWording(aim["text"], aim["root"]) for aim in proposal.aims))


def base(session: Session, partnership: Partnership, base_id: int | None) -> Vision | None:
    """The version with this id, if it is one of the partnership's; else the one in force."""
    version = partnerships.row_of(session, partnership.id, Vision, base_id) if base_id else None
    return version or versions.in_force(session, partnership.id)


def reach(
    session: Session, proposal_id: int, who: Who, channel: str | None, now: datetime
) -> tuple[Partnership, Member, Proposal]:
    """The proposal, if this person is of its partnership or sees it in its room."""
    reached = partnerships.require_row if channel is None else partnerships.enter_row
    return reached(session, Proposal, proposal_id, who, now)


def hold(
    session: Session, proposal_id: int, who: Who, channel: str | None, now: datetime
) -> tuple[Partnership, Member, Proposal]:
    """The same, held: nothing else in the partnership is decided meanwhile. `DecidedError` if this one has been."""
    partnership, member, proposal = reach(session, proposal_id, who, channel, now)
    anew = {"populate_existing": True}
    lock = select(Partnership).where(Partnership.id == partnership.id).with_for_update(key_share=True)
    session.execute(lock.execution_options(**anew))
    held = select(Proposal).where(Proposal.id == proposal.id).with_for_update().execution_options(**anew)
    proposal = session.scalars(held).one()
    if proposal.decided_at is not None:
        raise DecidedError(load(session, proposal))
    return partnership, member, proposal


def hold_own(session: Session, proposal_id: int, who: Who, now: datetime) -> tuple[Partnership, Member, Proposal]:
    """The same, if it is this person's; else a refusal."""
    partnership, member, proposal = hold(session, proposal_id, who, None, now)
    if proposal.member_id != member.id:
        raise NotYoursError
    return partnership, member, proposal


def hold_decided(session: Session, proposal_id: int, who: Who, now: datetime) -> tuple[Partnership, Member, Proposal]:
    """The proposal, held, if this person decided it; else a refusal."""
    partnership, member, proposal = reach(session, proposal_id, who, None, now)
    held = select(Proposal).where(Proposal.id == proposal.id).with_for_update()
    proposal = session.scalars(held.execution_options(populate_existing=True)).one()
    if proposal.outcome is None:
        raise GoneError
    if proposal.decided_by != member.id:
        raise NotYoursError
    return partnership, member, proposal


def load(session: Session, proposal: Proposal) -> ProposalView:
    """The proposal as it stands now: against the version in force or, once decided, against what it was decided on."""
    partnership = session.get_one(Partnership, proposal.partnership_id)
    people = _names(session, [proposal])
    about: dict[str, Any] = {
        "id": proposal.id,
        "by": people[proposal.member_id],
        "zone": partnership.zone,
        "reason": proposal.reason,
        "proposed_at": proposal.proposed_at,
    }
    wanted, on = kept(proposal), versions.wording(session, _version(session, proposal.base_id))
    if proposal.outcome is not None:
        became = _version(session, proposal.vision_id)
        return ProposalView(
            **about,
            before=versions.wording(session, _before(session, became)) if became else on,
            wanted=versions.wording(session, became) if became else wanted,
            outcome=proposal.outcome,
            decided_by=people.get(proposal.decided_by or 0),
            decided_at=proposal.decided_at,
            because=proposal.because,
            number=became.number if became else None,
        )
    current = versions.in_force(session, partnership.id)
    now = versions.wording(session, current)
    moved = (current.id if current else None) != proposal.base_id
    meant = aims.merged(on, now, wanted) if moved else wanted
    return ProposalView(
        **about,
        before=now if meant else on,
        wanted=meant or wanted,
        carried=moved and meant is not None,
        stale=meant is None,
        assents=assents.given(session, Assent, {"proposal_id": proposal.id}) if partnership.by_assent else None,
    )


def _names(session: Session, proposals: Collection[Proposal]) -> dict[int, str]:
    ids = {proposal.member_id for proposal in proposals}
    ids |= {proposal.decided_by for proposal in proposals if proposal.decided_by}
    rows = session.execute(select(Member.id, Member.user_id).where(Member.id.in_(ids)))
    return {row.id: row.user_id for row in rows}


def _version(session: Session, vision_id: int | None) -> Vision | None:
    return session.get(Vision, vision_id) if vision_id else None


def _before(session: Session, version: Vision) -> Vision | None:
    return session.scalar(
        select(Vision).where(Vision.partnership_id == version.partnership_id, Vision.number == version.number - 1)
    )


def undecided(session: Session, partnership_id: int) -> Sequence[Proposal]:
    """Those that stand in the room, oldest first."""
    return session.scalars(
        select(Proposal)
        .where(Proposal.partnership_id == partnership_id, Proposal.decided_at.is_(None))
        .order_by(Proposal.id)
    ).all()


def all_of(session: Session, partnership: Partnership) -> list[ProposalView]:
    """Every proposal there has been, as it was made, with what became of it; the newest first, in three statements."""
    rows = session.scalars(
        select(Proposal).where(Proposal.partnership_id == partnership.id).order_by(Proposal.id.desc())
    ).all()
    people = _names(session, rows)
    made = session.execute(select(Vision.id, Vision.number).where(Vision.partnership_id == partnership.id))
    numbers = {row.id: row.number for row in made}
    return [
        ProposalView(
            id=proposal.id,
            by=people[proposal.member_id],
            zone=partnership.zone,
            before=Wording(""),
            wanted=kept(proposal),
            reason=proposal.reason,
            proposed_at=proposal.proposed_at,
            outcome=proposal.outcome,
            decided_by=people.get(proposal.decided_by or 0),
            decided_at=proposal.decided_at,
            because=proposal.because,
            number=numbers.get(proposal.vision_id or 0),
        )
        for proposal in rows
    ]
