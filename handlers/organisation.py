"""Saying where one is from, and seeing who is here."""

from bot.app import Bot
from bot.home import acts_on_organisation as acts
from bot.lib import values
from bot.partnership import acts as partnership_acts
from bot.partnership import partners
from bot.partnership.partners import Joined, PartnerEntry, Perhaps, Sector
from bot.partnership.partnerships import UnnamedError
from bot.partnership.views import partner as view
from bot.slack.messages import Message
from handlers.payloads import Command, Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals, Subcommands


async def join(bot: Bot, act: Command, rest: str) -> Reply:
    """`join ORGANISATION`, `join ORGANISATION, voluntary`; without a name there is a choice."""
    name, comma, last = rest.rpartition(",")
    sector = next((sector for sector in Sector if sector == last.strip().lower()), None) if comma else None
    name = name if sector else rest
    if not name.strip():
        return Say(view.asking(await bot.database.run(acts.choices, act.channel, act.who, bot.clock())))
    joined = await bot.database.run(acts.join, "", act.channel, act.who, PartnerEntry(name, sector), bot.clock())
    return Say(_answer(joined))


def _answer(joined: Joined | Perhaps, about: str = "") -> Message:
    if isinstance(joined, Perhaps):
        return view.perhaps(joined, about)
    return view.joined(joined)


def _sector(chosen: str) -> Sector | None:
    return values.one_of(Sector, chosen) if chosen else None


async def choose(bot: Bot, act: Press) -> Reply:
    """One of the organisations here is mine."""
    partner_id, _, about = act.value.partition(".")
    joined = await bot.database.run(
        acts.choose, values.number(partner_id), about, act.channel or "", act.who, bot.clock()
    )
    return Say(_answer(joined), beside=bool(about))  # the receipt in which it was asked stays


async def add(bot: Bot, act: Press) -> Reply:  # noqa: ARG001
    return Open(view.adding(act.channel or "-", act.value))


async def added_by_form(bot: Bot, act: Submission) -> Reply:
    entry = PartnerEntry(act.text(view.NAMED), _sector(act.text(view.SECTOR)))
    try:
        joined = await bot.database.run(acts.join, act.about, act.channel, act.who, entry, bot.clock())
    except UnnamedError:
        return Errors({view.NAMED: view.UNNAMED})
    return Say(_answer(joined, act.about))


async def add_new(bot: Bot, act: Press) -> Reply:
    """The name that is close to another's is an organisation of its own."""
    about, chosen, name = values.parts(act.value, ".", 3)
    entry = PartnerEntry(name, _sector(chosen), surely_new=True)
    joined = await bot.database.run(acts.join, about, act.channel or "", act.who, entry, bot.clock())
    return Say(_answer(joined, about))


async def listed(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001  # every word is called alike
    listing = await bot.database.read(partnership_acts.list_partners, act.channel)
    return Say(view.listing(listing, bot.settings.command_partnership))


async def listed_pressed(bot: Bot, act: Press) -> Reply:
    """The same, with a way for one's own organisation to step back or return."""
    read = partnership_acts.list_partners_with_own
    listing = await bot.database.read(read, act.value, act.channel or "", act.who)
    return Say(view.listing(listing, bot.settings.command_partnership), beside=True)


SUBCOMMANDS: Subcommands = {
    "join": join,
    "partners": listed,
}

ACTIONS: Actions = {
    view.CHOOSE: choose,
    view.ADD: add,
    view.ADD_NEW: add_new,
    view.LIST: listed_pressed,
}

FORMS: Forms = {
    view.ADD_FORM: added_by_form,
}

REFUSALS: Refusals = {
    partners.UnknownPartnerError: view.UNKNOWN,
}
