"""Skills offered, settled, removed and put back by the people whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db.statements import insert_into
from bot.lib.refusals import GoneError, NotYoursError
from bot.models import Member, Skill
from bot.partnership import partnerships
from bot.partnership.members import Who
from bot.skills.entries import SkillView, load
from bot.skills.names import key, same


@dataclass(frozen=True)
class Terms:
    """What holds for a skill."""

    hidden: bool = False  # the day job does not ask for it
    announce: bool = True
    askable: bool = True


def offer(session: Session, member: Member, names: Sequence[str], terms: Terms, now: datetime) -> list[SkillView]:
    """The member's skills by these names. One offered before keeps its wording and what was said of it."""
    known = list(session.scalars(select(Skill.key).where(Skill.partnership_id == member.partnership_id).distinct()))
    keys: list[str] = []
    for name in names:
        shared = same(key(name), known)
        known.append(shared)
        keys.append(shared)
        statement = insert_into(session, Skill).values(
            partnership_id=member.partnership_id,
            member_id=member.id,
            name=name,
            key=shared,
            hidden=terms.hidden,
            announce=terms.announce,
            askable=terms.askable,
            offered_at=now,
        )
        session.execute(statement.on_conflict_do_update(index_elements=["member_id", "key"], set_={"removed_at": None}))
    rows = session.execute(select(Skill.key, Skill.id).where(Skill.member_id == member.id, Skill.key.in_(keys))).all()
    ids = {row.key: row.id for row in rows}
    return load(session, [ids[shared] for shared in dict.fromkeys(keys)])


def own(session: Session, skill_id: int, who: Who) -> Skill:
    """The person's own skill, held for changing."""
    _, member, skill = partnerships.visit_row(session, Skill, skill_id, who, hold=True)
    if member is None or member.id != skill.member_id:
        raise NotYoursError
    return skill


def settle(session: Session, skill: Skill, terms: Terms) -> SkillView:
    """What holds for the skill from now on."""
    if skill.removed_at is not None:
        raise GoneError
    skill.hidden, skill.announce, skill.askable = terms.hidden, terms.announce, terms.askable
    session.flush()
    return load(session, [skill.id])[0]


def remove(session: Session, skill: Skill, now: datetime) -> None:
    """It is offered no longer."""
    skill.removed_at = skill.removed_at or now
    session.flush()


def put_back(session: Session, skill: Skill) -> SkillView:
    """It is offered again."""
    skill.removed_at = None
    session.flush()
    return load(session, [skill.id])[0]
