"""The report: asked for by a word, or by a form; it is made and sent when there is time."""

from bot.app import Bot
from bot.lib import periods, values
from bot.report import acts, acts_on_authors, facts
from bot.report.views import authors as authors_view
from bot.report.views import messages as view
from bot.slack.forms import ENDS_BEFORE, LAST
from bot.wins.consent import Audience
from handlers.payloads import Command, Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals, Subcommands
from handlers.times import period

_ASK = "ask"


async def request(bot: Bot, act: Command, rest: str) -> Reply:
    """`report`, `report 2026-01..2026-06`, `report 2026 partners`; `story` does the same. `report ask` asks authors."""
    audience, days = _read(rest)
    word, _, others = days.partition(" ")
    if word.lower().rstrip(":") == _ASK:
        asked = await bot.database.run(
            acts_on_authors.ask, act.channel, act.who, _without(others), audience, bot.clock()
        )
        return Say(authors_view.asked(asked))
    requested = await bot.database.run(acts.request, act.channel, act.who, days, audience, bot.clock())
    return Say(view.answer(requested, bot.settings.command_partnership))


async def ask(bot: Bot, act: Command, rest: str) -> Reply:
    """`ask the authors` alone."""
    return await request(bot, act, f"{_ASK} {rest}")


def _without(words: str) -> str:
    """The days, without whom they ask: `ask the authors 2026`."""
    return " ".join(word for word in words.split() if word.lower() not in {"the", "authors", "author"})


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
    days, audience, now = period(act), values.one_of(Audience, act.text(view.READERS)), bot.clock()
    try:
        requested = await bot.database.run(acts.request_between, act.channel, act.who, days, audience, now)
    except periods.BackwardsError:
        return Errors({LAST: ENDS_BEFORE})
    return Say(view.answer(requested, bot.settings.command_partnership))


async def ask_authors(bot: Bot, act: Press) -> Reply:
    """*Ask the authors*, in the preview: of the wins of its days, for its readers."""
    partnership_id, audience, first, last = values.parts(act.value, ".", 4)
    asked = await bot.database.run(
        acts_on_authors.ask_between,
        partnership_id,
        act.channel or "",
        act.who,
        (values.day(first), values.day(last)),
        values.one_of(Audience, audience),
        bot.clock(),
    )
    return Say(authors_view.asked(asked), beside=True)


async def choose_wins(bot: Bot, act: Press) -> Reply:
    """The form in which an author ticks what may be quoted."""
    return Open(authors_view.choose(await bot.database.run(acts_on_authors.form, act.value, act.who, bot.clock())))


async def answered_by_form(bot: Bot, act: Submission) -> Reply:
    """What an author ticked, each with the wording they read."""
    chosen = [values.parts(value, ".", 2) for value in act.chosen(authors_view.WINS)]
    ticked = {values.number(win_id): read for win_id, read in chosen}
    answer = await bot.database.run(acts_on_authors.answer, act.about, act.who, ticked, bot.clock())
    return Say(authors_view.answered(answer))


SUBCOMMANDS: Subcommands = {
    "report": request,
    "story": request,
    "ask-authors": ask,
}

ACTIONS: Actions = {
    view.CHOOSE: choose,
    authors_view.ASK: ask_authors,
    authors_view.CHOOSE: choose_wins,
}

FORMS: Forms = {
    view.FORM: requested_by_form,
    authors_view.FORM: answered_by_form,
}

REFUSALS: Refusals = {
    periods.UnclearPeriodError: view.UNCLEAR,
    periods.BackwardsError: view.BACKWARDS,
    facts.InsideError: view.INSIDE_IS_FOR_HOSTS,
    acts_on_authors.NobodyToAskError: authors_view.NOTHING_TO_ASK,
    acts_on_authors.AskingPausedError: authors_view.PAUSED,
}
