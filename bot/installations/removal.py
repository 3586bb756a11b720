"""A workspace has removed Pencil, as an event said or a call showed: what waits waits, and the log says so."""

from bot.app import Bot
from bot.installations import life
from bot.lib.logs import logger
from bot.slack.failures import SlackError

log = logger(__name__)


async def remove(bot: Bot, team_id: str, reason: str, *, token: bytes | None = None) -> None:
    """Nothing is sent for the workspace any more, and hosts elsewhere hear; with a `token`, unless it has another."""
    gone = await bot.database.run(life.remove, team_id, bot.clock(), token=token, own=await own_team(bot))
    if gone is not None:
        log.warning("Pencil was removed from a workspace", workspace=team_id, reason=reason, times=gone.partnerships)
        bot.wake.set()


async def own_team(bot: Bot) -> str | None:
    """The workspace whose token is in the settings, if one is and Slack says whose."""
    if bot.settings.slack_bot_token is None:
        return None
    try:
        return (await bot.own_slack.identity()).team_id
    except SlackError:
        return None
