"""A report as files: charts drawn, people named who agreed to be, page and tables written."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from bot.app import Bot
from bot.drawing.process import PictureError
from bot.outbox.files import File
from bot.pulse.questionnaire import CORE
from bot.pulse.views import results
from bot.report.facts import Report
from bot.report.names import discreet
from bot.report.views import page as view
from bot.report.views.page import Drawn
from bot.report.wins_and_help import ReportedWin
from bot.wins.consent import Audience

PAGE = "report.html"

Named = Callable[[str], Awaitable[str | None]]


async def files(report: Report, name_of: Named) -> list[File]:
    """The page first, then the tables. `name_of` gives the name of a Slack id, where it can be had."""
    names = await _names(
        {user_id for win in report.words for user_id in (win.author, *win.thanked) if user_id}, name_of
    )
    if report.audience is not Audience.INSIDE:
        others = await _names({user_id for win in report.words for user_id in win.unnamed}, name_of)
        words = await asyncio.to_thread(_all_discreet, report.words, names, others)
        report = _nobody_named(replace(report, words=words), set(names.values()))
    html = await asyncio.to_thread(view.page, report, names, await _charts(report))
    tables = await asyncio.to_thread(view.tables, report, names)
    return [File(PAGE, html.encode()), *(File(name, content) for name, content in tables.items())]


def _nobody_named(report: Report, named: Collection[str]) -> Report:
    """Whatever else is quoted names nobody either but those who may be, from why to what hosts said."""

    def discreetly(text: str | None) -> str | None:
        return discreet(text, named, ()) if text else text

    return replace(
        report,
        why=discreetly(report.why),
        vision=discreetly(report.vision),
        aims=tuple(discreet(aim, named, ()) for aim in report.aims),
        habits=tuple(replace(habit, text=discreet(habit.text, named, ())) for habit in report.habits),
        initiatives=tuple(
            replace(each, text=discreet(each.text, named, ()), aim=discreetly(each.aim)) for each in report.initiatives
        ),
        by_aim=tuple((discreetly(aim), number) for aim, number in report.by_aim),
        words=tuple(replace(win, aim=discreetly(win.aim)) for win in report.words),
        pulses=tuple(
            replace(
                pulse,
                action=discreetly(pulse.action),
                because=discreetly(pulse.because),
                became=discreetly(pulse.became),
            )
            for pulse in report.pulses
        ),
        learned=replace(
            report.learned,
            vision=tuple(
                replace(change, reason=discreetly(change.reason), because=discreetly(change.because))
                for change in report.learned.vision
            ),
        ),
    )


def _all_discreet(
    words: Sequence[ReportedWin], names: Mapping[str, str], others: Mapping[str, str]
) -> tuple[ReportedWin, ...]:
    return tuple(_discreet(win, names, others) for win in words)


def _discreet(win: ReportedWin, names: Mapping[str, str], others: Mapping[str, str]) -> ReportedWin:
    named = {names[user_id] for user_id in (win.author, *win.thanked) if user_id is not None and user_id in names}
    return replace(
        win, text=discreet(win.text, named, {others[user_id] for user_id in win.unnamed if user_id in others})
    )


def slack_names(bot: Bot) -> Named:
    """Names as Slack knows them."""

    async def name_of(user_id: str) -> str | None:
        profile = await bot.slack.profile(user_id)
        return profile.name if profile else None

    return name_of


async def nobody(_: str) -> None:
    """Names nobody: what there is without Slack."""


async def _names(user_ids: Iterable[str], name_of: Named) -> dict[str, str]:
    names = {user_id: await name_of(user_id) for user_id in sorted(user_ids)}
    return {user_id: name for user_id, name in names.items() if name}


async def _charts(report: Report) -> Mapping[str, Drawn]:
    """One after another, each in a process of its own; one that cannot be drawn is left out."""
    made: dict[str, Drawn] = {}
    for place, chart in view.charts(report).items():
        try:
            made[place] = Drawn(await chart.drawn(), chart.in_words())
        except PictureError:
            made[place] = Drawn(None, chart.in_words())
    readings = [[pulse.release.whole.get(core.key) for pulse in report.pulses] for core in CORE]
    if any(reading for row in readings for reading in row):
        history = {
            core.key: [(pulse.month, reading) for pulse, reading in zip(report.pulses, row, strict=True)]
            for core, row in zip(CORE, readings, strict=True)
        }
        picture = results.drawing(history)
        try:
            made["pulse"] = Drawn(await picture.drawn(), results.in_words(picture))
        except PictureError:
            made["pulse"] = Drawn(None, results.in_words(picture))
    return made
