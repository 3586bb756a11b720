"""Saying where one is from, and seeing who is here."""

from bot.app import Bot
from bot.blockers.views import blocker as blocker_view
from bot.home import acts_on_organisation as acts
from bot.home.acts_on_organisation import From
from bot.lib import values
from bot.partnership import acts as partnership_acts
from bot.partnership import partners, partnerships
from bot.partnership.partners import PartnerEntry, Perhaps, Sector
from bot.partnership.partnerships import NotANameError, UnnamedError
from bot.partnership.views import partner as view
from bot.slack.messages import Message
from bot.wins.views import win as win_view
from handlers.markup import first_word, points, words_alone
from handlers.payloads import Command, Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals, Subcommands


async def join(bot: Bot, act: Command, rest: str) -> Reply:
    """`join ORGANISATION`, `join ORGANISATION, voluntary`; without a name there is a choice."""
    name, sector = with_sector(rest)
    if points(act.text):
        return await _beside_others(bot, act, sector)
    if not name.strip():
        return Say(view.asking(await bot.database.run(acts.choices, "", act.channel, act.who, bot.clock())))
    joined = await bot.database.run(acts.join, "", act.channel, act.who, PartnerEntry(name, sector), bot.clock())
    return Say(_answer(joined))


def with_sector(typed: str) -> tuple[str, Sector | None]:
    """`Lantern Trust, voluntary`: a name, and the sector where it is given."""
    name, comma, last = typed.rpartition(",")
    sector = next((sector for sector in Sector if sector == last.strip().lower()), None) if comma else None
    return (name if sector else typed), sector


async def _beside_others(bot: Bot, act: Command, sector: Sector | None) -> Reply:
    """A person, a channel or an address is in it: what is left may be the person's own organisation, so they say."""
    name = words_alone(first_word(act.text)[1])
    name = name.rpartition(",")[0] if sector else name
    about = f"p{(await bot.database.read(partnership_acts.home, act.channel)).partnership_id}"
    try:
        return Say(view.beside_others(partnerships.named(name.strip(" ,")), sector, about))
    except (UnnamedError, NotANameError):
        return Say(view.no_name(about))


def _answer(joined: From | Perhaps, about: str = "") -> Message:
    """Where they are from now; below it the receipt of the win or blocker about which that was asked."""
    if isinstance(joined, Perhaps):
        return view.perhaps(joined, about)
    if joined.blocker:
        return blocker_view.joined(joined.organisation, joined.blocker)
    return win_view.joined(joined.organisation, joined.win) if joined.win else view.joined(joined.organisation, about)


def _sector(chosen: str) -> Sector | None:
    return values.one_of(Sector, chosen) if chosen else None


async def ask(bot: Bot, act: Press) -> Reply:
    """It is another than we think."""
    choice = await bot.database.run(acts.choices, act.value, act.channel or "", act.who, bot.clock())
    return Say(view.asking(choice, act.value), beside=True)


async def choose(bot: Bot, act: Press) -> Reply:
    """One of the organisations here is mine; or none of them."""
    partner_id, _, about = act.value.partition(".")
    if partner_id == view.NEW:
        return Open(view.adding(act.channel or "-", about))
    joined = await bot.database.run(
        acts.choose, values.number(partner_id), about, act.channel or "", act.who, bot.clock()
    )
    return Say(_answer(joined, about), beside=about.startswith("p"))  # a receipt gives way to the whole of it


async def add(bot: Bot, act: Press) -> Reply:  # noqa: ARG001
    return Open(view.adding(act.channel or "-", act.value))


async def added_by_form(bot: Bot, act: Submission) -> Reply:
    entry = PartnerEntry(act.text(view.NAMED), _sector(act.text(view.SECTOR)))
    try:
        joined = await bot.database.run(acts.join, act.about, act.channel, act.who, entry, bot.clock())
    except UnnamedError:
        return Errors({view.NAMED: view.UNNAMED})
    except NotANameError:
        return Errors({view.NAMED: view.NOT_A_NAME})
    return Say(_answer(joined, act.about))


async def add_new(bot: Bot, act: Press) -> Reply:
    """The name that is close to another's is an organisation of its own."""
    return await _named(bot, act, surely_new=True)


async def is_mine(bot: Bot, act: Press) -> Reply:
    """The name that stood beside a mention is that of the person's own."""
    return await _named(bot, act, surely_new=False)


async def _named(bot: Bot, act: Press, *, surely_new: bool) -> Reply:
    about, chosen, name = values.parts(act.value, ".", 3)
    entry = PartnerEntry(name, _sector(chosen), surely_new=surely_new)
    joined = await bot.database.run(acts.join, about, act.channel or "", act.who, entry, bot.clock())
    return Say(_answer(joined, about))


async def listed(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001  # every word is called alike
    listing = await bot.database.read(partnership_acts.list_partners, act.channel, act.who)
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
    view.ASK: ask,
    view.CHOOSE: choose,
    view.ADD: add,
    view.ADD_NEW: add_new,
    view.IS_MINE: is_mine,
    view.LIST: listed_pressed,
}

FORMS: Forms = {
    view.ADD_FORM: added_by_form,
}

REFUSALS: Refusals = {
    partners.UnknownPartnerError: view.UNKNOWN,
    NotANameError: view.NOT_A_NAME,
}
