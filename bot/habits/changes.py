"""Habits added, changed, undone and put back, with what follows: the card in the channel, and everybody's Home."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.cards import posted
from bot.db.statements import insert_once
from bot.habits import entries
from bot.habits.views import habit as view
from bot.lib.refusals import GoneError
from bot.lib.text import sentence
from bot.models import Habit, Member, Partnership
from bot.outbox import posts
from bot.partnership import audit_log, homes, revisions
from bot.partnership.audit_log import Action

KIND = "habit"  # of post


def add(
    session: Session, partnership: Partnership, member: Member, text: str, origin: str, now: datetime
) -> tuple[Habit, bool]:
    """The habit, and whether it is new: the same `origin` again gives the habit it made the first time."""
    row = {
        "partnership_id": partnership.id,
        "member_id": member.id,
        "text": sentence(text),
        "origin": origin,
        "said_at": now,
    }
    made = insert_once(session, Habit, [row], returning=Habit.id, on=["partnership_id", "origin"])
    same = select(Habit).where(Habit.partnership_id == partnership.id, Habit.origin == origin).with_for_update()
    habit = session.scalars(same).one()
    if made:
        _post(session, partnership, habit, now)
    return habit, bool(made)


def change(session: Session, partnership: Partnership, member: Member, habit: Habit, text: str, now: datetime) -> None:
    """The habit in other words, on its card too; the day it was added stays."""
    if habit.undone_at is not None:
        raise GoneError
    wanted = sentence(text)
    if wanted == habit.text:
        return
    _keep(session, habit, member, "habit.changed", now)
    habit.text = wanted
    _redraw(session, partnership, habit)


def undo(session: Session, partnership: Partnership, member: Member, habit: Habit, now: datetime) -> None:
    """Its card is taken away, and it is shown nowhere; it is kept so that it can be put back."""
    if habit.undone_at is not None:
        return
    _keep(session, habit, member, "habit.undone", now)
    habit.undone_at = now
    _redraw(session, partnership, habit)


def restore(session: Session, partnership: Partnership, member: Member, habit: Habit, now: datetime) -> None:
    """The habit is there again, on a new card."""
    if habit.undone_at is None:
        return
    _keep(session, habit, member, "habit.restored", now)
    habit.undone_at = None
    session.flush()
    _post(session, partnership, habit, now)


def take_back_words(session: Session, member: Member, now: datetime) -> None:
    """What the member added is undone, cards and all, as they take its words back."""
    standing = (Habit.member_id == member.id, Habit.undone_at.is_(None))
    gone = update(Habit).where(*standing).values(undone_at=now).returning(Habit.post_id)
    posts.revise_all(session, {post_id: None for post_id in session.scalars(gone).all() if post_id is not None})
    homes.keep_homes(session, member.partnership_id)


def _keep(session: Session, habit: Habit, by: Member, action: Action, now: datetime) -> None:
    """How it was before; all hosts see that a host changed what somebody else added."""
    audit_log.record_if_others(session, by, habit.member_id, action, now)
    revisions.keep(session, habit, {"text": habit.text, "undone": habit.undone_at is not None}, by, now)


def _post(session: Session, partnership: Partnership, habit: Habit, now: datetime) -> None:
    card = view.card(entries.view_of(session, habit), partnership.id, partnership.zone)
    posted.post(session, habit, KIND, partnership.channel_id, card, now)
    homes.keep_homes(session, partnership.id)


def _redraw(session: Session, partnership: Partnership, habit: Habit) -> None:
    session.flush()
    if habit.post_id is not None:
        shown = view.card(entries.view_of(session, habit), partnership.id, partnership.zone)
        posts.revise(session, habit.post_id, None if habit.undone_at is not None else shown)
    homes.keep_homes(session, partnership.id)
