"""Skills that have shown themselves: what people helped with, told of only with their yes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.blockers.entries import Stuck
from bot.blockers.views import helpers_consent as view
from bot.blockers.views.helpers_consent import Helped
from bot.db.statements import insert_once
from bot.lib import matching
from bot.lib.refusals import GoneError, NotYoursError
from bot.models import Member, Partnership, Post, Proof, Request, Skill
from bot.outbox import posts as outbox
from bot.partnership import ask_budget, members
from bot.partnership.members import Who
from bot.slack.messages import Message
from bot.slack.text import cut

KIND = "help"  # kind of post: it counts as a question nobody asked for
_LENGTH = 140  # characters


def ask(session: Session, partnership: Partnership, stuck: Stuck, helpers: Sequence[Member], now: datetime) -> None:
    """Everybody who helped is asked whether it may be said, where their week has room; it waits in My Pencil too."""
    if not helpers:
        return
    shown = _skills(session, stuck, helpers)
    rows = [
        {
            "partnership_id": partnership.id,
            "member_id": member.id,
            "blocker_id": stuck.id,
            "skill_id": shown.get(member.id),
            "text": cut(" ".join(stuck.text.split()), _LENGTH),
            "asked_at": now,
        }
        for member in helpers
    ]
    insert_once(session, Proof, rows, returning=Proof.id, on=["blocker_id", "member_id"])
    room = ask_budget.may_be_asked(session, [partnership], now)[partnership.id]
    people = {member.id: member for member in helpers}
    waiting = select(Proof).where(
        Proof.blocker_id == stuck.id, Proof.member_id.in_(people), Proof.agreed.is_(None), Proof.answered_at.is_(None)
    )
    for proof in session.scalars(waiting.order_by(Proof.id)).all():
        member, question = people[proof.member_id], view.question(_helped(session, proof))
        if _post(session, proof) is not None:
            _say(session, proof, question)
        elif member.user_id in room:
            asking = ask_budget.Ask(member, partnership.zone, question, KIND, _occasion(proof))
            ask_budget.put(session, [asking], now)


def _skills(session: Session, stuck: Stuck, helpers: Sequence[Member]) -> dict[int, int]:
    """The skill each has shown: the one they were asked for, or else the one of theirs that fits best."""
    ids = [member.id for member in helpers]
    said = matching.words(stuck.text)
    best: dict[int, tuple[float, int]] = {}
    for member_id, skill_id, name in session.execute(
        select(Skill.member_id, Skill.id, Skill.name).where(Skill.member_id.in_(ids), Skill.removed_at.is_(None))
    ):
        score = matching.fit(matching.words(name), said)
        if score >= matching.enough(score):
            best[member_id] = max(best.get(member_id, (0.0, 0)), (score, skill_id))
    shown = {member_id: skill_id for member_id, (_, skill_id) in best.items()}
    asked = select(Request.member_id, Request.skill_id).where(
        Request.blocker_id == stuck.id, Request.member_id.in_(ids), Request.skill_id.is_not(None)
    )
    return shown | {member_id: skill_id for member_id, skill_id in session.execute(asked) if skill_id is not None}


def withdraw(session: Session, blocker_id: int) -> None:
    """It is stuck again: questions nobody has answered say so. What was answered is not shown until it is fixed."""
    query = select(Proof).where(Proof.blocker_id == blocker_id, Proof.agreed.is_(None))
    for proof in session.scalars(query).all():
        _say(session, proof, view.withdrawn(_helped(session, proof)))


def answer(session: Session, proof_id: int, who: Who, now: datetime, *, agreed: bool) -> Message:
    """It may be said, or not; the person can change their mind at any time."""
    proof = session.scalar(select(Proof).where(Proof.id == proof_id).with_for_update())
    if proof is None:
        raise GoneError
    _, member = members.require(session, proof.partnership_id, who, now)
    if proof.member_id != member.id:
        raise NotYoursError
    proof.agreed, proof.answered_at = agreed, now
    session.flush()
    said = view.answered(_helped(session, proof), agreed=agreed)
    _say(session, proof, said)
    return said


def _helped(session: Session, proof: Proof) -> Helped:
    skill = session.get(Skill, proof.skill_id) if proof.skill_id is not None else None
    return Helped(proof.id, proof.text, skill.name if skill else None)


def _occasion(proof: Proof) -> str:
    return f"proof:{proof.id}"


def _post(session: Session, proof: Proof) -> int | None:
    return session.scalar(
        select(Post.id).where(
            Post.partnership_id == proof.partnership_id, Post.kind == KIND, Post.occasion == _occasion(proof)
        )
    )


def _say(session: Session, proof: Proof, message: Message) -> None:
    post_id = _post(session, proof)
    if post_id is not None:
        outbox.revise(session, post_id, message)
