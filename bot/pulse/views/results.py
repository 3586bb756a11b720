"""What a pulse came to: its figures in words and as a picture, and, for whoever asks, how to read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.drawing.lines import Picture, Point, Series
from bot.pulse.disclosure_control import SPREAD
from bot.pulse.questionnaire import STATEMENTS, Statement
from bot.pulse.releases import Band, Edge, Group, Reading, Release, Spread, Why
from bot.pulse.trend import Change, Trend, trend
from bot.pulse.views.pulse import month, people_of
from bot.pulse.views.response import HostsResponse, below_results, ways_on
from bot.slack.blocks import Block, actions, button, header, picture
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, bullets, pieces, say
from bot.slack.views.fewer_posts import fewer
from bot.slack.views.wording import NUMBERS

READ = "pulse.read"

HOW = (
    "Each statement is about the last month, from 1 to 5. The fewer people answer, the more coarsely figures are "
    f"rounded, to protect people. How far apart answers were is said only from {SPREAD} answers. These figures are "
    "final. People who didn’t answer may feel differently."
)
_HELD = "in one sector too few answered, or too much alike to hide who chose what"
_WHEN = "They may be shown once there are enough of each answer."
SHOWN = 24  # months in a picture


@dataclass(frozen=True)
class Results:
    """A pulse's release, with the months before it. `history` has each core statement's figures, oldest first."""

    pulse_id: int
    month: date
    release: Release
    history: Mapping[str, Sequence[tuple[date, Reading | None]]]
    groups: Sequence[Group]
    again: Mapping[str, int | None]  # in how many pulses from now a statement comes again, if it does
    response: HostsResponse | None


def results(pulse: Results, token: str) -> Message:
    """The figures, a sentence each, the core statements as a picture, and what is done about them."""
    drawn = drawing(pulse.history)
    any_figure = any(reading for readings in pulse.history.values() for _, reading in readings)
    return message(
        header(f"Pulse of {month(pulse.month)}: the results"),
        _turnout(pulse.release),
        say(bullets(*(_item(pulse, key) for key in _in_order(pulse)))),
        [picture(in_words(drawn))] if any_figure else [],
        below_results(pulse.response),
        actions(
            *ways_on(pulse.response, pulse.pulse_id),
            button("How to read this", READ, str(pulse.pulse_id)),
            fewer(token),
        ),
        drawing=drawn.kept() if any_figure else None,
    )


def _in_order(pulse: Results) -> list[str]:
    """The core statements first."""
    return [*pulse.history, *(key for key in pulse.release.whole if key not in pulse.history)]


def _turnout(release: Release) -> list[Block]:
    if release.answered is None:
        return []
    return [say(f"{band(release.answered)} of the {release.invited} people invited answered. From 1 to 5:")]


def _item(pulse: Results, key: str) -> Sequence[Piece]:
    """`Our vision helped me decide: about 4.0, near “Often”`, and whether that is a change."""
    statement, reading = STATEMENTS[key], pulse.release.whole.get(key)
    if reading is None:
        return pieces(f"{statement.label}: ", bold("no figure"), ", too few answers.")
    shown = bold(_in_brief(statement, reading))
    comparable = key in pulse.history and _trend(pulse, key).change is not Change.FIRST
    return pieces(f"{statement.label}: ", shown, f". {_change(pulse, key)}." if comparable else ".")


def how_to_read(pulse: Results) -> Message:
    """For whoever asks: what was asked in full, how figures come about, how sure they are, and what is held back."""
    return message(
        say(bold(f"How to read the pulse of {month(pulse.month)}")),
        say(HOW),
        say(
            "In the picture, a bar shows where the mean of everybody invited likely lies, if people who didn’t answer "
            "are like those who did."
        ),
        say("What was asked:", bullets(*(_in_full(pulse, key) for key in _in_order(pulse)))),
        _by_sector(pulse),
    )


def _in_full(pulse: Results, key: str) -> Sequence[Piece]:
    statement, reading = STATEMENTS[key], pulse.release.whole.get(key)
    if reading is None:
        return pieces(bold(statement.short), " ", _held(pulse, statement))
    ends = f"1 is “{statement.scale[0]}”, 5 is “{statement.scale[-1]}”."
    sure = f" {_sure(pulse, key)}" if key in pulse.history else ""
    return pieces(bold(statement.short), f" {ends}{_spread(reading)}{sure}")


def summary(pulse: Results) -> list[Block]:
    """The latest figures in short, for My Pencil and the overview."""
    lines = [
        pieces(f"{STATEMENTS[key].label}: ", bold(figure(STATEMENTS[key], reading) if reading else "no figure"))
        for key, reading in pulse.release.whole.items()
    ]
    return [say(bold(f"Pulse of {month(pulse.month)}"), bullets(*lines)), *below_results(pulse.response)]


def in_short(pulse: Results) -> list[str]:
    """The statements that come every month, each with its figure as released, or that it has none."""
    readings = [(STATEMENTS[key], pulse.release.whole.get(key)) for key in pulse.history]
    return [
        f"{statement.label}: {_in_brief(statement, reading) if reading else 'no figure'}"
        for statement, reading in readings
    ]


def figure(statement: Statement, reading: Reading) -> str:
    """`about 3.5 of 5, “Sometimes” to “Often”`."""
    return f"about {short(reading)} of 5, {_near(statement, reading)}"


def _in_brief(statement: Statement, reading: Reading) -> str:
    return f"about {short(reading)}, {_near(statement, reading)}"


def short(reading: Reading) -> str:
    return f"{reading.mean:.1f}" + {Edge.NONE: "", Edge.MORE: " or more", Edge.LESS: " or less"}[reading.edge]


def _near(statement: Statement, reading: Reading) -> str:
    if reading.edge:
        return f"towards “{statement.scale[-1 if reading.edge is Edge.MORE else 0]}”"
    below = int(reading.mean)
    part = round(reading.mean - below, 2)
    if part < 0.3:
        return f"near “{statement.scale[below - 1]}”"
    if part > 0.7:
        return f"near “{statement.scale[below]}”"
    return f"“{statement.scale[below - 1]}” to “{statement.scale[below]}”"


def _spread(reading: Reading) -> str:
    words = {
        Spread.CLOSE: " The answers were close together.",
        Spread.MIXED: " The answers were somewhat apart.",
        Spread.APART: " The answers were far apart.",
        Spread.SCATTERED: " The answers were not all close together.",
    }
    return words[reading.spread] if reading.spread else ""


def _trend(pulse: Results, key: str) -> Trend:
    return trend([reading for _, reading in pulse.history[key] if reading is not None])


def _change(pulse: Results, key: str) -> str:
    """Whether the figure has clearly changed, in a few words."""
    months = [when for when, reading in pulse.history[key] if reading is not None]
    before = month(months[-2])
    return {
        Change.NONE: f"No clear change since {before}",
        Change.HIGHER: f"Higher than in {before}",
        Change.LOWER: f"Lower than in {before}",
        Change.ABOVE: "Higher than usual here",
        Change.BELOW: "Lower than usual here",
        Change.LONG_ABOVE: "On the high side for seven pulses",
        Change.LONG_BELOW: "On the low side for seven pulses",
    }[_trend(pulse, key).change]


def _sure(pulse: Results, key: str) -> str:
    """How sure that is."""
    latest = _trend(pulse, key)
    if latest.change is Change.FIRST:
        return "This is the first figure; the next pulse can be compared with it."
    if latest.change is Change.NONE and latest.noticed is None:
        return "With so few answers, no change could be told from chance."
    if latest.change is Change.NONE:
        return f"A change of less than about {latest.noticed:.1f} would not have been noticed."
    if latest.change in {Change.HIGHER, Change.LOWER}:
        return "That is more of a change than chance and rounding make."
    return "What is usual here comes from the first twelve figures."


def _held(pulse: Results, statement: Statement) -> str:
    floor = pulse.release.floor
    held = f"No figure: fewer than {NUMBERS.get(floor, floor)} people had a part in this."
    ahead = pulse.again.get(statement.key)
    if ahead is None:
        return held
    when = "in the next pulse" if ahead == 1 else f"{NUMBERS.get(ahead, ahead)} pulses from now"
    return f"{held} It comes again {when}."


def _by_sector(pulse: Results) -> list[Block]:
    """Each group's figures, where all of them may be told; else why not, and when they may be."""
    release = pulse.release
    names = {group.name: people_of(group) for group in pulse.groups}
    if release.groups:
        lines = [
            pieces(
                f"{STATEMENTS[key].label}: ",
                bold("; ".join(f"{names[name]} {short(reading)}" for name, reading in by_group.items())),
            )
            for key, by_group in release.groups.items()
        ]
        held = [key for key, why in release.no_groups.items() if why is Why.SECTORS_HELD]
        note = [say(f"The other statements have no figures by sector: {_HELD}. {_WHEN}")]
        return [say("By sector:", bullets(*lines)), *(note if held else [])]
    if any(why is Why.NO_SECTORS for why in release.no_groups.values()):
        return [
            say(
                "There are no figures by sector. That takes two groups with three organisations and "
                f"{2 * release.floor} people each, neither mostly from one organisation, when a pulse opens."
            )
        ]
    return [say(f"There are no figures by sector: {_HELD}. {_WHEN}")]


