"""Skills: what people can do, above all what their day job never asks for."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from bot import blockers, matching, outbox
from bot.blockers import Stuck
from bot.models import Member, Partner, Partnership, Post, Skill
from bot.partnerships import Who
from bot.refusal import GoneError, NothingToldError, NotYoursError
from bot.text import tidy
from bot.timetable import Due
from bot.views import skill as view
from bot.writing import insert_into

KIND = "skills"
LONGEST = 60  # characters
MOST = 20  # at once
FOUND = 12
_ONE_SKILL = 92  # of 100: from here two spellings mean one skill
_SURE = 7  # letters from which a slip of spelling is one
_LIKELY = 0.6  # of 1: from here a skill answers the words asked for
_FITTING = 0.45  # and from here it could be of use to a blocker
_SENTENCE = 7  # words from which it is no longer a skill
_SHOWN_FITS = 5


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


@dataclass(frozen=True)
class Read:
    """A list as somebody typed it: the skills in it, and what cannot be taken as one, in their words."""

    names: tuple[str, ...]
    too_long: tuple[str, ...] = ()
    wordless: tuple[str, ...] = ()
    too_many: tuple[str, ...] = ()


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
    rows = session.execute(
        select(Skill.key, Skill.id, Skill.post_id).where(Skill.member_id == member.id, Skill.key.in_(keys))
    ).all()
    ids = {row.key: row.id for row in rows}
    for post_id in sorted({row.post_id for row in rows if row.post_id is not None}):
        _redraw(session, post_id)
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
    """The skills with these ids, in this order, in one statement."""
    if not skill_ids:
        return []
    rows = session.execute(_offered().where(Skill.id.in_(skill_ids)))
    found = {row[0]: Offered(*row) for row in rows}
    return [found[skill_id] for skill_id in skill_ids if skill_id in found]


def _offered() -> Select[*tuple[Any, ...]]:
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
        )
        .join(Member, Member.id == Skill.member_id)
        .outerjoin(Partner, Partner.id == Member.partner_id)
        .where(Skill.removed_at.is_(None))
    )


def mine(session: Session, member_id: int) -> list[Offered]:
    """A member's own skills, by name."""
    rows = session.execute(_offered().where(Skill.member_id == member_id))
    return sorted((Offered(*row) for row in rows), key=lambda skill: skill.name.casefold())


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
    """What holds for the skill from now on, where it has been announced too."""
    _, skill = theirs(session, skill_id, who)
    if skill.removed_at is not None:
        raise GoneError
    skill.hidden, skill.announce, skill.askable = hidden, announce, askable
    session.flush()
    _redraw(session, skill.post_id)
    return load(session, [skill_id])[0]


def remove(session: Session, skill_id: int, who: Who, now: datetime) -> str:
    """The name of the skill, which is offered no longer."""
    _, skill = theirs(session, skill_id, who)
    skill.removed_at = skill.removed_at or now
    session.flush()
    _redraw(session, skill.post_id)
    return skill.name


def put_back(session: Session, skill_id: int, who: Who) -> Offered:
    _, skill = theirs(session, skill_id, who)
    skill.removed_at = None
    session.flush()
    _redraw(session, skill.post_id)
    return load(session, [skill_id])[0]


def meant(session: Session, member_id: int, name: str) -> list[Offered]:
    """Which of a member's skills a name means: the one, or those it may be."""
    own = mine(session, member_id)
    exact = [skill for skill in own if skill.key == key(name)]
    if exact:
        return exact
    near = process.extract(key(name), [skill.key for skill in own], scorer=fuzz.partial_ratio, score_cutoff=75, limit=4)
    return [own[place] for _, _, place in near]


# Skills discovered


def compose(session: Session, due: Sequence[Due], now: datetime) -> None:
    """Every partnership's skills that are new since last time; where there are none, nothing."""
    ids = [one.partnership_id for one in due]
    fresh = _fresh(session, ids)
    stuck = blockers.open_in(session, ids)
    for one in due:
        offered = fresh[one.partnership_id]
        if not offered:
            continue
        token = outbox.new_token()
        post_id = outbox.write(
            session,
            partnership_id=one.partnership_id,
            kind=KIND,
            occasion=one.occasion,
            channel=one.channel_id,
            message=view.discovered(offered, _fits(offered, stuck[one.partnership_id]), token),
            now=now,
            token=token,
        )
        if post_id is not None:
            announced = [skill.id for skill in offered]
            session.execute(update(Skill).where(Skill.id.in_(announced)).values(post_id=post_id))


def _fresh(session: Session, partnership_ids: Sequence[int]) -> dict[int, list[Offered]]:
    """Skills not yet announced that may be, hidden ones first, then in the order they were offered."""
    rows = session.execute(
        _offered()
        .add_columns(Skill.partnership_id)
        .where(Skill.partnership_id.in_(partnership_ids), Skill.post_id.is_(None), Skill.announce)
        .order_by(Skill.hidden.desc(), Skill.id)
    )
    found: dict[int, list[Offered]] = defaultdict(list)
    for row in rows:
        found[row[-1]].append(Offered(*row[:-1]))
    return found


def count_fresh(session: Session, partnership_id: int) -> int:
    """How many skills wait to be announced."""
    return len(_fresh(session, [partnership_id])[partnership_id])


def _fits(offered: Sequence[Offered], stuck: Sequence[Stuck]) -> list[tuple[Stuck, Offered]]:
    """Open blockers that one of the skills could be of use to, each with the one that fits best."""
    pairs = []
    askable = [(skill, matching.words(skill.name)) for skill in offered if skill.askable]
    for one in stuck:
        said = matching.words(one.text)
        others = [(matching.met(words, said), skill) for skill, words in askable if skill.user_id != one.teller]
        best = max(others, key=lambda pair: pair[0], default=(0.0, None))
        if best[1] is not None and best[0] >= _FITTING:
            pairs.append((one, best[1]))
    return pairs[:_SHOWN_FITS]


def _redraw(session: Session, post_id: int | None) -> None:
    """The post on skills says what is so now; with none left to tell of it is taken away."""
    if post_id is None:
        return
    post = session.get_one(Post, post_id, with_for_update=True)
    rows = session.execute(
        _offered().where(Skill.post_id == post_id, Skill.announce).order_by(Skill.hidden.desc(), Skill.id)
    )
    offered = [Offered(*row) for row in rows]
    stuck = blockers.open_in(session, [post.partnership_id])[post.partnership_id]
    message = view.discovered(offered, _fits(offered, stuck), post.token) if offered else None
    outbox.revise(session, post_id, message)
