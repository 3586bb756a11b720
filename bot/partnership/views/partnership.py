"""What people read about the partnership itself: starting it, its timetable, its pauses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.partnership.partnerships import NAME
from bot.partnership.rhythm import Changed, Line
from bot.schedule import countries
from bot.slack.blocks import Block, actions, button, given_back, header
from bot.slack.forms import date_picker, field, form, text_input
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, bullets, code, moment, pieces, say
from bot.slack.text import cut, day
from bot.slack.views.entry_points import ways_in
from bot.slack.views.wording import KINDS, count

START = "partnership.start"
PAUSE, RESUME = "partnership.pause", "partnership.resume"
SET_BACK = "timetable.set_back"
START_FORM, PAUSE_FORM = "partnership.start", "partnership.pause"
NAMED, UNTIL = "name", "until"

DAYS = {
    "mon": "Mondays",
    "tue": "Tuesdays",
    "wed": "Wednesdays",
    "thu": "Thursdays",
    "fri": "Fridays",
    "sat": "Saturdays",
    "sun": "Sundays",
}
REFLECTING = "In reflection: every post comes half as often."
UNNAMED = f"A partnership needs a name of at most {NAME} characters. Nothing was started."
HOSTS_ONLY = "Only a host can do that, so nothing changed. Anyone may ask a host to."
NOT_HERE = "A partnership lives in a channel that its people share. Say this there, and I’ll start it."
PAST = "That day is over, so nothing changed. Give a day still to come, such as 5 January."
NOT_SWITCHED = (
    "Those come while a consultation is open, so nothing changed. To open, end or take one back, type @Pencil "
    "consultation."
)
RESUMED_ALREADY = "Nothing was paused, so there was nothing to resume."


@dataclass(frozen=True)
class Started:
    """A partnership that has just begun."""

    name: str
    zone: str
    next_at: datetime | None  # the first celebration
    keep_months: int
    holidays: str  # whose: `GB-SCT`


@dataclass(frozen=True)
class Timetable:
    """When each kind of post comes, as its reader may see and change it."""

    lines: Sequence[Line]
    zone: str
    paused: str | None
    host: bool
    holidays: str  # whose: `GB-SCT`
    changed: Changed | None = None  # by whom it is shown to


def none_here(typed: str = "") -> Message:
    """This channel is nobody's home yet; what was typed comes back to be copied."""
    return message(
        say(
            "There’s no partnership in this channel yet. Does yours meet here? Press the button and give it a name. If "
            "not, say this again in its own channel.",
        ),
        given_back(typed),
        actions(button("Start a partnership here", START)),
    )


def starting(channel_id: str, name: str = "") -> dict[str, Any]:
    return form(
        START_FORM,
        "Start a partnership",
        field(
            NAMED,
            "What’s the partnership called?",
            text_input(cut(name, NAME) or None, max_length=NAME),
            hint="It lives in this channel, and you’re its first host.",
        ),
        submit="Start it",
        channel=channel_id,
    )


def started(partnership: Started, command: str) -> Message:
    """What has begun, when the first post comes, and what to do next."""
    return message(
        say(bold(partnership.name), " now lives in this channel, and you’re its first host."),
        say(
            bullets(
                ["Say where you’re from: ", code(f"{command} join"), " and the name of your organisation."],
                ["I’ve posted an introduction. If you don’t see it, type ", code("/invite @Pencil"), " here."],
                [
                    "The first celebration comes on ",
                    moment(partnership.next_at, partnership.zone),
                    f", {town(partnership.zone)} time.",
                ]
                if partnership.next_at
                else ["Celebrations are switched off."],
                [
                    (
                        f"I delete things after {count(partnership.keep_months, 'month')}, and rest on the public "
                        f"holidays of {countries.name(partnership.holidays)}. To change that: "
                    ),
                    code(f"{command} settings"),
                    ".",
                ],
                [code(f"{command} help"), " shows the rest."],
            )
        ),
    )


def already(name: str) -> Message:
    return message(say(bold(name), " already lives in this channel, so nothing changed."))


def standing(name: str, pulse: Sequence[Block] = ()) -> Message:
    """The post that stays in the channel, with a way in for everyone, whichever workspace they are in."""
    return message(
        header(name),
        say(
            "I’m Pencil. I remember what goes well between you, what’s stuck, who can do what and what could be. You "
            "can edit or undo everything you share."
        ),
        say(
            "Press a button, or say ",
            code("@Pencil win"),
            ", ",
            code("@Pencil blocker"),
            ", ",
            code("@Pencil skill"),
            " or ",
            code("@Pencil idea"),
            " and go on in your own words.",
        ),
        ways_in(),
        pulse,
    )


def timetable(shown: Timetable, command: str) -> Message:
    """What has changed, if anything; when each kind of post comes; for hosts, how to change it."""
    return message(
        _changed(shown.changed, shown.zone) if shown.changed else [],
        say(bold("Timetable"), f" ({town(shown.zone)} time)"),
        say(bullets(*timetable_lines(shown.lines, shown.zone))),
        say(
            f"What falls on a public holiday ({countries.name(shown.holidays)}), or while you are closed, comes on the "
            "next working day. I post at most three of these a week and one a day: celebrations keep their day, the "
            "others wait."
        ),
        [say(REFLECTING)] if any(line.halved for line in shown.lines) else [],
        [say(shown.paused)] if shown.paused else [],
        [
            say(
                "As a host you can change it: ",
                code(f"{command} timetable celebrations thu 14:00"),
                ", or ",
                code("off"),
                " and ",
                code("on"),
                " in place of day and time.",
            )
        ]
        if shown.host
        else [],
    )


