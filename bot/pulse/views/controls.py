"""What hosts read of the pulse and can do with it, and how it stands for anybody who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.pulse.views.pulse import PulseView, status
from bot.pulse.views.results import Results, summary
from bot.slack.blocks import actions, button
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bullets, channel, code, moment, pieces, say
from bot.slack.text import cut, day
from bot.slack.views.wording import count

UNSKIP, STOP = "pulse.unskip", "pulse.stop"
WORDS = SKIP, FLOOR, STOP_IT = "skip", "floor", "stop"  # what hosts type after `pulse`
_TYPED = 40  # characters shown of what is none of these
HIGHEST_FLOOR = 50


@dataclass(frozen=True)
class Overview:
    """How the pulse stands, as `/partnership pulse` shows it to somebody."""

    pulse: PulseView | None
    results: Results | None
    next_at: datetime | None
    zone: str
    host: bool  # whoever asks is one
    floor: int


@dataclass(frozen=True)
class Skipped:
    """A pulse that is left out."""

    partnership_id: int
    occasion: str
    at: datetime
    next_at: datetime | None
    zone: str


@dataclass(frozen=True)
class Unskipped:
    """A pulse is not left out after all: when the next opens."""

    next_at: datetime | None
    zone: str


def overview(facts: Overview, command: str) -> Message:
    """`/partnership pulse`: how it stands, the latest results, when the next opens; for hosts, what they can do."""
    floor = facts.floor
    raised: list[Piece] = [
        code(f"{command} pulse floor {min(floor + 5, HIGHEST_FLOOR)}"),
        f" waits for more answers before showing results (now {floor}); once used, it can’t go down",
    ]
    return message(
        status(facts.pulse) if facts.pulse else [],
        summary(facts.results) if facts.results else [],
        say("The next pulse opens on ", moment(facts.next_at, facts.zone), ".")
        if facts.next_at
        else say("No pulse is in the timetable."),
        [
            say(
                "As a host you can type: ",
                bullets(
                    [code(f"{command} pulse skip"), " skips the next one"],
                    [
                        code(f"{command} timetable pulse thu 14:00"),
                        " moves it; ",
                        code("off"),
                        " and ",
                        code("on"),
                        " switch it",
                    ],
                    *([raised] if floor < HIGHEST_FLOOR else []),
                    [code(f"{command} pulse stop"), " ends an open one without results"],
                ),
            )
        ]
        if facts.host
        else [],
    )


def too_few_members(known: int, needed: int, channel_id: str, command: str, *, last: bool = False) -> Message:
    """Why no pulse opens; the `last` time it says that it is."""
    rest = " I won’t bring this up again until somebody new is there." if last else ""
    return message(
        say(
            "No pulse opens in ",
            channel(channel_id),
            f" this month. I know {count(known, 'person', 'people')} there. With fewer than {needed}, the results "
            "could give away who answered what. I get to know people when they press My Pencil or tell me something in "
            "the channel. To switch the pulse off, type ",
            code(f"{command} timetable pulse off"),
            f" there.{rest}",
        )
    )


def did_not_open(channel_id: str) -> Message:
    return message(
        say(
            "This month’s pulse could not be posted in ",
            channel(channel_id),
            " on its day, so it won’t open. The next comes in a month.",
        )
    )


def still_open(channel_id: str) -> Message:
    return message(
        say(
            "No pulse opens in ",
            channel(channel_id),
            " this month: the last one there is still open. The next comes in a month.",
        )
    )


def no_key(channel_id: str, command: str) -> Message:
    return message(
        say(
            "The pulse in ",
            channel(channel_id),
            " is due to close, but the server’s PENCIL_KEY is missing, or isn’t the one the pulse opened with. All "
            "answers are safe and still sealed. Once the old key is back, the pulse closes by itself. If that key is "
            "lost, end the pulse without results: ",
            code(f"{command} pulse stop"),
            ".",
        )
    )


def skipped(pulse: Skipped) -> Message:
    return message(
        say(
            f"The pulse of {day(pulse.at, pulse.zone)} is skipped. ",
            *(pieces("The next opens on ", moment(pulse.next_at, pulse.zone), ".") if pulse.next_at else []),
        ),
        actions(button("Undo", UNSKIP, f"{pulse.partnership_id}.{pulse.occasion}")),
    )


def unskipped(facts: Unskipped) -> Message:
    return message(
        say(
            "It’s back in the timetable.",
            *(pieces(" The next pulse opens on ", moment(facts.next_at, facts.zone), ".") if facts.next_at else []),
        )
    )


def floor_set(floor: int) -> Message:
    return message(
        say(
            f"From the next pulse on, results need {floor} answers, and a pulse opens only once I know {2 * floor} "
            "people. You can lower it again until a pulse has opened with it. After that people have been promised it."
        )
    )


def at_stake(pulse_id: int) -> Message:
    """What stopping the pulse would delete, before it is done."""
    return message(
        say(
            "Do you want to stop this pulse? I’ll delete all its answers for good, and there’ll be no results. The "
            "channel will see that a host stopped it."
        ),
        actions(button("Stop it and delete the answers", STOP, str(pulse_id), style="danger")),
        say("If you press nothing, nothing happens."),
    )


def unclear(typed: str, near: Sequence[str], command: str) -> Message:
    """What was typed after `pulse` is no word of it: the nearest is offered, or all of them."""
    unknown = pieces("I don’t know ", code(f"pulse {cut(typed, _TYPED)}"), ", so nothing changed. ")
    if near:
        return message(say(*unknown, "Did you mean ", code(f"{command} pulse {near[0]}"), "?"))
    return message(
        say(
            *unknown,
            code(f"{command} pulse"),
            " shows how it’s going. A host can add ",
            code(SKIP),
            ", ",
            code(f"{FLOOR} 10"),
            " or ",
            code(STOP_IT),
            ".",
        )
    )


NO_LOWER = (
    f"This can be at most {HIGHEST_FLOOR}, and never lower than in a pulse that has opened, so it stays as it is. Give "
    "a number, such as 10."
)
TOO_LATE = "It’s too late for that one, so it stays skipped."
NOTHING_TO_SKIP = "No pulse is in the timetable, so there was nothing to skip."
NOTHING_TO_STOP = "No pulse is open, so there was nothing to stop."
STOPPED = "The pulse is stopped. All its answers are deleted, and there are no results. The channel sees that too."


def outlook(known: int, floor: int) -> str:
    """What the next one would be if it came now."""
    return f"for {known} people" if known >= 2 * floor else f"once I know {2 * floor} people; {known} so far"
