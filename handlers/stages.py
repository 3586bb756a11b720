"""The stage that the next check-in is about."""

from bot.app import Bot
from bot.checkins import acts
from bot.checkins.lifecycle import UnknownStageError
from bot.checkins.stages import Stage
from bot.checkins.views import checkin as view
from handlers.payloads import Command
from handlers.replies import Reply, Say
from handlers.tables import Subcommands


async def stage(bot: Bot, act: Command, rest: str) -> Reply:
    """`stage` shows the eight and the next check-in's; with a name, a host chooses it."""
    command, now = bot.settings.command_partnership, bot.clock()
    if not rest:
        stages = await bot.database.run(acts.show, act.channel, act.who, now)
        shown = view.stages(
            stages.titles,
            stages.coming,
            by_host=stages.by_host,
            host=stages.host,
            command=command,
            quiet=stages.quiet,
        )
        return Say(shown)
    try:
        return Say(view.staged(await bot.database.run(acts.choose, act.channel, act.who, rest, now)))
    except UnknownStageError:
        return Say(view.unknown_stage([str(stage) for stage in Stage], command))


SUBCOMMANDS: Subcommands = {
    "stage": stage,
}
