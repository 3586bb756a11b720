"""Offering skills, saying what holds for them, and finding who can do what."""

from bot.app import Bot
from bot.home.acts_on_words import Noun
from bot.lib import values
from bot.lib.refusals import EmptyTextError
from bot.partnership import acts as partnership_acts
from bot.skills import acts, names
from bot.skills.changes import Terms
from bot.skills.facts import RemovedSkill
from bot.skills.views import skill as view
from bot.slack.messages import message
from bot.slack.rich_text import say
from bot.slack.views import entry_points
from handlers.asking import asked_first
from handlers.markup import first_word, read
from handlers.payloads import Command, Press, Submission
from handlers.replies import Done, Errors, Open, Reply, Say
from handlers.tables import Actions, Commands, Forms


async def command(bot: Bot, act: Command) -> Reply:
    """`/skill A, B`, `/skill`, `/skill find WORDS`, `list`, `remove NAME`, `help`; the same after `@Pencil`."""
    name = bot.settings.command_skill
    typed = (await read(bot, act, act.text)).text.strip()
    if act.sure:
        return await _offered(bot, act, typed)
    word, rest = first_word(typed)
    if word == "help" and not rest:
        await bot.database.read(partnership_acts.home, act.channel)
        return Say(view.help_(name))
    if word == "list" and not rest:
        return Say(view.listing(await bot.database.read(acts.listing, act.channel, act.who), name))
    if word == "find":
        return await _find(bot, act, rest)
    if (question := await asked_first(bot, act, Noun.SKILL, typed)) is not None:
        return question
    if word in {"remove", "delete"}:
        removed = await bot.database.run(acts.remove_named, act.channel, act.who, rest, bot.clock())
        return Say(view.removed(removed) if isinstance(removed, RemovedSkill) else view.which(removed))
    if not typed:
        await bot.database.read(partnership_acts.home, act.channel)
        return Say(view.called(name)) if act.trigger is None else Open(view.offer_form(act.channel))
    return await _offered(bot, act, typed)


async def _offered(bot: Bot, act: Command, typed: str) -> Reply:
    typed_skills, now = names.read(typed), bot.clock()
    return Say(view.receipt(await bot.database.run(acts.offer, act.channel, act.who, typed_skills, now)))


async def _find(bot: Bot, act: Command, text: str) -> Reply:
    if not text:
        await bot.database.read(partnership_acts.home, act.channel)
        return Say(message(say(view.NOTHING_ASKED)))
    return Say(view.search(await bot.database.read(acts.find, act.channel, text), bot.settings.command_skill))


async def offer(bot: Bot, act: Press) -> Reply:
    """The form, from any *Offer a skill*: the partnership is named by the button, or is the channel's."""
    return Open(view.offer_form(await bot.database.read(acts.new_form, act.value, act.channel or "", act.who)))


async def offered_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        typed = names.read(act.text(view.NAMES))
    except EmptyTextError:
        return Errors({view.NAMES: view.EMPTY})
    if not typed.names:
        return Errors({view.NAMES: view.EMPTY})
    terms = _terms(act.chosen(view.HOLDS))
    return Say(view.receipt(await bot.database.run(acts.offer, act.channel, act.who, typed, bot.clock(), terms)))


def _terms(chosen: list[str]) -> Terms:
    return Terms(view.HIDDEN in chosen, view.ANNOUNCE in chosen, view.ASKABLE in chosen)


async def settle(bot: Bot, act: Press) -> Reply:
    """A box ticked or unticked in the receipt. It shows what holds by itself, so there is nothing to say."""
    await bot.database.run(acts.settle, values.number(act.part), act.who, _terms(act.chosen), bot.clock())
    return Done()


async def change(bot: Bot, act: Press) -> Reply:
    return Open(view.change_form(await bot.database.run(acts.change_form, values.number(act.value), act.who)))


async def changed_by_form(bot: Bot, act: Submission) -> Reply:
    terms = _terms(act.chosen(view.HOLDS))
    return Say(view.settled(await bot.database.run(acts.settle, values.number(act.about), act.who, terms, bot.clock())))


async def remove(bot: Bot, act: Press) -> Reply:
    removed = await bot.database.run(acts.remove, values.number(act.value), act.who, bot.clock())
    return Say(view.removed(removed), beside=True)


async def put_back(bot: Bot, act: Press) -> Reply:
    return Say(view.settled(await bot.database.run(acts.put_back, values.number(act.value), act.who, bot.clock())))


COMMANDS: Commands = {
    "skill": command,
}

ACTIONS: Actions = {
    entry_points.OFFER: offer,
    view.SETTLE: settle,
    view.CHANGE: change,
    view.REMOVE: remove,
    view.PUT_BACK: put_back,
}

FORMS: Forms = {
    view.OFFER_FORM: offered_by_form,
    view.CHANGE_FORM: changed_by_form,
}
