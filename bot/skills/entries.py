"""Skills: what people can do, above all what their day job never asks for."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from bot.blockers import helpers_consent
from bot.db.statements import insert_into
from bot.lib import matching
from bot.lib.refusals import GoneError, NothingToldError, NotYoursError
from bot.lib.text import tidy
from bot.models import Member, Partner, Partnership, Skill
from bot.partnership.members import Who

LONGEST = 60  # characters
MOST = 20  # at once
_MUCH = 1_500  # characters
FOUND = 12
_ONE_SKILL = 92  # of 100: from here two spellings mean one skill
_SURE = 7  # letters from which a slip of spelling is one
_LIKELY = 0.6  # of 1: from here a skill answers the words asked for
_SENTENCE = 7  # words from which it is no longer a skill


@dataclass(frozen=True)
class Offered:
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


@dataclass(frozen=True)
class Read:
    """A list as somebody typed it: the skills in it, and what cannot be taken as one, in their words."""

    names: tuple[str, ...]
    too_long: tuple[str, ...] = ()
    wordless: tuple[str, ...] = ()
    too_many: tuple[str, ...] = ()

    @property
    def much_is_left(self) -> bool:
        """Whether what cannot be taken needs the room of an answer."""
        return sum(len(text) for text in (*self.too_long, *self.wordless, *self.too_many)) > _MUCH


def read(typed: str) -> Read:
    """`fundraising, interior design` as its skills, each once. Line breaks and semicolons part them too."""
    names: dict[str, str] = {}
    too_long: list[str] = []
    wordless: list[str] = []
    for part in re.split(r"[,;\n]+", tidy(typed)):
        name = " ".join(part.split()).strip(" .•*-–")
        if not name:
            continue
        if len(name) > LONGEST or len(name.split()) >= _SENTENCE:
            too_long.append(name)
        elif not any(c.isalnum() and unicodedata.category(c) != "Mn" for c in re.sub(r":[\w+-]+:", "", name)):
            wordless.append(name)
        else:
            names.setdefault(key(name), name)
    if not (names or too_long or wordless):
        raise NothingToldError
    kept = list(names.values())
    return Read(tuple(kept[:MOST]), tuple(too_long), tuple(wordless), tuple(kept[MOST:]))


def key(name: str) -> str:
    """The name as it is compared: case, accents, spaces, hyphens and British or American endings aside."""
    return re.sub(r"[\W_]+", "", matching.flat(name)) or name.casefold()


def offer(
    session: Session,
    member: Member,
    names: Sequence[str],
    now: datetime,
    *,
    hidden: bool = False,
    announce: bool = True,
    askable: bool = True,
) -> list[Offered]:
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
            hidden=hidden,
            announce=announce,
            askable=askable,
            offered_at=now,
        )
        session.execute(statement.on_conflict_do_update(index_elements=["member_id", "key"], set_={"removed_at": None}))
    rows = session.execute(select(Skill.key, Skill.id).where(Skill.member_id == member.id, Skill.key.in_(keys))).all()
    ids = {row.key: row.id for row in rows}
    return load(session, [ids[one] for one in dict.fromkeys(keys)])


def same(wanted: str, known: Sequence[str]) -> str:
    """The key in use for this skill already, be it spelled a little otherwise; else its own."""
    if wanted in known:
        return wanted
    digits = re.findall(r"\d+", wanted)
    alike = [one for one in known if len(one) >= _SURE and re.findall(r"\d+", one) == digits]
    if len(wanted) < _SURE:
        return wanted
    best = process.extractOne(wanted, alike, scorer=fuzz.ratio, score_cutoff=_ONE_SKILL)
    return str(best[0]) if best else wanted


def load(session: Session, skill_ids: Sequence[int]) -> list[Offered]:
    """The skills with these ids, in this order, in two statements."""
    if not skill_ids:
        return []
    rows = session.execute(offered_skills().where(Skill.id.in_(skill_ids)))
    found = {one.id: one for one in _proven(session, [Offered(*row) for row in rows])}
    return [found[skill_id] for skill_id in skill_ids if skill_id in found]


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


def mine(session: Session, member_id: int) -> list[Offered]:
    """A member's own skills, by name."""
    rows = session.execute(offered_skills().where(Skill.member_id == member_id))
    return sorted(_proven(session, [Offered(*row) for row in rows]), key=lambda skill: skill.name.casefold())