def band(band: Band | None) -> str:
    if band is None:
        return "Too few"
    return f"{band.low} or more" if band.high is None else f"{band.low} to {band.high}"


# The picture


def drawing(history: Mapping[str, Sequence[tuple[date, Reading | None]]]) -> Picture:
    """The core statements over the months."""
    return Picture(tuple(_series(STATEMENTS[key], readings) for key, readings in history.items()))


def _series(statement: Statement, readings: Sequence[tuple[date, Reading | None]]) -> Series:
    released = [reading for _, reading in readings if reading is not None]
    return Series(
        title=statement.short,
        ends=(statement.scale[0], statement.scale[-1]),
        points=tuple(_point(when, reading) for when, reading in readings[-SHOWN:]),
        usual=trend(released).usual if released else None,
    )


def _point(when: date, reading: Reading | None) -> Point:
    if reading is None:
        return Point(f"{when:%Y-%m}", None, None, None)
    low = 1.0 if reading.edge is Edge.LESS else max(1.0, reading.mean - reading.give)
    high = 5.0 if reading.edge is Edge.MORE else min(5.0, reading.mean + reading.give)
    return Point(f"{when:%Y-%m}", reading.mean, low, high, str(reading.edge))


def in_words(drawn: Picture) -> str:
    """What the picture says, for those who cannot see it."""
    return " ".join(_series_in_words(series) for series in drawn.series)


def _series_in_words(series: Series) -> str:
    years = [point.month[:4] for point in series.points]
    new = [place == 0 or years[place - 1] != year for place, year in enumerate(years)]
    points = "; ".join(_point_in_words(point, dated=dated) for point, dated in zip(series.points, new, strict=True))
    usual = f" Usually {series.usual[0]:.1f} to {series.usual[2]:.1f}." if series.usual else ""
    low, high = (end.lower() for end in series.ends)
    return (
        f"{series.title} From 1, {low}, to 5, {high}, with the band in which the mean of all "
        f"invited likely lies: {points}.{usual}"
    )


def _point_in_words(point: Point, *, dated: bool) -> str:
    name = f"{date.fromisoformat(f'{point.month}-01'):{'%b %Y' if dated else '%b'}}"
    if point.value is None:
        return f"{name} no figure"
    open_end = {"": "", "more": " or more", "less": " or less"}[point.edge]
    return f"{name} {point.value:.1f}{open_end} ({point.low:.1f}–{point.high:.1f})"
