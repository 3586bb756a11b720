"""Deciding what becomes of an idea: a host does, or, where organisations assent, two of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.ideas import cards, entries
from bot.ideas.entries import IdeaView, Outcome
from bot.lib.refusals import EmptyTextError, Refusal
from bot.models import Idea, IdeaAssent, Member, Partnership
from bot.partnership import audit_log, homes, members
from bot.partnership.audit_log import Action
from bot.vision import assents
from bot.vision.proposals import reason_of


class NotAgreedError(Refusal):
    """Organisations assent, and fewer than two that are here have."""


def agree(
    session: Session, partnership: Partnership, member: Member, idea: Idea, outcome: Outcome, now: datetime
) -> bool:
    """Whether this may become of it by now: a host says so, or this member's organisation and another assent."""
    require_say(partnership, member)
    if not partnership.by_assent:
        return True
    return _enough(assents.give(session, IdeaAssent, _about(idea, outcome), member, now))


def require_say(partnership: Partnership, member: Member) -> None:
    """A refusal unless this member has a say in what becomes of ideas: where organisations assent, everybody has."""
    if not partnership.by_assent:
        members.require_host(member)


def require_agreed(session: Session, partnership: Partnership, member: Member, idea: Idea, outcome: Outcome) -> None:
    """A refusal unless this member may now say that this becomes of it."""
    require_say(partnership, member)
    if partnership.by_assent and not _enough(assents.given(session, IdeaAssent, _about(idea, outcome))):
        raise NotAgreedError


def _enough(agreed: Sequence[str]) -> bool:
    return len(agreed) >= assents.ENOUGH


def _about(idea: Idea, outcome: Outcome) -> dict[str, object]:
    return {"idea_id": idea.id, "outcome": outcome}


def propose(session: Session, idea: Idea, member: Member, now: datetime) -> IdeaView:
    """It has become a proposed change of the vision."""
    return _decide(session, idea, member, Outcome.PROPOSED, None, "idea.proposed", now)


def try_it(session: Session, idea: Idea, member: Member, now: datetime) -> IdeaView:
    """It is being tried."""
    return _decide(session, idea, member, Outcome.TRIED, None, "idea.tried", now)


def put_off(session: Session, idea: Idea, member: Member, because: str, now: datetime) -> IdeaView:
    """It is not taken on now, and why; it can be opened again."""
    reason = reason_of(because)
    if reason is None:
        raise EmptyTextError
    return _decide(session, idea, member, Outcome.NOT_NOW, reason, "idea.not_now", now)


def _decide(
    session: Session,
    idea: Idea,
    member: Member,
    outcome: Outcome,
    because: str | None,
    action: Action,
    now: datetime,
) -> IdeaView:
    idea.decided_at, idea.decided_by, idea.outcome, idea.because = now, member.id, outcome, because
    if member.host:
        audit_log.record(session, member, action, now, about=str(idea.id))
    decided = cards.announce(session, idea.id, now)
    _keep_homes(session, idea, member)
    return decided


def reopen(session: Session, idea: Idea, member: Member, now: datetime) -> IdeaView:
    """A host opens it again: it waits for a decision anew, and how it was decided is kept."""
    members.require_host(member)
    if idea.decided_at is not None:
        entries.keep(session, idea, member, now)
        idea.decided_at = idea.decided_by = idea.outcome = idea.because = None
        session.execute(delete(IdeaAssent).where(IdeaAssent.idea_id == idea.id))
        audit_log.record(session, member, "idea.reopened", now, about=str(idea.id))
        _keep_homes(session, idea, member)
    return cards.redraw(session, [idea.id])[0]


def _keep_homes(session: Session, idea: Idea, member: Member) -> None:
    """The Homes of whoever decided, and whose it is, say so."""
    homes.keep_home(session, member)
    author = session.get(Member, idea.member_id) if idea.member_id is not None else None
    if author is not None and author.id != member.id:
        homes.keep_home(session, author)