def _proven(session: Session, offered: Sequence[Offered]) -> list[Offered]:
    """Each with what it has helped with."""
    helped = helpers_consent.by_skill(session, [one.id for one in offered])
    return [replace(one, helped=tuple(helped.get(one.id, ()))) for one in offered]


def known(session: Session, partnership_id: int) -> list[tuple[str, int]]:
    """What people here can do and may be told of: each skill once, in its first wording, and how many offer it."""
    rows = session.execute(
        select(Skill.key, func.min(Skill.id), func.count())
        .where(Skill.partnership_id == partnership_id, Skill.removed_at.is_(None), Skill.announce | Skill.askable)
        .group_by(Skill.key)
    ).all()
    names = dict(session.execute(select(Skill.id, Skill.name).where(Skill.id.in_([row[1] for row in rows]))).all())
    return sorted(((names[first], number) for _, first, number in rows), key=lambda one: one[0].casefold())


def find(session: Session, partnership_id: int, asked: str) -> list[Offered]:
    """Who may be asked for that, best first, at most twelve."""
    wanted = matching.words(asked)
    rows = session.execute(
        select(Skill.id, Skill.name).where(
            Skill.partnership_id == partnership_id, Skill.removed_at.is_(None), Skill.askable
        )
    )
    scores = {skill_id: matching.closeness(wanted, matching.words(name)) for skill_id, name in rows}
    best = sorted((one for one in scores if scores[one] >= _LIKELY), key=lambda one: (-scores[one], one))
    return load(session, best[:FOUND])


def theirs(session: Session, skill_id: int, who: Who) -> tuple[Partnership, Skill]:
    """The person's own skill, held for changing."""
    row = session.execute(
        select(Skill, Member)
        .join(Member, Member.id == Skill.member_id)
        .where(Skill.id == skill_id)
        .with_for_update(of=Skill)
    ).first()
    if row is None:
        raise GoneError
    skill, member = row
    if (member.team_id, member.user_id) != (who.team_id, who.user_id):
        raise NotYoursError
    return session.get_one(Partnership, skill.partnership_id), skill


def settle(session: Session, skill_id: int, who: Who, *, hidden: bool, announce: bool, askable: bool) -> Offered:
    """What holds for the skill from now on."""
    _, skill = theirs(session, skill_id, who)
    if skill.removed_at is not None:
        raise GoneError
    skill.hidden, skill.announce, skill.askable = hidden, announce, askable
    session.flush()
    return load(session, [skill_id])[0]


def remove(session: Session, skill_id: int, who: Who, now: datetime) -> Skill:
    """The skill, which is offered no longer."""
    _, skill = theirs(session, skill_id, who)
    skill.removed_at = skill.removed_at or now
    session.flush()
    return skill


def put_back(session: Session, skill_id: int, who: Who) -> Offered:
    _, skill = theirs(session, skill_id, who)
    skill.removed_at = None
    session.flush()
    return load(session, [skill_id])[0]


def meant(session: Session, member_id: int, name: str) -> list[Offered]:
    """Which of a member's skills a name means: the one, or those it may be."""
    own = mine(session, member_id)
    exact = [skill for skill in own if skill.key == key(name)]
    if exact:
        return exact
    near = process.extract(key(name), [skill.key for skill in own], scorer=fuzz.partial_ratio, score_cutoff=75, limit=4)
    return [own[place] for _, _, place in near]
