"""A reaction on a message in a home channel, where hosts have chosen one that offers to make the message a win."""

import re

from bot.app import Bot
from bot.lib import values
from bot.lib.refusals import GarbledError
from bot.reactions import acts
from bot.reactions import views as view
from bot.reactions.offers import ReactedMessage
from bot.slack.links import permalink
from bot.wins import acts as wins_acts
from bot.wins.views import win as win_view
from handlers.events import Reacted
from handlers.once import answered_once
from handlers.payloads import Press
from handlers.people import placed
from handlers.replies import Done, Open, Reply, Say
from handlers.tables import Actions, Reactions

_TS = re.compile(r"[0-9]{1,12}\.[0-9]{1,8}")


async def added(bot: Bot, act: Reacted) -> Reply:
    """If hosts chose this reaction, the author is offered a win: at once if they reacted, else as their week allows."""
    if not act.author or not _TS.fullmatch(act.ts):  # whose it is is never guessed
        return Done()
    about = ReactedMessage(act.channel, act.ts, act.author, act.reaction)
    if act.author == act.who.user_id:
        return await _answer(bot, act, about)
    if await bot.database.read(acts.may_offer, about, bot.clock()) and await _here(bot, act):
        url = await permalink(bot.slack, act.channel, act.ts)
        if url is not None:
            await bot.database.run(acts.offer, about, url, bot.clock())
    return Done()


async def _answer(bot: Bot, act: Reacted, about: ReactedMessage) -> Reply:
    own = await bot.database.read(acts.own, about)
    if own is None or not await _here(bot, act):
        return Done()

    async def answer() -> Reply:
        url = await permalink(bot.slack, act.channel, act.ts)
        return Say(view.to_yourself(url, own.partnership_id, act.ts))

    return await answered_once(bot, act.origin, answer)


async def _here(bot: Bot, act: Reacted) -> bool:
    """Whether a person reacted, and one who is in the channel."""
    profile = await bot.slack.profile(act.who.user_id)
    if profile is None or profile.bot:
        return False
    [who] = await placed(bot, act.channel, [act.who])
    return who.at in {None, act.channel}


async def open_form(bot: Bot, act: Press) -> Reply:
    """The form, empty, with the way to the message above it."""
    partnership_id, ts = values.parts(act.value, ".", 2)
    if not _TS.fullmatch(ts):
        raise GarbledError
    facts = await bot.database.run(wins_acts.new_form, act.channel or "", act.who, bot.clock(), about=partnership_id)
    url = await permalink(bot.slack, facts.channel, ts)
    return Open(win_view.new_form(facts, [view.in_form(url)] if url else []))


REACTIONS: Reactions = {
    "reaction_added": added,
}

ACTIONS: Actions = {
    view.FROM_REACTION: open_form,
}