def _changed(changed: Changed, zone: str) -> list[Block]:
    before, after = changed.before, changed.after
    if (before.day, before.time, before.on) == (after.day, after.time, after.on):
        return [say("It was like that already, so nothing changed.")]
    was = f"{_rhythm(before)} at {before.time}" if before.on else "switched off"
    return [
        say("Changed. ", *timetable_lines([after], zone)[0], f". Before: {was}."),
        actions(button("Undo", SET_BACK, f"{changed.partnership_id}.{changed.undoing}")),
    ]


def timetable_lines(lines: Sequence[Line], zone: str) -> list[list[Piece]]:
    """A line for each kind of post: how often, and when next."""
    shown: list[list[Piece]] = []
    for line in lines:
        pieces_: list[Piece] = [bold(KINDS[line.kind]), f": {_rhythm(line)} at {line.time}"]
        if not line.on:
            pieces_.append(", switched off")
        elif line.next_at is not None:
            pieces_ += ["; next on ", moment(line.next_at, zone)]
        shown.append(pieces_)
    return shown


def _rhythm(line: Line) -> str:
    """`Fridays`, `every second Monday`, `every 4 weeks on a Monday`, `the first Tuesday of a month`, `once`."""
    if line.once:
        return f"once, on a {DAYS[line.day].removesuffix('s')}"
    if line.monthly:
        return f"the first {DAYS[line.day].removesuffix('s')} of {'every second' if line.halved else 'a'} month"
    every = line.every * 2 if line.halved else line.every
    if every == 1:
        return DAYS[line.day]
    day = DAYS[line.day].removesuffix("s")
    return f"every second {day}" if every == 2 else f"every {every} weeks on a {day}"


def unclear_time(command: str) -> Message:
    return message(
        say(
            "I didn’t understand that, so the timetable hasn’t changed. Say which post, the day and the time: ",
            code(f"{command} timetable celebrations thu 14:00"),
            ". Or ",
            code(f"{command} timetable celebrations off"),
            ".",
        )
    )


AGAIN = "again"  # what the preview says of a kind that comes a second time


def preview(outlooks: Sequence[tuple[Line, str]], zone: str, days_off: Sequence[tuple[date, str]] = ()) -> Message:
    """The posts of the next seven days, each with what would be in it if it came now; and on which nobody is there."""
    if not outlooks:
        return message(say("Nothing is due in the next seven days."), _off(days_off))
    return message(
        say(bold("The next seven days")),
        say(
            bullets(
                *(
                    pieces(moment(line.next_at, zone), ": ", bold(KINDS[line.kind]), f", {what}.")
                    for line, what in outlooks
                    if line.next_at is not None
                )
            )
        ),
        _off(days_off),
        say("Only you see this. If there’s nothing to say, I post nothing."),
    )


def _off(days_off: Sequence[tuple[date, str]]) -> list[Block]:
    if not days_off:
        return []
    lines = (f"{day:%A} {day.day} {day:%B}" + (f": {label}" if label else "") for day, label in days_off)
    return [say("Days off, when I don’t post:", bullets(*lines))]


def pausing(channel_id: str, about: str) -> dict[str, Any]:
    return form(
        PAUSE_FORM,
        "Pause the posts",
        say("I won’t post anything on schedule. What people share meanwhile is kept for afterwards."),
        field(
            UNTIL,
            "Until",
            date_picker(),
            hint="The pause ends on that day. If you leave this empty, it ends when a host says so.",
            optional=True,
        ),
        submit="Pause",
        channel=channel_id,
        about=about,
    )


def paused(until: datetime | None, zone: str, command: str) -> Message:
    when: list[Piece] = ["until a host types ", code(f"{command} resume")]
    if until:
        when = ["until ", bold(f"{day(until, zone)} {until.year}")]
    return message(
        say(
            "Paused ",
            *when,
            ". Wins shared meanwhile are kept for the next celebration.",
        )
    )


def paused_note(paused_at: datetime | None, until: datetime | None, zone: str) -> str | None:
    """That posts are paused, and until when; nothing while they are not."""
    if paused_at is None:
        return None
    return f"Paused until {day(until, zone)} {until.year}." if until else "Paused by a host."


def resumed(next_at: datetime | None, zone: str) -> Message:
    return message(
        say(
            "I’m posting again. ",
            *(pieces("The next celebration comes on ", moment(next_at, zone), ".") if next_at else []),
        )
    )


def unclear_date(command: str) -> Message:
    return message(
        say(
            "I didn’t understand that day, so nothing was paused. Try ",
            code(f"{command} pause until 5 January"),
            ", ",
            code(f"{command} pause 2 weeks"),
            ", or ",
            code(f"{command} pause"),
            " with no day.",
        )
    )


def town(zone: str) -> str:
    """`New York` for America/New_York."""
    return zone.rpartition("/")[2].replace("_", " ")
