"""Whether somebody is in the channel of their partnership, asked of Slack where what they ask for is grave.

Somebody who leaves is told of by an event, and an event can be missed. What is typed or pressed in the channel needs no
asking: nobody else could have done it.
"""

from dataclasses import replace
from typing import TypeVar

from bot.app import Bot
from bot.home import acts
from bot.lib.refusals import Refusal
from bot.partnership.members import ElsewhereError
from handlers.payloads import Command, Press, Shortcut, Submission
from handlers.replies import Reply
from handlers.tables import Handler

SECONDS = 1.0  # for Slack to say; whoever waits gives us three in all

Act = TypeVar("Act", Command, Press, Submission, Shortcut)


class UnansweredError(Refusal):
    """Slack did not say in time whether the person is in the channel."""


def _of_another_workspace(bot: Bot, act: Act) -> Act:
    """The act, where it came by way of another workspace than the partnership's: that somebody is there is asked.

    Those who are known to belong need not be asked about.
    """
    if bot.answers is bot.slack:
        return act
    return replace(act, who=replace(act.who, at=act.who.at or "", in_form=True))


async def answered(bot: Bot, handler: Handler[Act], act: Act) -> Reply:
    """What the handler answers. If the act is grave it is done over, once Slack has said that the person is there.

    Nothing of the first try is kept. Of somebody who is not there it is known from now on that they have left.
    """
    act = _of_another_workspace(bot, act)
    try:
        return await handler(bot, act)
    except ElsewhereError as elsewhere:
        channel = elsewhere.channel_id
    there = await bot.people.include(channel, act.who.user_id, seconds=SECONDS)
    if there is None:
        raise UnansweredError
    if there:
        return await handler(bot, replace(act, who=replace(act.who, at=channel, in_form=False)))
    await bot.database.run(acts.leave, channel, act.who.user_id, bot.clock())
    return await handler(bot, act)
