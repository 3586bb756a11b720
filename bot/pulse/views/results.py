"""What a pulse came to: its figures in words and as a picture."""

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
from bot.slack.blocks import Block, actions, header, picture
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, bullets, pieces, say
from bot.slack.views.fewer_posts import fewer
from bot.slack.views.wording import NUMBERS

HOW = (
    "Each statement is about the last month, from 1 to 5. The fewer answered, the more coarsely figures are rounded, "
    f"to protect people. How far apart they were is said only from {SPREAD} answers. These figures are final. People "
    "who did not answer may feel differently."
)
_HELD = "in one sector too few answered, or so much alike that it could be worked out who chose what"
_WHEN = "They may be once enough in each answer."
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
    """The figures in words, the core statements as a picture, and what is done about them."""
    release = pulse.release
    core = [STATEMENTS[key] for key in pulse.history]
    others = [STATEMENTS[key] for key in release.whole if key not in pulse.history]
    drawn = drawing(pulse.history)
    any_figure = any(reading for readings in pulse.history.values() for _, reading in readings)
    return message(
        header(f"Pulse of {month(pulse.month)}: what it came to"),
        _turnout(release),
        [block for statement in core for block in _core(pulse, statement)],
        [picture(in_words(drawn))] if any_figure else [],
        say(
            "This month’s others:",
            bullets(*(_other(pulse, statement) for statement in others)),
        ),
        _by_sector(pulse),
        say(HOW),
        below_results(pulse.response),
        actions(*ways_on(pulse.response, pulse.pulse_id), fewer(token)),
        drawing=drawn.kept() if any_figure else None,
    )


def _turnout(release: Release) -> list[Block]:
    if release.answered is None:
        return []
    return [say(f"{band(release.answered)} of the {release.invited} people invited answered.")]


def summary(pulse: Results) -> list[Block]:
    """The latest figures in short, for My Pencil and the overview."""
    lines = [
        pieces(STATEMENTS[key].short, " ", bold(figure(STATEMENTS[key], reading) if reading else "no figure"))
        for key, reading in pulse.release.whole.items()
    ]
    return [say(bold(f"Pulse of {month(pulse.month)}"), bullets(*lines)), *below_results(pulse.response)]


def in_short(pulse: Results) -> list[str]:
    """The statements that come every month, each with its figure as released, or that it has none."""
    readings = [(STATEMENTS[key], pulse.release.whole.get(key)) for key in pulse.history]
    return [
        f"{statement.short.rstrip('.')}: {figure(statement, reading) if reading else 'no figure'}"
        for statement, reading in readings
    ]


def _core(pulse: Results, statement: Statement) -> list[Block]:
    reading = pulse.release.whole.get(statement.key)
    if reading is None:
        return [say(bold(statement.short), " ", _held(pulse, statement))]
    readings = [earlier for _, earlier in pulse.history[statement.key] if earlier is not None]
    return [
        say(
            bold(statement.short),
            f" {_upper(figure(statement, reading))}.{_spread(reading)} ",
            _change(trend(readings), pulse.history[statement.key]),
        )
    ]


def _other(pulse: Results, statement: Statement) -> Sequence[Piece]:
    reading = pulse.release.whole.get(statement.key)
    words = f"{_upper(figure(statement, reading))}.{_spread(reading)}" if reading else _held(pulse, statement)
    return pieces(statement.short, " ", words)


def figure(statement: Statement, reading: Reading) -> str:
    """`about 3.5 of 5, between “Sometimes” and “Often”`."""
    open_end = {Edge.NONE: "", Edge.MORE: " or more", Edge.LESS: " or less"}[reading.edge]
    return f"about {reading.mean:.1f}{open_end} of 5, {_near(statement, reading)}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _near(statement: Statement, reading: Reading) -> str:
    if reading.edge:
        return f"towards “{statement.scale[-1 if reading.edge is Edge.MORE else 0]}”"
    below = int(reading.mean)
    part = round(reading.mean - below, 2)
    if part < 0.3:
        return f"near “{statement.scale[below - 1]}”"
    if part > 0.7:
        return f"near “{statement.scale[below]}”"
    return f"between “{statement.scale[below - 1]}” and “{statement.scale[below]}”"


def _spread(reading: Reading) -> str:
    words = {
        Spread.CLOSE: " The answers were close together.",
        Spread.MIXED: " The answers were somewhat apart.",
        Spread.APART: " The answers were far apart.",
        Spread.SCATTERED: " The answers were not all close together.",
    }
    return words[reading.spread] if reading.spread else ""


def _change(latest: Trend, history: Sequence[tuple[date, Reading | None]]) -> str:
    if latest.change is Change.FIRST:
        return "The first figure; the next pulse can be compared with it."
    months = [when for when, reading in history if reading is not None]
    before = month(months[-2])
    return {
        Change.NONE: "No clear change; from so few answers none could be told from chance."
        if latest.noticed is None
        else f"No clear change; one of less than about {latest.noticed:.1f} would not have been noticed.",
        Change.HIGHER: f"Higher than in {before}, by more than chance and rounding make.",
        Change.LOWER: f"Lower than in {before}, by more than chance and rounding make.",
        Change.ABOVE: "Higher than is usual here.",
        Change.BELOW: "Lower than is usual here.",
        Change.LONG_ABOVE: "For seven pulses on the higher side of what is usual here.",
        Change.LONG_BELOW: "For seven pulses on the lower side of what is usual here.",
    }[latest.change]


def _held(pulse: Results, statement: Statement) -> str:
    floor = pulse.release.floor
    held = f"No figure: fewer than {NUMBERS.get(floor, floor)} people had a part in this."
    ahead = pulse.again.get(statement.key)
    if ahead is None:
        return held
    when = "in the next pulse" if ahead == 1 else f"in {NUMBERS.get(ahead, ahead)} pulses from now"
    return f"{held} It is asked again {when}, and there is a figure once enough do."


def _by_sector(pulse: Results) -> list[Block]:
    """Each group's figures, where all of them may be told; else why not, and when they may be."""
    release = pulse.release
    names = {group.name: people_of(group) for group in pulse.groups}
    if release.groups:
        lines = [
            pieces(
                STATEMENTS[key].short,
                " ",
                bold("; ".join(f"{names[name]} {short(reading)}" for name, reading in by_group.items())),
            )
            for key, by_group in release.groups.items()
        ]
        held = [key for key, why in release.no_groups.items() if why is Why.SECTORS_HELD]
        note = [say(f"The other statements are not told by sector: {_HELD}. {_WHEN}")]
        return [say("By sector:", bullets(*lines)), *(note if held else [])]
    if any(why is Why.NO_SECTORS for why in release.no_groups.values()):
        return [
            say(
                "Not told by sector: that takes two groups of three organisations and "
                f"{2 * release.floor} people each, none of them mostly from one organisation. It may be told once a "
                "pulse opens with those."
            )
        ]
    return [say(f"Not told by sector: {_HELD}. {_WHEN}")]


def short(reading: Reading) -> str:
    return f"{reading.mean:.1f}" + {Edge.NONE: "", Edge.MORE: " or more", Edge.LESS: " or less"}[reading.edge]


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
    usual = f" Usual are {series.usual[0]:.1f} to {series.usual[2]:.1f}." if series.usual else ""
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
