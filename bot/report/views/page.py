"""The report as files: a page that prints, and tables for a spreadsheet."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.checkins.stages import STAGES, Stage
from bot.checkins.views.checkin import WORDS
from bot.drawing.columns import Chart, Part, stretches
from bot.drawing.pairs import Pairs
from bot.lib import sheets
from bot.lib.periods import written
from bot.pulse.questionnaire import STATEMENTS
from bot.pulse.releases import Reading
from bot.pulse.views import results
from bot.pulse.views.pulse import people_of
from bot.report.facts import Report, ReportedPulse
from bot.report.views import learned, ties
from bot.report.wins_and_help import ReportedWin
from bot.slack.views.wording import count
from bot.wins.consent import Audience

READERS = {
    Audience.INSIDE: "for the people of the partnership",
    Audience.PARTNERS: "for everybody in its organisations",
    Audience.PUBLIC: "for the public",
}
SECTORS = {"public": "Public sector", "private": "Private sector", "voluntary": "Voluntary sector"}
UNSAID, NO_AIM = "Sector not said", "No aim named"
ALONE, SHARED = "of one organisation", "shared by more than one"

_BLOCKS = 20  # characters of the longest bar


@dataclass(frozen=True)
class Drawn:
    """A chart as it stands in the report: none where it could not be drawn, for its table says the same."""

    png: bytes | None
    alt: str

    @property
    def address(self) -> str:
        return f"data:image/png;base64,{base64.b64encode(self.png or b'').decode()}"


def _lines(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.splitlines())


_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters |= {"lines": _lines, "written": written, "count": count}


def page(report: Report, names: Mapping[str, str], charts: Mapping[str, Drawn]) -> str:
    """The report as HTML. `names` are those of people who may be named, by Slack id."""
    return _TEMPLATES.get_template("page.html").render(
        report=report,
        readers=READERS[report.audience],
        public=report.audience is Audience.PUBLIC,
        brief=in_brief(report),
        charts=charts,
        by_month=_bars(report),
        by_aim=[(aim or NO_AIM, number) for aim, number in report.by_aim],
        aims_named=any(aim for aim, _ in report.by_aim),
        by_sector=[(sector_name(sector), number) for sector, number in report.by_sector],
        quoted=[(win, who(win, names)) for win in report.words],
        ties=ties.pairs(report),
        ties_count=ties.COUNTED,
        partners=[
            (partner.name, sector_name(partner.sector), stays(report, partner.stays)) for partner in report.partners
        ],
        partner_months=_partner_bars(report),
        checkins=[(STAGES[Stage(row.stage)].title, row.number, row.words) for row in report.checkins],
        check_words=WORDS,
        pulses=[_pulse(pulse) for pulse in report.pulses],
        how=results.HOW,
        lessons=learned.lessons(report),
        changes=learned.changes(report),
        involved=learned.involved(report.learned.involved),
        sources=learned.SOURCES,
    )


def in_brief(report: Report) -> list[tuple[str, str]]:
    """The figures that stand at the top."""
    median = "none fixed" if report.days_blocked is None else f"{report.days_blocked:g}"
    ends = [number for _, number in partners_by_month(report)]
    return [
        ("Wins", f"{report.wins:,}"),
        ("Wins shared by more than one organisation", f"{report.shared:,}"),
        ("Wins shared across sectors", f"{report.across:,}"),
        ("Blockers raised", f"{report.raised:,}"),
        ("Blockers fixed", f"{report.fixed:,}"),
        ("Median days from raised to fixed", median),
        ("Blockers fixed with help from another organisation", f"{report.helped.times:,}"),
        ("Organisations at the end", f"{ends[-1]:,}"),
        ("Check-ins", f"{sum(row.number for row in report.checkins):,}"),
        ("Pulses with results", f"{len(report.pulses):,}"),
    ]


def sector_name(sector: str | None) -> str:
    return SECTORS.get(sector or "", UNSAID)


def who(win: ReportedWin, names: Mapping[str, str]) -> str:
    """`Exe Bay Council and Withy Library; told by Amina Okafor, with thanks to Siân Prosser`."""
    partners = [", ".join(win.partners)] if win.partners else []
    author = names.get(win.author or "")
    thanked = [names[user_id] for user_id in win.thanked if user_id in names]
    people = [
        *([f"told by {author}"] if author else []),
        *([f"with thanks to {', '.join(thanked)}"] if thanked else []),
    ]
    words = "; ".join([*partners, *([", ".join(people)] if people else [])])
    return words if partners else words[:1].upper() + words[1:]


def stays(report: Report, stretches_: Sequence[tuple[datetime, datetime | None]]) -> str:
    """`since 2 March 2026`, or from when to when."""
    parts = []
    for begun, ended in stretches_:
        first = written(report.period.day(begun))
        parts.append(f"{first} to {written(report.period.day(ended))}" if ended else f"since {first}")
    return ", then ".join(parts)


def partners_by_month(report: Report) -> list[tuple[Any, int]]:
    """How many organisations were here when each month of the period, or the period, ended."""
    following = [*report.months[1:], None]
    numbers = []
    for month, after in zip(report.months, following, strict=True):
        end = report.period.ends if after is None else report.period.begins_on(after)
        numbers.append((month, sum(partner.here_before(end) for partner in report.partners)))
    return numbers


# Charts


def charts(report: Report) -> dict[str, Chart | Pairs]:
    """What is drawn, by where it stands."""
    columns = stretches(report.months)
    wins = {month: (alone, shared) for month, alone, shared in report.by_month}
    ends = dict(partners_by_month(report))
    labels = tuple(label for label, _ in columns)
    made: dict[str, Chart | Pairs] = {}
    if (tied := ties.chart(report)) is not None:
        made["ties"] = tied
    if report.wins:
        parts = [tuple(sum(wins[month][part] for month in months) for _, months in columns) for part in (0, 1)]
        made["wins"] = Chart("Wins", labels, (Part(ALONE, parts[0]), Part(SHARED, parts[1])))
    if report.partners:
        numbers = tuple(ends[months[-1]] for _, months in columns)
        made["partners"] = Chart("Organisations in the partnership", labels, (Part("organisations", numbers),))
    return made


def _bars(report: Report) -> list[tuple[str, int, int, str]]:
    """Month, wins of one organisation, shared ones, and a bar of characters, which every program shows."""
    most = max((alone + shared for _, alone, shared in report.by_month), default=0)
    return [(f"{month:%B %Y}", alone, shared, _bar(alone + shared, most)) for month, alone, shared in report.by_month]


def _partner_bars(report: Report) -> list[tuple[str, int, str]]:
    numbers = partners_by_month(report)
    most = max((number for _, number in numbers), default=0)
    return [(f"{month:%B %Y}", number, _bar(number, most)) for month, number in numbers]


def _bar(number: int, most: int) -> str:
    return "█" * (max(1, round(_BLOCKS * number / most)) if number else 0)


# The pulse


def _pulse(pulse: ReportedPulse) -> dict[str, Any]:
    release = pulse.release
    answered = (
        f"{results.band(release.answered)} of the {release.invited} people invited answered."
        if release.answered
        else f"Too few of the {release.invited} people invited answered for any figure."
    )
    named = {group.name: people_of(group) for group in pulse.groups}
    shown = [name for name in named if any(name in by for by in release.groups.values())]
    rows = [
        (
            STATEMENTS[key].text,
            _figure(key, reading),
            [results.short(by[name]) if (by := release.groups.get(key)) else "no figure" for name in shown],
        )
        for key, reading in release.whole.items()
    ]
    return {
        "month": f"{pulse.month:%B %Y}",
        "answered": answered,
        "groups": [named[name] for name in shown],
        "rows": rows,
    }


def _figure(key: str, reading: Reading | None) -> str:
    return results.figure(STATEMENTS[key], reading) if reading else "no figure: too few answers"


# Tables


def tables(report: Report, names: Mapping[str, str]) -> dict[str, bytes]:
    """The CSV files, by name."""
    ends = dict(partners_by_month(report))
    return {
        "figures.csv": sheets.table(
            ("Group", "What", "Figure"),
            [
                *(("In brief", what, value) for what, value in in_brief(report)),
                *(("Wins by aim", aim or NO_AIM, number) for aim, number in report.by_aim),
                *(("Wins by sector", sector_name(sector), number) for sector, number in report.by_sector),
                *(("Who was involved", what, figure) for what, figure in learned.involved(report.learned.involved)),
            ],
        ),
        "months.csv": sheets.table(
            ("Month", "Wins of one organisation", "Shared wins", "Organisations at its end"),
            [(f"{month:%Y-%m}", alone, shared, ends[month]) for month, alone, shared in report.by_month],
        ),
        "learned.csv": sheets.table(
            ("Kind", "When", "Source", "What", "What became of it"),
            [
                *(("Learned", "", source, lesson, "") for lesson, source in learned.lessons(report)),
                *(
                    ("Changed", change.when, change.source, change.what, change.became)
                    for change in learned.changes(report)
                ),
            ],
        ),
        "sources.csv": sheets.table(("Figure", "Where it comes from"), learned.SOURCES),
        "wins.csv": sheets.table(
            ("Day", "Win", "Organisations", "Sectors", "Shared", "Aim", "May be read by", "Told by", "With thanks to"),
            [_win(win, names) for win in report.words],
        ),
        "ties.csv": sheets.table(ties.HEADER, ties.pairs(report)),
        "habits.csv": sheets.table(("Habit", "Added"), [(habit.text, habit.on) for habit in report.habits]),
        "initiatives.csv": sheets.table(
            ("Initiative", "Aim", "Begun", "Became", "Ended"),
            [(each.text, each.aim, each.begun, each.outcome or "goes on", each.ended) for each in report.initiatives],
        ),
        "help.csv": sheets.table(("Helped", "Was helped", "Blockers fixed"), report.helped.known),
        "partners.csv": sheets.table(
            ("Organisation", "Sector", "Joined", "Left"),
            [
                (
                    partner.name,
                    partner.sector or "",
                    report.period.day(begun),
                    report.period.day(ended) if ended else "",
                )
                for partner in report.partners
                for begun, ended in partner.stays
            ],
        ),
        "checkins.csv": sheets.table(
            ("Stage", "Check-ins", *WORDS.values()),
            [
                (STAGES[Stage(row.stage)].title, row.number, *(row.words.get(word, 0) for word in WORDS))
                for row in report.checkins
            ],
        ),
        "pulses.csv": sheets.table(
            ("Month", "Statement", "Whose answers", "Mean from 1 to 5", "Open end", "Invited", "Answered"),
            [row for pulse in report.pulses for row in _released(pulse)],
        ),
    }


def _win(win: ReportedWin, names: Mapping[str, str]) -> tuple[Any, ...]:
    return (
        win.on,
        win.text,
        "; ".join(win.partners),
        "; ".join(sorted(sector for sector in win.sectors if sector)),
        "yes" if win.shared else "no",
        win.aim or "",
        win.consent,
        names.get(win.author or "", ""),
        "; ".join(names[user_id] for user_id in win.thanked if user_id in names),
    )


def _released(pulse: ReportedPulse) -> Iterable[tuple[Any, ...]]:
    release, month = pulse.release, f"{pulse.month:%Y-%m}"
    answered = results.band(release.answered)
    named = {group.name: people_of(group) for group in pulse.groups}
    for key, reading in release.whole.items():
        whose = [("everybody", reading), *((named[name], by) for name, by in release.groups.get(key, {}).items())]
        for people, figure in whose:
            cells = (f"{figure.mean:.1f}", str(figure.edge)) if figure else ("", "")
            yield (month, STATEMENTS[key].text, people, *cells, release.invited, answered)
