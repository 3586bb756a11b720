"""A workspace has removed Pencil, or taken its token back.

Slack may bring that late, after Pencil has been installed there again; what is older than the installation is not about
it. Where the two clocks leave it open Slack is asked.
"""

from datetime import timedelta

from bot.app import Bot
from bot.installations import entries, removal, speaking
from handlers.events import Removed
from handlers.replies import Done, Reply
from handlers.tables import Removals

_APART = timedelta(minutes=1)  # between our clock and Slack's


async def removed(bot: Bot, act: Removed) -> Reply:
    installed = await bot.database.read(entries.find, act.team)
    if installed is None or installed.bot_token is None or act.at < installed.installed_at - _APART:
        return Done()
    if act.at < installed.installed_at + _APART:
        await speaking.ask_whether_removed(bot, act.team)
    else:
        await removal.remove(bot, act.team, act.kind, token=installed.bot_token)
    return Done()


async def revoked(bot: Bot, act: Removed) -> Reply:
    """Of the tokens taken back only our own user's matters: we have none of anybody else's."""
    installed = await bot.database.read(entries.find, act.team)
    if installed is None or installed.bot_user_id not in act.bot_users:
        return Done()
    return await removed(bot, act)


REMOVALS: Removals = {
    "app_uninstalled": removed,
    "tokens_revoked": revoked,
}
