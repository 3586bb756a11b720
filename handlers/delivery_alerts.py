"""Posts that did not reach the room: sending one again, or leaving it."""

from bot.app import Bot
from bot.hosts import acts_on_posts as acts
from bot.hosts.views import delivery_alert as view
from bot.lib import values
from bot.slack.messages import message
from bot.slack.rich_text import say
from handlers.payloads import Press
from handlers.replies import Reply, Say
from handlers.tables import Actions


async def post_again(bot: Bot, act: Press) -> Reply:
    pending = await bot.database.run(acts.post_again, values.number(act.value), act.who, bot.clock())
    return Say(message(say(view.DONE if pending else view.NOT_NEEDED)))


async def leave(bot: Bot, act: Press) -> Reply:
    left = await bot.database.run(acts.settle, values.number(act.value), act.who, bot.clock())
    return Say(message(say(view.LEFT if left else view.SETTLED)))


ACTIONS: Actions = {
    view.POST_AGAIN: post_again,
    view.LEAVE: leave,
}
