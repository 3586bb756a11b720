"""People chosen in a form, looked up."""

import asyncio
from collections.abc import Sequence

from bot.core import Bot
from bot.partnerships import Who


async def named(bot: Bot, user_ids: Sequence[str]) -> tuple[Who, ...]:
    """Who they are and where they come from; apps and strangers are left out."""
    profiles = await asyncio.gather(*(bot.slack.profile(user_id) for user_id in user_ids))
    return tuple(Who(one.team_id, one.user_id) for one in profiles if one is not None and not one.bot)
