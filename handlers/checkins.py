"""One word on how it is going, and the wish for fewer posts."""

from bot.app import Bot
from bot.checkins import lifecycle as checkins
from bot.checkins.lifecycle import Word
from bot.checkins.views import checkin as view
from bot.hosts import fewer_posts as wishes
from bot.slack.messages import message
from bot.slack.rich_text import say
from bot.slack.views import fewer_posts as wish_view
from handlers.payloads import Press
from handlers.replies import Reply, Say
from handlers.tables import Actions, Refusals

_WORDS = {view.MOVING: Word.MOVING, view.STEADY: Word.STEADY, view.STUCK: Word.STUCK}


async def answer(bot: Bot, act: Press) -> Reply:
    word = _WORDS[act.action]
    await bot.database.run(checkins.answer, act.value, act.who, word, bot.clock())
    return Say(view.answered(word), beside=True)


async def fewer(bot: Bot, act: Press) -> Reply:
    try:
        await bot.database.run(wishes.fewer, act.value, act.who, bot.clock())
    except wishes.AlreadyWishedError:
        return Say(message(say(wish_view.TOLD_ALREADY)), beside=True)
    return Say(message(say(wish_view.TOLD)), beside=True)


ACTIONS: Actions = {
    view.MOVING: answer,
    view.STEADY: answer,
    view.STUCK: answer,
    wish_view.FEWER: fewer,
}

REFUSALS: Refusals = {
    checkins.ClosedError: view.CLOSED,
}
