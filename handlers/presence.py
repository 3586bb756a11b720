"""Whether somebody is in the channel of their partnership, asked of Slack where what they ask for is grave.

Somebody who leaves is told of by an event, and an event can be missed. What is typed or pressed in the channel needs no
asking: nobody else could have done it.
"""

from dataclasses import replace
from typing import TypeVar

from bot.app import Bot
from bot.home import acts
from bot.lib.refusals import Refusal
from bot.partnership import partnerships
from bot.partnership.members import ElsewhereError
from bot.partnership.partnerships import NoPartnershipError
from handlers.payloads import Command, Press, Shortcut, Submission
from handlers.replies import Reply
from handlers.tables import Handler
from handlers.workspaces import at_home

SECONDS = 1.0  # for Slack to say; whoever waits gives us three in all

Act = TypeVar("Act", Command, Press, Submission, Shortcut)


class UnansweredError(Refusal):
    """Slack did not say in time whether the person is in the channel."""


async def _of_another_workspace(bot: Bot, act: Act) -> Act:
    """The act, if who sent it by way of another workspace than the partnership's is in its channel.

    Nothing of the partnership is read before. Who belongs is believed; of anybody else Slack is asked, in the name of
    the partnership's own workspace if that has Pencil.
    """
    channel, who = act.channel or "", act.who
    if await bot.database.read(partnerships.belongs, channel, who):
        return replace(act, who=replace(who, in_form=True))
    voice = bot if bot.slack.token is not None else bot.speaking(bot.answers)
    there = await voice.people.include(channel, who.user_id, seconds=SECONDS)
    if there is None:
        raise UnansweredError
    if not there:
        raise NoPartnershipError
    return replace(act, who=replace(who, in_form=False))


async def answered(bot: Bot, handler: Handler[Act], act: Act) -> Reply:
    """What the handler answers. If the act is grave it is done over, once Slack has said that the person is there.

    Nothing of the first try is kept. Of somebody who is not there it is known from now on that they have left.
    """
    if bot.answers is not bot.slack:
        act = await _of_another_workspace(bot, act)
    try:
        return await handler(bot, act)
    except ElsewhereError as elsewhere:
        channel = elsewhere.channel_id
    there = await (await at_home(bot, channel)).people.include(channel, act.who.user_id, seconds=SECONDS)
    if there is None:
        raise UnansweredError
    if there:
        return await handler(bot, replace(act, who=replace(act.who, at=channel, in_form=False)))
    await bot.database.run(acts.leave, channel, act.who.user_id, bot.clock())
    return await handler(bot, act)
