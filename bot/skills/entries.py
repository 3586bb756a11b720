"""Skills as people see them: what people can do, above all what their day job never asks for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from bot.blockers import helpers_consent
from bot.db.statements import core_connection
from bot.lib.language import search
from bot.mentions import names
from bot.models import Member, Partner, Skill
from bot.skills.names import key

FOUND, PERHAPS = 12, 3


@dataclass(frozen=True)
class SkillView:
    """A skill as people see it."""

    id: int
    name: str
    key: str
    user_id: str
    organisation: str | None
    hidden: bool
    announce: bool
    askable: bool
    post_id: int | None  # where it was announced
    helped: tuple[str, ...] = ()  # what it has helped with, with its owner's yes


def load(session: Session, skill_ids: Sequence[int]) -> list[SkillView]:
    """The skills with these ids, in this order, in two statements."""
    if not skill_ids:
        return []
    rows = session.execute(offered_skills().where(Skill.id.in_(skill_ids)))
    skills = {skill.id: skill for skill in _proven(session, [SkillView(*row) for row in rows])}
    return [skills[skill_id] for skill_id in skill_ids if skill_id in skills]


def offered_skills() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Skill.id,
            Skill.name,
            Skill.key,
            Member.user_id,
            Partner.name,
            Skill.hidden,
            Skill.announce,
            Skill.askable,
            Skill.post_id,
        )
        .join(Member, Member.id == Skill.member_id)
        .outerjoin(Partner, Partner.id == Member.partner_id)
        .where(Skill.removed_at.is_(None))
    )


_OF_MEMBER = offered_skills().where(Skill.member_id == bindparam("member"))


def of_member(session: Session, member_id: int) -> list[SkillView]:
    """A member's own skills, by name."""
    rows = core_connection(session).execute(_OF_MEMBER, {"member": member_id})
    return sorted(_proven(session, [SkillView(*row) for row in rows]), key=lambda skill: skill.name.casefold())


def _proven(session: Session, skills: Sequence[SkillView]) -> list[SkillView]:
    """Each with what it has helped with."""
    helped = helpers_consent.by_skill(session, [skill.id for skill in skills])
    return [replace(skill, helped=tuple(helped.get(skill.id, ()))) for skill in skills]


def known(session: Session, partnership_id: int) -> list[tuple[str, int]]:
    """What people here can do and may be told of: each skill once, in its first wording, and how many offer it."""
    rows = session.execute(
        select(Skill.key, func.min(Skill.id), func.count())
        .where(Skill.partnership_id == partnership_id, Skill.removed_at.is_(None), Skill.announce | Skill.askable)
        .group_by(Skill.key)
    ).all()
    by_id = dict(session.execute(select(Skill.id, Skill.name).where(Skill.id.in_([row[1] for row in rows]))).all())
    return sorted(((by_id[first], number) for _, first, number in rows), key=lambda skill: skill[0].casefold())


def find(session: Session, partnership_id: int, text: str) -> tuple[list[SkillView], list[SkillView]]:
    """Who may be asked for that, best first: at most twelve who surely can, and three who perhaps can.

    People are found by their names too.
    """
    rows = session.execute(
        select(Skill.id, Skill.name)
        .where(Skill.partnership_id == partnership_id, Skill.removed_at.is_(None), Skill.askable)
        .order_by(Skill.id)
    ).all()
    by_name: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_name[row.name].append(row.id)
    offered = list(by_name)
    wanted, *read = names.written(session, [text, *offered])
    surely: list[int] = []
    perhaps: list[int] = []
    for hit in search.find(wanted, read):
        (surely if hit.sure else perhaps).extend(by_name[offered[hit.place]])
    surely, perhaps = surely[:FOUND], perhaps[:PERHAPS]
    skills = load(session, [*surely, *perhaps])
    return [skill for skill in skills if skill.id in surely], [skill for skill in skills if skill.id in perhaps]


def meant(session: Session, member_id: int, name: str) -> list[SkillView]:
    """Which of a member's skills a name means: the one, or those it may be."""
    own = of_member(session, member_id)
    exact = [skill for skill in own if skill.key == key(name)]
    if exact:
        return exact
    near = process.extract(key(name), [skill.key for skill in own], scorer=fuzz.partial_ratio, score_cutoff=75, limit=4)
    return [own[place] for _, _, place in near]
