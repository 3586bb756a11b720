"""What people have helped with, as it may be told, and what waits for their yes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from bot.blockers.views.helpers_consent import Helped
from bot.lib import matching
from bot.models import Blocker, Help, Member, Partner, Proof, Skill
from bot.partnership import members

_LIKELY = 0.6  # of 1: from here what somebody helped with answers the words asked for
_FOUND = 6


@dataclass(frozen=True)
class Shown:
    """Something somebody helped with, as others read it."""

    text: str
    user_id: str
    organisation: str | None


def waiting(session: Session, member_id: int) -> list[Helped]:
    """What a member has not answered yet, the newest first."""
    query = (
        select(Proof, Skill.name)
        .join(Blocker, Blocker.id == Proof.blocker_id)
        .outerjoin(Skill, Skill.id == Proof.skill_id)
        .where(
            Proof.member_id == member_id,
            Proof.agreed.is_(None),
            Blocker.fixed_at.is_not(None),
            Blocker.undone_at.is_(None),
        )
        .order_by(Proof.id.desc())
        .limit(20)
    )
    return [Helped(proof.id, proof.text, skill) for proof, skill in session.execute(query)]


def holds() -> Any:
    """Those that may be shown: with the helper's yes, of what is still fixed, and still said to be their help."""
    helped = (
        select(Help.blocker_id)
        .join(Member, and_(Member.team_id == Help.team_id, Member.user_id == Help.user_id))
        .where(Help.blocker_id == Proof.blocker_id, Member.id == Proof.member_id, Help.helped)
    )
    fixed = select(Blocker.id).where(
        Blocker.id == Proof.blocker_id, Blocker.fixed_at.is_not(None), Blocker.undone_at.is_(None)
    )
    return and_(Proof.agreed.is_(True), helped.exists(), fixed.exists())


def beside(session: Session, skill_ids: Sequence[int]) -> dict[int, list[str]]:
    """What each of these skills has helped with, the newest first."""
    found: dict[int, list[str]] = {}
    query = select(Proof.skill_id, Proof.text).where(Proof.skill_id.in_(skill_ids), holds())
    for skill_id, text in session.execute(query.order_by(Proof.id.desc())):
        assert skill_id is not None
        found.setdefault(skill_id, []).append(text)
    return found


def unskilled(session: Session, member_id: int) -> list[str]:
    """What a member helped with that none of their skills says."""
    query = select(Proof.text).where(Proof.member_id == member_id, Proof.skill_id.is_(None), holds())
    return list(session.scalars(query.order_by(Proof.id.desc())))


def find(session: Session, partnership_id: int, asked: str, but: Sequence[str] = ()) -> list[Shown]:
    """Who has helped with such a thing, best first, `but` these people, who are told of already."""
    wanted = matching.words(asked)
    rows = session.execute(
        select(Proof.text, Member.user_id, Partner.name)
        .join(Member, Member.id == Proof.member_id)
        .outerjoin(Partner, Partner.id == Member.partner_id)
        .where(Proof.partnership_id == partnership_id, holds(), *members.present())
        .order_by(Proof.id.desc())
    )
    scores = [(matching.met(wanted, matching.words(row[0])), Shown(*row)) for row in rows if row[1] not in but]
    return [one for score, one in sorted(scores, key=lambda pair: -pair[0]) if score >= _LIKELY][:_FOUND]
