"""The report: asked for by a word, or by a form; it is made and sent when there is time."""

from datetime import date

from bot.app import Bot
from bot.lib import periods, values
from bot.report import acts, facts
from bot.report.views import messages as view
from bot.wins.consent import Audience
from handlers.payloads import Command, Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals, Subcommands


async def request(bot: Bot, act: Command, rest: str) -> Reply:
    """`report`, `report 2026-01..2026-06`, `report 2026 partners`; `story` does the same."""
    audience, days = _read(rest)
    requested = await bot.database.run(acts.request, act.channel, act.who, days, audience, bot.clock())
    return Say(view.answer(requested, bot.settings.command_partnership))


def _read(rest: str) -> tuple[Audience, str]:
    """For whom, and the days as they were written; a report is for the public unless somebody says otherwise."""
    words = rest.split()
    named = [word for word in words if word.lower() in set(Audience)]
    audience = Audience(named[-1].lower()) if named else Audience.PUBLIC
    return audience, " ".join(word for word in words if word not in named)


async def choose(bot: Bot, act: Press) -> Reply:
    """The form that asks for days and readers."""
    return Open(view.request_form(await bot.database.read(acts.request_form, act.value, act.channel or "", act.who)))


async def requested_by_form(bot: Bot, act: Submission) -> Reply:
    days = _day(act.text(view.FIRST)), _day(act.text(view.LAST))
    audience, now = values.one_of(Audience, act.text(view.READERS)), bot.clock()
    try:
        requested = await bot.database.run(acts.request_between, act.channel, act.who, days, audience, now)
    except periods.BackwardsError:
        return Errors({view.LAST: view.ENDS_BEFORE})
    return Say(view.answer(requested, bot.settings.command_partnership))


def _day(typed: str) -> date | None:
    return values.day(typed) if typed else None


SUBCOMMANDS: Subcommands = {
    "report": request,
    "story": request,
}

ACTIONS: Actions = {
    view.CHOOSE: choose,
}

FORMS: Forms = {
    view.FORM: requested_by_form,
}

REFUSALS: Refusals = {
    periods.UnclearPeriodError: view.UNCLEAR,
    periods.BackwardsError: view.BACKWARDS,
    facts.InsideError: view.INSIDE_IS_FOR_HOSTS,
}
