"""The story so far as files: charts drawn, people named who agreed to be, page and tables written."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from bot.drawing.lines import drawn as picture_drawn
from bot.drawing.process import PictureError
from bot.outbox.files import File
from bot.pulse.questionnaire import CORE
from bot.pulse.views import results
from bot.report.facts import Story
from bot.report.names import discreet
from bot.report.wins_and_help import Retold
from bot.report.views import page as report
from bot.report.views.page import Drawn
from bot.wins.consent import Audience

PAGE = "story.html"

Named = Callable[[str], Awaitable[str | None]]


async def files(story: Story, name_of: Named) -> list[File]:
    """The page first, then the tables. `name_of` gives the name of a Slack id, where it can be had."""
    names = await _names({one for win in story.words for one in (win.teller, *win.thanked) if one}, name_of)
    if story.audience is not Audience.INSIDE:
        others = await _names({one for win in story.words for one in win.unnamed}, name_of)
        words = await asyncio.to_thread(_all_discreet, story.words, names, others)
        story = _nobody_named(replace(story, words=words), set(names.values()))
    page = await asyncio.to_thread(report.page, story, names, await _charts(story))
    tables = await asyncio.to_thread(report.tables, story, names)
    return [File(PAGE, page.encode()), *(File(name, content) for name, content in tables.items())]


def _nobody_named(story: Story, named: Collection[str]) -> Story:
    """What is not a win names nobody either but those who may be: why, vision, aims, and what hosts said."""

    def said(text: str | None) -> str | None:
        return discreet(text, named, ()) if text else text

    return replace(
        story,
        why=said(story.why),
        vision=said(story.vision),
        aims=tuple(discreet(one, named, ()) for one in story.aims),
        by_aim=tuple((said(aim), number) for aim, number in story.by_aim),
        words=tuple(replace(one, aim=said(one.aim)) for one in story.words),
        pulses=tuple(
            replace(one, action=said(one.action), because=said(one.because), became=said(one.became))
            for one in story.pulses
        ),
    )


def _all_discreet(words: Sequence[Retold], names: Mapping[str, str], others: Mapping[str, str]) -> tuple[Retold, ...]:
    return tuple(_discreet(one, names, others) for one in words)


def _discreet(one: Retold, names: Mapping[str, str], others: Mapping[str, str]) -> Retold:
    named = {names[user_id] for user_id in (one.teller, *one.thanked) if user_id is not None and user_id in names}
    return replace(
        one, text=discreet(one.text, named, {others[user_id] for user_id in one.unnamed if user_id in others})
    )


async def nobody(_: str) -> None:
    """Names nobody: what there is without Slack."""


async def _names(user_ids: Iterable[str], name_of: Named) -> dict[str, str]:
    found = {user_id: await name_of(user_id) for user_id in sorted(user_ids)}
    return {user_id: name for user_id, name in found.items() if name}


async def _charts(story: Story) -> Mapping[str, Drawn]:
    """One after another, each in a process of its own; one that cannot be drawn is left out."""
    made: dict[str, Drawn] = {}
    for place, chart in report.charts(story).items():
        try:
            made[place] = Drawn(await chart.drawn(), chart.in_words())
        except PictureError:
            made[place] = Drawn(None, chart.in_words())
    readings = [[one.release.whole.get(core.key) for one in story.pulses] for core in CORE]
    if any(reading for row in readings for reading in row):
        history = {
            core.key: [(one.month, reading) for one, reading in zip(story.pulses, row, strict=True)]
            for core, row in zip(CORE, readings, strict=True)
        }
        picture = results.drawing(history)
        try:
            made["pulse"] = Drawn(await picture_drawn(picture), results.in_words(picture))
        except PictureError:
            made["pulse"] = Drawn(None, results.in_words(picture))
    return made
