"""Habits as people see them: what we do here by now, since when it is written down, and who may change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.mentions import plain_names
from bot.models import Habit, Member, Partnership
from bot.partnership import members, partnerships
from bot.partnership.members import Who

LISTED, BESIDE = 20, 3  # in a list, and beside the vision


@dataclass(frozen=True)
class HabitView:
    """A habit as people see it."""

    id: int
    text: str
    by: str  # a Slack user id
    added_at: datetime


@dataclass(frozen=True)
class Habits:
    """The newest habits of a partnership, and how many there are besides."""

    partnership_id: int
    zone: str
    newest: Sequence[HabitView]
    more: int = 0


@dataclass(frozen=True)
class HabitList:
    """The same for somebody who may change some of them."""

    habits: Habits
    editable: frozenset[int]  # ids


@dataclass(frozen=True)
class HabitForm:
    """Where the form of a habit belongs, and what is in it."""

    channel_id: str
    text: str = ""
    about: str = ""  # the habit that is changed


@dataclass(frozen=True)
class Receipt:
    """What somebody is shown of a habit they have added, changed or undone."""

    habit: HabitView
    public: bool  # reports for the public quote it
    new_card: bool = False


def view_of(session: Session, row: Habit) -> HabitView:
    return HabitView(row.id, row.text, session.get_one(Member, row.member_id).user_id, row.said_at)


def of_public(session: Session, partnership_id: int, habits: Sequence[Habit]) -> Sequence[Habit]:
    """Those that anybody may read: nobody's name that is known here stands in them as plain words."""
    names = plain_names.of_everybody(session, partnership_id) if habits else []
    return [habit for habit in habits if not plain_names.in_words(habit.text, names)]


def newest(session: Session, partnership: Partnership, most: int) -> Habits:
    """The newest that stand, at most so many, in one statement."""
    rows = session.execute(
        select(Habit, Member.user_id, func.count().over())
        .join(Member, Member.id == Habit.member_id)
        .where(*_standing(partnership.id))
        .order_by(Habit.id.desc())
        .limit(most)
    ).all()
    views = [HabitView(row.id, row.text, user_id, row.said_at) for row, user_id, _ in rows]
    more = rows[0][-1] - len(rows) if rows else 0
    return Habits(partnership.id, partnership.zone, views, more)


def added_before(session: Session, partnership_id: int, end: datetime) -> Sequence[Habit]:
    """Those that stand and were added before then, the oldest first."""
    return session.scalars(
        select(Habit).where(*_standing(partnership_id), Habit.said_at < end).order_by(Habit.id)
    ).all()


def last_of(session: Session, member: Member) -> Habit | None:
    """The newest that the member has added."""
    theirs = (Habit.member_id == member.id, Habit.undone_at.is_(None))
    return session.scalars(select(Habit).where(*theirs).order_by(Habit.id.desc()).limit(1)).first()


def _standing(partnership_id: int) -> tuple[Any, ...]:
    return Habit.partnership_id == partnership_id, Habit.undone_at.is_(None)


def editable(session: Session, habit_id: int, who: Who, now: datetime) -> tuple[Partnership, Member, Habit]:
    """The habit, held for changing, if this person added it or is a host; else a refusal."""
    partnership, member, row = partnerships.enter_row(session, Habit, habit_id, who, now, hold=True)
    return partnership, members.require_author(member, row.member_id), row
