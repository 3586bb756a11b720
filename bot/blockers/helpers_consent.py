"""Skills that have shown themselves: what people helped with, shown to others only with their yes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from bot.blockers import help_requests
from bot.blockers.entries import BlockerView
from bot.blockers.views import helpers_consent as view
from bot.blockers.views.helpers_consent import Helped
from bot.db.statements import core_connection, insert_once
from bot.lib.language import matching
from bot.lib.refusals import NotYoursError
from bot.mentions import names
from bot.models import Blocker, Help, Member, Partner, Partnership, Proof, Request, Skill
from bot.outbox import posts
from bot.partnership import ask_budget, members, partnerships
from bot.partnership.members import Who
from bot.slack.messages import Message
from bot.slack.text import cut

_LENGTH = 140  # characters
_LIKELY = 0.6  # of 1: from here what somebody helped with answers the words asked for
_FOUND = 6


def ask(
    session: Session, partnership: Partnership, blocker: BlockerView, helpers: Sequence[Member], now: datetime
) -> None:
    """Everybody who helped is asked whether it may be said, where their week has room; it waits in My Pencil too."""
    if not helpers:
        return
    shown = _skills(session, blocker, helpers)
    rows = [
        {
            "partnership_id": partnership.id,
            "member_id": member.id,
            "blocker_id": blocker.id,
            "skill_id": shown.get(member.id),
            "text": cut(" ".join(blocker.text.split()), _LENGTH),
            "asked_at": now,
        }
        for member in helpers
    ]
    insert_once(session, Proof, rows, returning=Proof.id, on=["blocker_id", "member_id"])
    room = ask_budget.may_be_asked(session, [partnership], now)[partnership.id]
    people = {member.id: member for member in helpers}
    waiting = select(Proof).where(
        Proof.blocker_id == blocker.id, Proof.member_id.in_(people), Proof.agreed.is_(None), Proof.answered_at.is_(None)
    )
    for proof in session.scalars(waiting.order_by(Proof.id)).all():
        member, question = people[proof.member_id], view.question(_helped(session, proof))
        if _post(session, proof) is not None:
            _revise(session, proof, question)
        elif member.user_id in room:
            request = ask_budget.Ask(member, partnership.zone, question, help_requests.KIND, _occasion(proof))
            ask_budget.put(session, [request], now)


def _skills(session: Session, blocker: BlockerView, helpers: Sequence[Member]) -> dict[int, int]:
    """The skill each has shown: the one they were asked for, or else the one of theirs that fits best."""
    ids = [member.id for member in helpers]
    words = matching.read(blocker.text)
    best: dict[int, tuple[float, int]] = {}
    for member_id, skill_id, name in session.execute(
        select(Skill.member_id, Skill.id, Skill.name).where(Skill.member_id.in_(ids), Skill.removed_at.is_(None))
    ):
        score = matching.fit(matching.read(name), words)
        if matching.fits(score):
            best[member_id] = max(best.get(member_id, (0.0, 0)), (score, skill_id))
    shown = {member_id: skill_id for member_id, (_, skill_id) in best.items()}
    asked = select(Request.member_id, Request.skill_id).where(
        Request.blocker_id == blocker.id, Request.member_id.in_(ids), Request.skill_id.is_not(None)
    )
    return shown | {member_id: skill_id for member_id, skill_id in session.execute(asked) if skill_id is not None}


def withdraw(session: Session, blocker_id: int) -> None:
    """It is stuck again: questions nobody has answered say so. What was answered is not shown until it is fixed."""
    query = select(Proof).where(Proof.blocker_id == blocker_id, Proof.agreed.is_(None))
    for proof in session.scalars(query).all():
        _revise(session, proof, view.withdrawn(_helped(session, proof)))


def answer(session: Session, proof_id: int, who: Who, now: datetime, *, agreed: bool) -> Helped:
    """It may be said, or not; the person can change their mind at any time."""
    _, member, proof = partnerships.require_row(session, Proof, proof_id, who, now, hold=True)
    if proof.member_id != member.id:
        raise NotYoursError
    proof.agreed, proof.answered_at = agreed, now
    session.flush()
    helped = _helped(session, proof)
    _revise(session, proof, view.answered(helped, agreed=agreed))
    return helped


def _helped(session: Session, proof: Proof) -> Helped:
    skill = session.get(Skill, proof.skill_id) if proof.skill_id is not None else None
    return Helped(proof.id, proof.text, skill.name if skill else None)


def _occasion(proof: Proof) -> str:
    return f"proof:{proof.id}"


def _post(session: Session, proof: Proof) -> int | None:
    return help_requests.post_of(session, proof.partnership_id, _occasion(proof))


def _revise(session: Session, proof: Proof, message: Message) -> None:
    post_id = _post(session, proof)
    if post_id is not None:
        posts.revise(session, post_id, message)


# What others read


@dataclass(frozen=True)
class PastHelp:
    """Something somebody helped with, as others read it."""

    text: str
    user_id: str
    organisation: str | None


def unanswered(session: Session, member_id: int) -> list[Helped]:
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


def may_be_shown() -> Any:
    """Those that may be shown: with the helper's yes, of what is still fixed, and still said to be their help."""
    helped = (
        select(Help.blocker_id)
        .join(Member, and_(Member.partnership_id == Help.partnership_id, Member.user_id == Help.user_id))
        .where(Help.blocker_id == Proof.blocker_id, Member.id == Proof.member_id, Help.helped)
    )
    fixed = select(Blocker.id).where(
        Blocker.id == Proof.blocker_id, Blocker.fixed_at.is_not(None), Blocker.undone_at.is_(None)
    )
    return and_(Proof.agreed.is_(True), helped.exists(), fixed.exists())


_BY_SKILL = (
    select(Proof.skill_id, Proof.text)
    .where(Proof.skill_id.in_(bindparam("skills", expanding=True)), may_be_shown())
    .order_by(Proof.id.desc())
)


def by_skill(session: Session, skill_ids: Sequence[int]) -> dict[int, list[str]]:
    """What each of these skills has helped with, the newest first."""
    texts: dict[int, list[str]] = {}
    if not skill_ids:
        return texts
    for skill_id, text in core_connection(session).execute(_BY_SKILL, {"skills": skill_ids}):
        assert skill_id is not None
        texts.setdefault(skill_id, []).append(text)
    return texts


def without_skill(session: Session, member_id: int) -> list[str]:
    """What a member helped with that none of their skills says."""
    query = select(Proof.text).where(Proof.member_id == member_id, Proof.skill_id.is_(None), may_be_shown())
    return list(session.scalars(query.order_by(Proof.id.desc())))


def find(session: Session, partnership_id: int, text: str, but: Sequence[str] = ()) -> list[PastHelp]:
    """Who has helped with such a thing, best first, `but` these people, who are told of already."""
    rows = session.execute(
        select(Proof.text, Member.user_id, Partner.name)
        .join(Member, Member.id == Proof.member_id)
        .outerjoin(Partner, Partner.id == Member.partner_id)
        .where(Proof.partnership_id == partnership_id, may_be_shown(), *members.present())
        .order_by(Proof.id.desc())
    )
    others = [PastHelp(*row) for row in rows if row[1] not in but]
    wanted, *given = map(matching.read, names.written(session, [text, *(help_.text for help_ in others)]))
    scores = [(matching.met(wanted, words), help_) for words, help_ in zip(given, others, strict=True)]
    return [help_ for score, help_ in sorted(scores, key=lambda pair: -pair[0]) if score >= _LIKELY][:_FOUND]
