"""The hosts' digest, looked at before its day."""

from bot.app import Bot
from bot.digest import acts
from bot.digest import views as view
from handlers.payloads import Command
from handlers.replies import Reply, Say
from handlers.tables import Subcommands


async def look(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001  # every word is called alike
    """`digest`, for hosts."""
    shown = await bot.database.run(acts.look, act.channel, act.who, bot.clock())
    return Say(view.standing(shown.channel_id, shown.lines, shown.next_at, shown.zone))


SUBCOMMANDS: Subcommands = {
    "digest": look,
}
