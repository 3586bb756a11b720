"""Words around a report: that it is being made, of when and for whom, and why not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.lib.periods import Period, written
from bot.report.views.authors import ASK
from bot.slack.blocks import actions, button
from bot.slack.forms import field, form, period_fields, radios
from bot.slack.messages import Message, message
from bot.slack.rich_text import bold, code, say
from bot.slack.views.wording import count
from bot.wins.consent import Audience

CHOOSE = "story.choose"
FORM = "story.make"
READERS = "readers"
LABEL = "A report"

_READERS = {
    Audience.PUBLIC: "The public: quotes only wins whose authors agreed to that",
    Audience.PARTNERS: "Everybody in our organisations",
    Audience.INSIDE: "Only us: quotes every win",
}
_FOR = {
    Audience.PUBLIC: "for the public",
    Audience.PARTNERS: "for everybody in our organisations",
    Audience.INSIDE: "for the people of this partnership only",
}

UNCLEAR = (
    "I didn’t understand these days, so I did nothing. Write them like 2026-01..2026-06 or "
    "2026-01-15..2026-03-31. Without days, you get everything since the start."
)
BACKWARDS = "That ends before it begins, so I did nothing. Put the earlier day first."
INSIDE_IS_FOR_HOSTS = (
    "Only hosts can make the report that quotes every win, so I made none. With the word public or partners, anybody "
    "can make one that quotes the wins whose authors agreed."
)


@dataclass(frozen=True)
class Requested:
    """A report that is being made: how many of its wins this audience may read the words of, and how many there are.

    To a host also about how many of the others their authors could be asked.
    """

    id: int  # of the partnership
    name: str
    period: Period
    audience: Audience
    readable: int
    wins: int
    askable: int = 0

    @property
    def key(self) -> str:
        """What asks the authors of just these wins."""
        return f"{self.id}.{self.audience}.{self.period.first}.{self.period.last}"


@dataclass(frozen=True)
class Nothing:
    """A period of which there is nothing to report."""

    period: Period
    started: date


@dataclass(frozen=True)
class ReportForm:
    """What the form begins with that asks for a report."""

    channel_id: str
    name: str
    started: date
    readers: Collection[Audience]  # those for whom whoever asks may have one made


def answer(facts: Requested | Nothing, command: str) -> Message:
    """A report is being made, or why there is none."""
    return _nothing(facts, command) if isinstance(facts, Nothing) else _coming(facts, command)


def _coming(report: Requested, command: str) -> Message:
    """What is being made, of what, and how to have it otherwise."""
    return message(
        say(
            "I’m making a report on ",
            bold(report.name),
            f", {report.period}, ",
            bold(_FOR[report.audience]),
            ". You’ll get it in a private message in a moment: a page to print or open in Word, and tables.",
        ),
        say(_quoted(report)),
        say("For other days or readers: ", code(f"{command} report 2026-01..2026-06 partners"), ", or"),
        actions(
            *([button("Ask the authors", ASK, report.key)] if report.askable else []),
            button("Choose days and readers", CHOOSE),
        ),
    )


def _quoted(report: Requested) -> str:
    """How many wins are in it with their words, and how more could be."""
    if report.readable == report.wins:
        return f"It quotes {count(report.wins, 'win')}."
    counted = f"It counts {count(report.wins, 'win')} and quotes {report.readable:,}."
    if report.askable:
        more = f"{report.askable:,} more could be quoted if the authors agree. Each is asked in private, once."
    else:
        more = "To quote the rest I need their authors to agree. They can do that when they edit a win."
    return f"{counted} {more}"


def _nothing(facts: Nothing, command: str) -> Message:
    """An empty period: no report, and what to do."""
    return message(
        say(
            f"From {facts.period} nothing was recorded here, so I made no report. This partnership started on "
            f"{written(facts.started)}. For everything since then, type ",
            code(f"{command} report"),
            ".",
        ),
        actions(button("Choose days and readers", CHOOSE)),
    )


def request_form(facts: ReportForm) -> dict[str, Any]:
    """The form: from when to when, and for whom."""
    return form(
        FORM,
        LABEL,
        say("A report on ", bold(facts.name), " to hand on: a page to print or open in Word, and tables."),
        period_fields(facts.started),
        field(
            READERS,
            "For whom?",
            radios((label, str(audience)) for audience, label in _READERS.items() if audience in facts.readers),
        ),
        submit="Make it",
        channel=facts.channel_id,
    )
