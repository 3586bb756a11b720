"""Hosts tidy up organisations: say where somebody is from, rename one, merge two, remove one nobody is from."""

import re
from collections.abc import Awaitable

from bot.app import Bot
from bot.lib import values
from bot.lib.refusals import Refusal
from bot.organisations import acts, acts_on_words, changes, merging
from bot.organisations.acts import UndoneAlreadyError
from bot.organisations.plans import Look, Plan, Unsure, What
from bot.organisations.views import tidy as view
from bot.partnership.members import Who
from bot.partnership.partners import PartnerEntry, Sector
from bot.partnership.partnerships import NotANameError, UnnamedError
from bot.partnership.views import partner as partner_view
from bot.slack.messages import Message, message
from bot.slack.rich_text import say
from handlers.markup import first_word, words_alone
from handlers.organisation import with_sector
from handlers.payloads import Command, Press, Submission
from handlers.people import people_chosen, placed, pointed
from handlers.replies import Errors, Open, Reply, Say, Show
from handlers.tables import Actions, Forms, Refusals, Subcommands

_QUOTES = "\"'“”’ "


class NotOneError(Refusal):
    """One person is to be named, and no other number."""


class AnAppError(Refusal):
    """Apps are not from anywhere."""


# By text


async def tidy(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001  # every word is called alike
    """`tidy up`: the form."""
    names = await bot.database.run(acts.names, "", act.channel, act.who, bot.clock())
    return Open(view.menu(names)) if act.trigger else Say(view.by_form(names.partnership_id))


async def rename(bot: Bot, act: Command, rest: str) -> Reply:
    """`rename OLD to NEW`."""
    ways = _ways(rest, "to")
    if not ways:
        return await _ask(bot, act, What.RENAME, rest)
    return await _planned(bot.database.run(acts_on_words.plan_rename, act.channel, act.who, ways, bot.clock()))


async def merge(bot: Bot, act: Command, rest: str) -> Reply:
    """`merge ONE into ANOTHER`."""
    ways = _ways(rest, "into") or _ways(rest, "with")
    if not ways:
        return await _ask(bot, act, What.MERGE, rest)
    return await _planned(bot.database.run(acts_on_words.plan_merge, act.channel, act.who, ways, bot.clock()))


async def remove(bot: Bot, act: Command, rest: str) -> Reply:
    """`remove NAME`."""
    name = rest.strip(_QUOTES)
    if not name:
        return await _ask(bot, act, What.REMOVE, rest)
    return await _planned(bot.database.run(acts_on_words.plan_remove, act.channel, act.who, name, bot.clock()))


async def from_(bot: Bot, act: Command, rest: str) -> Reply:
    """`from @Person NAME`, `from @Person NAME, voluntary`."""
    markup = first_word(act.text)[1]
    name, sector = with_sector(words_alone(markup))
    people = await pointed(bot, markup)
    if not people or not name.strip(_QUOTES):
        return await _ask(bot, act, What.FROM, rest)
    whom = await _person(bot, act.channel, markup)
    entry = PartnerEntry(name.strip(_QUOTES), sector)
    return await _planned(bot.database.run(acts_on_words.plan_from, act.channel, act.who, whom, entry, bot.clock()))


def _ways(typed: str, word: str) -> list[tuple[str, str]]:
    """Every way to read `A to B`: a name may have the word in it."""
    ways = []
    for between in re.finditer(rf"\s+(?:{word}|→|->)\s+", typed, re.IGNORECASE):
        first, second = typed[: between.start()].strip(_QUOTES), typed[between.end() :].strip(_QUOTES)
        ways += [(first, second)] if first and second else []
    return ways


async def _ask(bot: Bot, act: Command, what: What, typed: str) -> Reply:
    """What was meant is not clear: the form, or how to say it."""
    names = await bot.database.run(acts.names, "", act.channel, act.who, bot.clock())
    if typed.strip():
        return Say(view.how(what, bot.settings.command_partnership, typed, names.partnership_id))
    if act.trigger:
        return Open(view.filling_in(what, names))
    return Say(view.by_form(names.partnership_id))


async def _person(bot: Bot, channel: str, markup: str) -> Who:
    """The one person pointed at."""
    profiles = await pointed(bot, markup)
    if len(profiles) != 1 or profiles[0] is None:
        raise NotOneError
    if profiles[0].bot:
        raise AnAppError
    [whom] = await placed(bot, channel, [Who(profiles[0].team_id, profiles[0].user_id)])
    return whom


async def _planned(planning: Awaitable[Look | Unsure]) -> Reply:
    """What would follow; or what it is that is not known, or that cannot be."""
    try:
        planned = await planning
    except (changes.NameTakenError, changes.PeopleThereError, changes.SaidThemselvesError) as refusal:
        return Say(_refused(refusal))
    return Say(view.unsure(planned) if isinstance(planned, Unsure) else view.look(planned))


def _refused(
    refusal: changes.NameTakenError | changes.PeopleThereError | changes.SaidThemselvesError,
) -> Message:
    if isinstance(refusal, changes.NameTakenError):
        return view.taken(refusal.name, Plan(What.MERGE, refusal.of, refusal.partner_id))
    if isinstance(refusal, changes.PeopleThereError):
        return message(say(view.people_there(refusal.name, refusal.people)))
    return view.said_themselves(refusal.user_id, refusal.name)


# By button


async def open_(bot: Bot, act: Press) -> Reply:
    """*Tidy up*, on the list of partners, in the settings and for hosts in My Pencil."""
    names = await bot.database.run(acts.names, act.value, act.channel or "", act.who, bot.clock())
    return Open(view.menu(names))


async def look(bot: Bot, act: Press) -> Reply:
    return await _planned(bot.database.run(acts.look, Plan.read(act.value), act.who, bot.clock()))


async def do(bot: Bot, act: Press) -> Reply:
    return Say(await _done(bot, Plan.read(act.value), act.who))


async def _done(bot: Bot, plan: Plan, who: Who) -> Message:
    try:
        return view.done(await bot.database.run(acts.do, plan, who, bot.clock()))
    except (changes.NameTakenError, changes.PeopleThereError, changes.SaidThemselvesError) as refusal:
        return _refused(refusal)


async def undo(bot: Bot, act: Press) -> Reply:
    return Say(view.undone(await bot.database.run(acts.undo, act.value, act.who, bot.clock())))


# By form


async def chosen(bot: Bot, act: Submission) -> Reply:
    """One of the four: its form takes the place of the first."""
    what = values.one_of(What, act.text(view.CHOICE))
    names = await bot.database.run(acts.names, act.about, act.channel, act.who, bot.clock())
    return Show(view.filling_in(what, names))


async def filled_in(bot: Bot, act: Submission) -> Reply:
    """A rename, a merge or a removal: what would follow takes the place of the form."""
    what = next(what for what, callback in view.FORMS.items() if callback == act.callback)
    partner_id = values.number(act.text(view.PARTNER))
    other_id = values.number(act.text(view.INTO)) if what is What.MERGE else 0
    if partner_id == other_id:
        return Errors({view.INTO: view.TWICE})
    plan = Plan(what, partner_id, other_id, act.text(view.NAMED) if what is What.RENAME else "")
    try:
        return Show(view.look_form(await bot.database.run(acts.look, plan, act.who, bot.clock())))
    except UnnamedError:
        return Errors({view.NAMED: view.UNNAMED})
    except NotANameError:
        return Errors({view.NAMED: partner_view.NOT_A_NAME})
    except changes.NameTakenError as refusal:
        return Errors({view.NAMED: view.taken_by(refusal.name)})
    except changes.PeopleThereError as refusal:
        return Errors({view.PARTNER: view.people_there(refusal.name, refusal.people)})
    except merging.SameError:
        return Errors({view.INTO: view.SAME})


async def person_chosen(bot: Bot, act: Submission) -> Reply:
    """Where somebody is from: what would follow takes the place of the form."""
    user_ids = await people_chosen(bot, act, view.WHO)
    listed, typed = act.text(view.PARTNER), act.text(view.NAMED).strip()
    if len(user_ids) != 1:
        return Errors({view.WHO: view.NOBODY})
    if not listed and not typed:
        return Errors({view.NAMED: view.NO_ORGANISATION})
    try:
        whom = await _person(bot, act.channel, f"<@{user_ids[0]}>")
        planned = await _plan_from(bot, act, whom, listed, typed)
    except UnnamedError:
        return Errors({view.NAMED: view.UNNAMED})
    except NotANameError:
        return Errors({view.NAMED: partner_view.NOT_A_NAME})
    except changes.SaidThemselvesError:
        return Errors({view.WHO: view.SAID})
    except tuple(_OF_PEOPLE) as refusal:
        return Errors({view.WHO: _OF_PEOPLE[type(refusal)]})
    return Say(view.unsure(planned)) if isinstance(planned, Unsure) else Show(view.look_form(planned))


async def _plan_from(bot: Bot, act: Submission, whom: Who, listed: str, typed: str) -> Look | Unsure:
    if typed:
        sector = values.one_of(Sector, act.text(view.SECTOR)) if act.text(view.SECTOR) else None
        entry = PartnerEntry(typed, sector)
        return await bot.database.run(acts_on_words.plan_from, act.channel, act.who, whom, entry, bot.clock())
    partner_id = values.number(listed)
    return await bot.database.run(acts_on_words.plan_from_known, act.channel, act.who, whom, partner_id, bot.clock())


async def done_by_form(bot: Bot, act: Submission) -> Reply:
    return Say(await _done(bot, Plan.read(act.about), act.who))


_OF_PEOPLE: dict[type[Exception], str] = {
    NotOneError: view.NOT_ONE,
    AnAppError: view.A_BOT,
    changes.AbsentError: view.ABSENT,
    changes.YourselfError: view.YOURSELF,
}

SUBCOMMANDS: Subcommands = {
    "tidy": tidy,
    "rename": rename,
    "merge": merge,
    "remove": remove,
    "from": from_,
}

ACTIONS: Actions = {
    partner_view.TIDY: open_,
    view.LOOK: look,
    view.DO: do,
    view.UNDO: undo,
}

FORMS: Forms = {
    view.MENU_FORM: chosen,
    view.FORMS[What.RENAME]: filled_in,
    view.FORMS[What.MERGE]: filled_in,
    view.FORMS[What.REMOVE]: filled_in,
    view.FORMS[What.FROM]: person_chosen,
    view.DO_FORM: done_by_form,
}

REFUSALS: Refusals = {
    merging.SameError: view.SAME,
    UndoneAlreadyError: view.UNDONE_ALREADY,
    changes.ChangedSinceError: view.CHANGED_SINCE,
    **_OF_PEOPLE,
}
