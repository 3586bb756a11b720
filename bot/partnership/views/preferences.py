"""Quiet hours, private messages and being named, as the person whose they are reads and sets them."""

from typing import Any
from zoneinfo import ZoneInfo

from bot.partnership.preferences import MOST_ASKS, Held, Preferences
from bot.partnership.views.partnership import town
from bot.slack.blocks import Block, actions, button
from bot.slack.forms import checkboxes, date_picker, field, form, radios, time_picker
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, bullets, code, pieces, say
from bot.slack.text import day
from bot.slack.views.wording import NUMBERS

OPEN, NO_QUIET, WAKE = "preferences.open", "preferences.noquiet", "preferences.wake"
FORM = "preferences.set"
FROM, TO, ASKS, UNTIL, NAMED = "from", "to", "asks", "until", "named"
YES = "yes"

CHANGED = "Done. Your settings here are now:"
NO_HOURS = "Quiet hours need two different times, such as 20:00 and 08:00. Nothing changed."
BOTH = "Give both times, or neither."
NO_ASKS = f"Choose a number from 0 to {MOST_ASKS}. Nothing changed."
PAST = "That day is over. Choose one still to come."


def lines(mine: Preferences) -> list[list[Piece]]:
    """What holds, a line each."""
    hours: list[Piece] = ["none"]
    if mine.quiet:
        hours = [f"{mine.quiet_from} to {mine.quiet_to}, {town(mine.zone)} time"]
    snoozed = f"until {day(mine.snoozed_until, mine.zone)}" if mine.snoozed_until else "no"
    return [
        pieces(bold("Quiet hours"), ": ", *hours),
        pieces(bold("Private messages you didn’t ask for"), f": {_most(mine.asks)}"),
        pieces(bold("Snoozed"), f": {snoozed}"),
        pieces(bold("Reports for people outside may name you"), f": {'yes' if mine.named else 'no'}"),
    ]


def _most(asks: int) -> str:
    return "none" if asks == 0 else f"at most {NUMBERS[asks]} a week"


def buttons(mine: Preferences, about: str) -> Block:
    """What can be done about it, with one press each."""
    return actions(
        button("Change these", OPEN, about),
        *([button("End quiet hours", NO_QUIET, about)] if mine.quiet else []),
        *([button("End the snooze", WAKE, about)] if mine.snoozed_until else []),
    )


def shown(held: Held, command: str, first: str = "Your settings here:") -> Message:
    """What holds for a person now, and how they change it."""
    return message(
        say(first),
        say(bullets(*lines(held.preferences))),
        say(
            "What you ask me for always comes at once. To change these, press the button or say, for example, ",
            code(f"{command} quiet 20:00-08:00"),
            ", ",
            code(f"{command} snooze until 5 January"),
            ", ",
            code(f"{command} asks 1"),
            " or ",
            code(f"{command} named yes"),
            ".",
        ),
        buttons(held.preferences, str(held.partnership_id)),
    )


def edit_form(held: Held) -> dict[str, Any]:
    """The form in which all of them are set."""
    mine = held.preferences
    return form(
        FORM,
        "Quiet hours and asks",
        say(
            "What you didn’t ask for waits until your quiet hours are over. I go by your own time zone, as Slack knows "
            "it."
        ),
        field(FROM, "Quiet from", time_picker(mine.quiet_from), optional=True),
        field(TO, "Quiet until", time_picker(mine.quiet_to), optional=True),
        field(
            ASKS,
            "How many private messages a week, without you asking?",
            radios([(str(most), str(most)) for most in range(MOST_ASKS + 1)], str(mine.asks)),
        ),
        field(
            UNTIL,
            "Snooze until",
            date_picker(_date(mine)),
            hint="I won’t ask you anything before that day.",
            optional=True,
        ),
        field(
            NAMED,
            "Your name",
            checkboxes([("Reports for people outside may name me", YES)], [YES] if mine.named else []),
            hint="Here in the partnership, your name is shown beside what you share.",
            optional=True,
        ),
        submit="Save",
        channel=held.channel_id,
        about=str(held.partnership_id),
    )


def _date(mine: Preferences) -> str | None:
    return f"{mine.snoozed_until.astimezone(ZoneInfo(mine.zone)):%Y-%m-%d}" if mine.snoozed_until else None


def unclear_hours(command: str) -> Message:
    return message(
        say(
            "I didn’t understand those hours, so nothing changed. Say when they begin and end: ",
            code(f"{command} quiet 20:00-08:00"),
            ", or ",
            code(f"{command} quiet 8pm to 7.30am"),
            ". ",
            code(f"{command} quiet off"),
            " ends them.",
        )
    )


def unclear_day(command: str) -> Message:
    return message(
        say(
            "I didn’t understand that day, so nothing changed. Try ",
            code(f"{command} snooze until 5 January"),
            " or ",
            code(f"{command} snooze 2 weeks"),
            ". ",
            code(f"{command} snooze off"),
            " ends a snooze.",
        )
    )


def unclear_asks(command: str) -> Message:
    return message(say(NO_ASKS, " For example ", code(f"{command} asks 1"), "."))


def unclear_named(command: str) -> Message:
    return message(
        say(
            "Say ",
            code(f"{command} named yes"),
            " or ",
            code(f"{command} named no"),
            ". Nothing changed.",
        )
    )
