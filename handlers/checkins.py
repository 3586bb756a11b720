"""One word on how it is going, the stage of the next check-in, and the wish for fewer posts."""

from bot.app import Bot
from bot.checkins import acts
from bot.checkins.next_stage import UnknownStageError
from bot.checkins.stages import Stage, Word
from bot.checkins.views import checkin as view
from bot.hosts import acts_on_posts
from bot.lib import values
from bot.slack.messages import message
from bot.slack.rich_text import say
from bot.slack.views import fewer_posts as fewer_posts_view
from handlers.payloads import Command, Press
from handlers.replies import Reply, Say
from handlers.tables import Actions, Refusals, Subcommands

_WORDS = {view.MOVING: Word.MOVING, view.STEADY: Word.STEADY, view.STUCK: Word.STUCK}


async def answer(bot: Bot, act: Press) -> Reply:
    given = await bot.database.run(acts.answer, act.value, act.who, _WORDS[act.action], bot.clock())
    return Say(view.answered(given.word, given.step, given.key), beside=True)


async def advice(bot: Bot, act: Press) -> Reply:
    """*What could help*, in the hosts' digest."""
    advised = await bot.database.run(acts.advice, act.value, act.who, bot.clock())
    return Say(view.for_hosts(advised.checkin, advised.advice, advised.channel_id), beside=True)


async def stage(bot: Bot, act: Command, rest: str) -> Reply:
    """`stage` shows the eight and the next check-in's; with a name, a host chooses it."""
    command, now = bot.settings.command_partnership, bot.clock()
    if not rest:
        return Say(view.stages(await bot.database.run(acts.stages, act.channel, act.who, now), command))
    try:
        return Say(view.staged(await bot.database.run(acts.choose_stage, act.channel, act.who, rest, now)))
    except UnknownStageError:
        return Say(view.unknown_stage([str(stage) for stage in Stage], command))


async def fewer(bot: Bot, act: Press) -> Reply:
    try:
        await bot.database.run(acts_on_posts.wish_for_fewer, act.value, act.who, bot.clock())
    except acts_on_posts.AlreadyWishedError:
        return Say(message(say(fewer_posts_view.ALREADY_COUNTED)), beside=True)
    return Say(message(say(fewer_posts_view.COUNTED)), beside=True)


async def wishes(bot: Bot, act: Press) -> Reply:
    """*What you could change*, in the hosts' digest."""
    wished = await bot.database.run(acts_on_posts.wishes, values.number(act.value), act.who, bot.clock())
    command = bot.settings.command_partnership
    return Say(fewer_posts_view.for_hosts(wished.kind, wished.number, wished.channel_id, command), beside=True)


SUBCOMMANDS: Subcommands = {
    "stage": stage,
}

ACTIONS: Actions = {
    view.MOVING: answer,
    view.STEADY: answer,
    view.STUCK: answer,
    view.ADVICE: advice,
    fewer_posts_view.FEWER: fewer,
    fewer_posts_view.WISHES: wishes,
}

REFUSALS: Refusals = {
    acts.ClosedError: view.CLOSED,
}
