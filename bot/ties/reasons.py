"""Reasons for two people of two organisations to meet, read off what both have shared with the room.

A skill that answers what is stuck elsewhere, as well as it has to for somebody to be asked for it; an idea somebody
else would help with; an aim that both have shared wins for. What was said in private is no reason.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from operator import itemgetter

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session

from bot.lib.language import matching
from bot.models import Aim, Blocker, Credit, Help, Idea, IdeaHelper, Member, Request, Skill, Win
from bot.ties.known_pairs import Pair
from bot.vision import versions

_NEWEST = 50  # blockers that are looked at


class Because(StrEnum):
    """What two have to talk about, the most pressing first."""

    BLOCKER = "blocker"
    IDEA = "idea"
    AIM = "aim"


@dataclass(frozen=True)
class Person:
    """Somebody of an organisation."""

    member_id: int
    user_id: str
    partner_id: int
    organisation: str


@dataclass(frozen=True)
class Reason:
    """Two people, the first of whom can help with, or like the other works towards, what the text says."""

    because: Because
    helper: Person
    other: Person
    text: str
    skill: str | None = None

    @property
    def pair(self) -> Pair:
        return frozenset((self.helper.partner_id, self.other.partner_id))

    @property
    def people(self) -> tuple[Person, Person]:
        return self.helper, self.other


People = Mapping[int, Person]  # by the id of the member
Apart = Callable[[Pair], bool]  # whether these two partners are of interest


def between(session: Session, partnership_id: int, people: People, apart: Apart) -> Iterator[Reason]:
    """Reasons among these people, the best first, in six statements at most; looked for as far as they are taken."""
    for look in (_blockers, _ideas, _aims):
        yield from look(session, partnership_id, people, apart)


def _blockers(session: Session, partnership_id: int, people: People, apart: Apart) -> Iterator[Reason]:
    """A skill that somebody may be asked for, and what is stuck that nobody is on; how well they fit decides.

    Who has said to Pencil that they can't help with it is not asked about it again.
    """
    taken = exists().where(Help.blocker_id == Blocker.id, Help.taken_at.is_not(None))
    stuck = session.execute(
        select(Blocker.id, Blocker.member_id, Blocker.text)
        .where(Blocker.partnership_id == partnership_id, Blocker.fixed_at.is_(None), Blocker.undone_at.is_(None))
        .where(Blocker.member_id.is_not(None), ~taken)
        .order_by(Blocker.id.desc())
        .limit(_NEWEST)
    ).all()
    answered = session.execute(
        select(Request.blocker_id, Request.member_id).where(
            Request.blocker_id.in_([row.id for row in stuck]), Request.answer.is_not(None)
        )
    )
    passed = {(row.blocker_id, row.member_id) for row in answered}
    skills = session.execute(
        select(Skill.member_id, Skill.name)
        .where(Skill.partnership_id == partnership_id, Skill.askable, Skill.removed_at.is_(None))
        .order_by(Skill.id)
    ).all()
    offered = [(people[row.member_id], row.name, matching.read(row.name)) for row in skills if row.member_id in people]
    reasons: list[tuple[float, Reason]] = []
    for blocker_id, author_id, text in stuck:
        author = people.get(author_id or 0)
        if author is None:
            continue
        words = matching.read(text)
        others = [
            (Reason(Because.BLOCKER, helper, author, text, name), skill_words)
            for helper, name, skill_words in offered
            if helper.partner_id != author.partner_id and (blocker_id, helper.member_id) not in passed
        ]
        owners = [reason.helper.member_id for reason, _ in others]
        for answer in matching.answers(words, [skill_words for _, skill_words in others], owners):
            reason, _ = others[answer.place]
            if answer.sure and apart(reason.pair):
                reasons.append((answer.score, reason))
    yield from (reason for _, reason in sorted(reasons, key=lambda pair: -pair[0]))


def _ideas(session: Session, partnership_id: int, people: People, apart: Apart) -> Iterator[Reason]:
    """An open idea, and somebody whose name on its card says that they would help."""
    known = and_(Member.partnership_id == IdeaHelper.partnership_id, Member.user_id == IdeaHelper.user_id)
    rows = session.execute(
        select(Member.id, Idea.member_id, Idea.text)
        .join(IdeaHelper, IdeaHelper.idea_id == Idea.id)
        .join(Member, known)
        .where(Idea.partnership_id == partnership_id, Idea.decided_at.is_(None), Idea.undone_at.is_(None))
        .order_by(Idea.id.desc(), IdeaHelper.offered_at)
    )
    for helper_id, author_id, text in rows:
        helper, author = people.get(helper_id), people.get(author_id or 0)
        if helper is not None and author is not None and helper.partner_id != author.partner_id:
            reason = Reason(Because.IDEA, helper, author, text)
            if apart(reason.pair):
                yield reason


def _aims(session: Session, partnership_id: int, people: People, apart: Apart) -> Iterator[Reason]:
    """An aim in force, and of each organisation whoever shared its newest win towards it; the most recent first."""
    texts = {aim.root: aim.text for aim in versions.aims_in_force(session, partnership_id)}
    rows = session.execute(
        select(versions.of_lineage(), Win.member_id, func.max(Win.id))
        .select_from(Win)
        .join(Aim, Aim.id == Win.aim_id)
        .join(Member, Member.id == Win.member_id)
        .join(Credit, and_(Credit.win_id == Win.id, Credit.partner_id == Member.partner_id))
        .where(Win.partnership_id == partnership_id, Win.undone_at.is_(None), versions.within(texts))
        .group_by(versions.of_lineage(), Win.member_id)
    ).all()
    newest: dict[int, dict[int, tuple[int, Person]]] = defaultdict(dict)
    for root, member_id, win_id in sorted(rows, key=itemgetter(2), reverse=True):
        if (person := people.get(member_id)) is not None:
            newest[root].setdefault(person.partner_id, (win_id, person))
    reasons = [
        (other_id, Reason(Because.AIM, person, other, texts[root]))
        for root, by_partner in newest.items()
        for (_, person), (other_id, other) in combinations(by_partner.values(), 2)
    ]
    by_day = sorted(reasons, key=lambda pair: -pair[0])
    yield from (reason for _, reason in by_day if apart(reason.pair))
