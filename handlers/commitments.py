"""Steps taken on, and what became of them: by button, by text, and in the weekly message."""

from bot.app import Bot
from bot.checkins import acts as checkin_acts
from bot.checkins.stages import Word
from bot.checkins.views import checkin as checkin_view
from bot.commitments import acts
from bot.commitments.acts import Became
from bot.commitments.entries import Steps
from bot.commitments.views import commitment as view
from bot.lib import values
from handlers.payloads import Command, Press
from handlers.replies import Done, Reply, Say
from handlers.tables import Actions, Refusals, Subcommands

_TAKE = {"take", "take on", "take it on", "mine"}
_BECAME = {
    "happened": Became.HAPPENED,
    "it happened": Became.HAPPENED,
    "done": Became.HAPPENED,
    "not yet": Became.NOT_YET,
    "dropped": Became.DROPPED,
    "dropped it": Became.DROPPED,
    "drop": Became.DROPPED,
}
_PRESSED = {view.HAPPENED: Became.HAPPENED, view.NOT_YET: Became.NOT_YET, view.DROPPED: Became.DROPPED}


async def step(bot: Bot, act: Command, rest: str) -> Reply:
    """`step` shows the newest and one's own; `step take`, `step happened`, `step not yet`, `step dropped`."""
    words, now = " ".join(rest.lower().split()).rstrip("."), bot.clock()
    if words in _TAKE:
        return Say(view.taken(await bot.database.run(acts.take_newest, act.channel, act.who, now)))
    if words in _BECAME:
        answered = await bot.database.run(acts.answer_only, act.channel, act.who, _BECAME[words], now)
        return Say(view.steps(answered) if isinstance(answered, Steps) else view.answered(answered))
    return Say(view.steps(await bot.database.run(acts.look, act.channel, act.who, now)))


async def take(bot: Bot, act: Press) -> Reply:
    """*I'll take this on*, in front of everybody or below one's own answer."""
    token, word = values.parts(act.value, ".", 2)
    taken = await bot.database.run(
        checkin_acts.take_on,
        token,
        values.one_of(Word, word),
        act.who,
        bot.clock(),
        openly=act.action == checkin_view.TAKE,
    )
    return Say(view.taken(taken))


async def answer(bot: Bot, act: Press) -> Reply:
    became = _PRESSED[act.action]
    answered = await bot.database.run(acts.answer, values.number(act.value), act.who, became, bot.clock())
    on_question = act.message_ts is not None and not act.private  # it says the same itself now
    return Done() if on_question else Say(view.answered(answered))


SUBCOMMANDS: Subcommands = {
    "step": step,
}

ACTIONS: Actions = {
    checkin_view.TAKE: take,
    checkin_view.TAKE_OWN: take,
    view.HAPPENED: answer,
    view.NOT_YET: answer,
    view.DROPPED: answer,
}

REFUSALS: Refusals = {
    acts.NoStepError: view.NO_STEP,
}
