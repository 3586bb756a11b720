"""What people do about habits, whole: say how we do it here, see what has been said, change it, undo it."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.habits import changes, entries
from bot.habits.entries import HabitForm, HabitList, Receipt
from bot.lib.refusals import GoneError
from bot.lib.text import sentence
from bot.models import Habit
from bot.partnership import members, partnerships
from bot.partnership.members import Who


def listing(session: Session, about: str, channel: str, who: Who) -> HabitList:
    """The newest habits, of the partnership that a button names or of the channel's; who may change which."""
    partnership = partnerships.resolve(session, about, channel, who)
    member = members.lookup(session, partnership.id, who)
    habits = entries.newest(session, partnership, entries.LISTED)
    host = member is not None and member.host
    theirs = frozenset(habit.id for habit in habits.newest if host or habit.by == who.user_id)
    return HabitList(habits, theirs)


def form(session: Session, about: str, channel: str, who: Who) -> HabitForm:
    """The form for a new habit, from a button that may name the partnership."""
    return HabitForm(partnerships.resolve(session, about, channel, who).channel_id)


def add(session: Session, channel: str, who: Who, text: str, origin: str, now: datetime) -> Receipt:
    """The habit is everybody's to read; the same `origin` again is the same habit."""
    partnership, member = partnerships.enter(session, channel, who, now)
    habit, new = changes.add(session, partnership, member, text, origin, now)
    if not new and origin.startswith("form:") and habit.undone_at is None and habit.text != sentence(text):
        # The answer to the first sending was lost, and the words were bettered before the second.
        changes.change(session, partnership, member, habit, text, now)
    return _receipt(session, habit, new_card=True)


def edit_form(session: Session, habit_id: int, who: Who, now: datetime) -> HabitForm:
    """The form for changing a habit."""
    partnership, _, habit = entries.editable(session, habit_id, who, now)
    if habit.undone_at is not None:
        raise GoneError
    return HabitForm(partnership.channel_id, habit.text, str(habit.id))


def change(session: Session, habit_id: int, who: Who, text: str, now: datetime) -> Receipt:
    """The habit in its new words; how it was is kept."""
    partnership, member, habit = entries.editable(session, habit_id, who, now)
    changes.change(session, partnership, member, habit, text, now)
    return _receipt(session, habit)


def undo(session: Session, habit_id: int, who: Who, now: datetime) -> Receipt:
    """The habit is taken back, and can be put back."""
    partnership, member, habit = entries.editable(session, habit_id, who, now)
    changes.undo(session, partnership, member, habit, now)
    return _receipt(session, habit)


def restore(session: Session, habit_id: int, who: Who, now: datetime) -> Receipt:
    """The habit is there again."""
    partnership, member, habit = entries.editable(session, habit_id, who, now)
    changes.restore(session, partnership, member, habit, now)
    return _receipt(session, habit, new_card=True)


def _receipt(session: Session, habit: Habit, *, new_card: bool = False) -> Receipt:
    public = bool(entries.of_public(session, habit.partnership_id, [habit]))
    return Receipt(entries.view_of(session, habit), public, new_card)
