"""How we do it here: the card in the channel, the list, the form, and what stands beside the vision."""

from typing import Any

from bot.habits.entries import HabitForm, HabitList, Habits, HabitView, Receipt
from bot.lib.text import SENTENCE
from bot.slack.blocks import Block, Element, actions, button, header
from bot.slack.forms import field, form, text_input
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, bullets, person, pieces, quote, say
from bot.slack.text import and_more, dated
from bot.slack.views.guide import call, guide

ADD, LIST = "habit.add", "habit.list"
EDIT, UNDO, RESTORE = "habit.edit", "habit.undo", "habit.restore"
ADD_FORM, EDIT_FORM = "habit.add", "habit.edit"
TEXT = "text"

TITLE = "How we do it here"
_EXAMPLES = (
    "We ring first, and write afterwards.",
    "Nobody leaves a meeting without a name to ask for.",
    "If you’re nearest, you fetch the bread.",
)

EMPTY = "I found no words in that, so nothing changed. One sentence is enough."
ONLY_A_NAME = "That’s only a name, so nothing changed. What do we do here that somebody new should know?"


def add_button(partnership_id: int = 0) -> Element:
    """Opens the form; in the channel it need not say of which partnership."""
    return button("Add a habit", ADD, str(partnership_id or ""))


def _all_button(partnership_id: int) -> Element:
    return button("All habits", LIST, str(partnership_id))


# In the channel


def card(habit: HabitView, partnership_id: int, zone: str) -> Message:
    """A habit as the channel sees it, with a way to add another."""
    return message(
        header(TITLE),
        say(quote(habit.text), *_added(habit, zone)),
        actions(add_button(partnership_id), _all_button(partnership_id)),
    )


def _added(habit: HabitView, zone: str) -> list[Piece]:
    return ["Added by ", person(habit.by), f" on {dated(habit.added_at, zone)}."]


# Beside other things


def beside_vision(habits: Habits) -> list[Block]:
    """The newest with their days, and the ways to the rest and to another; before there is one, the way to it."""
    if not habits.newest:
        return [actions(add_button(habits.partnership_id))]
    lines = [pieces(habit.text, f" (added {dated(habit.added_at, habits.zone)})") for habit in habits.newest]
    return [
        say(bold(TITLE)),
        say(bullets(*lines)),
        actions(add_button(habits.partnership_id), *([_all_button(habits.partnership_id)] if habits.more else [])),
    ]


# For one person


def receipt(made: Receipt) -> Message:
    """What has been added, put back or changed; who reads it, and how to change it."""
    opening = "On its way to the channel:" if made.new_card else "Changed, on its card too:"
    reports = (
        "Reports quote it without your name, also for the public."
        if made.public
        else "Reports for the public leave it out, as it has somebody’s name in it."
    )
    about = str(made.habit.id)
    return message(
        say(opening, quote(made.habit.text)),
        say(f"It’s shown beside the vision and to newcomers. {reports}"),
        actions(button("Edit", EDIT, about), button("Undo", UNDO, about)),
    )


def undone(taken_back: Receipt) -> Message:
    return message(
        say("Undone, and its card is gone from the channel:", quote(taken_back.habit.text)),
        actions(button("Put it back", RESTORE, str(taken_back.habit.id))),
    )


def listing(shown: HabitList) -> Message:
    """The newest first; who may change one can do it here."""
    habits = shown.habits
    if not habits.newest:
        return message(
            say("Nobody has said yet what’s normal here. What do you do by now that somebody new should know?"),
            actions(add_button(habits.partnership_id)),
        )
    return message(
        say(bold(TITLE), ", the newest first"),
        *(_entry(habit, habits.zone, editable=habit.id in shown.editable) for habit in habits.newest),
        [say(f"… {and_more(habits.more)}.")] if habits.more else [],
        actions(add_button(habits.partnership_id)),
    )


def _entry(habit: HabitView, zone: str, *, editable: bool) -> list[Block]:
    about = str(habit.id)
    buttons = [actions(button("Edit", EDIT, about), button("Undo", UNDO, about))] if editable else []
    return [say(quote(habit.text), *_added(habit, zone)), *buttons]


def habit_form(facts: HabitForm) -> dict[str, Any]:
    """The form for a new habit, or for another wording."""
    return form(
        EDIT_FORM if facts.about else ADD_FORM,
        TITLE,
        field(
            TEXT,
            "What’s normal here by now?",
            text_input(facts.text, max_length=SENTENCE, multiline=True),
            hint="One sentence, as you’d say it to somebody new. Everybody reads it, and reports for the public quote "
            "it without your name.",
        ),
        submit="Save" if facts.about else "Add it",
        channel=facts.channel_id,
        about=facts.about,
    )


def called(command: str) -> Message:
    return call("habit", "what we do here", f"{command} habit", add_button())


def help_(command: str) -> Message:
    """How to say what is normal here."""
    return guide(
        TITLE,
        f"{command} habit",
        ("what we do here", "adds it: the channel sees it, and people who come read it."),
        ("", "on its own opens a form."),
        ("list", "shows what people have said."),
        mention="habit what we do here",
        examples=_EXAMPLES,
        closing="You can edit or undo what you added.",
        way_in=add_button(),
    )
