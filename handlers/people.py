"""People chosen in a form, looked up."""

import asyncio
from collections.abc import Sequence

from bot.app import Bot
from bot.partnership.members import Who
from bot.slack.client import Profile
from handlers.markup import mentioned


async def named(bot: Bot, user_ids: Sequence[str]) -> tuple[Who, ...]:
    """Who they are and where they come from; apps and strangers are left out."""
    profiles = await asyncio.gather(*(bot.slack.profile(user_id) for user_id in user_ids))
    return tuple(
        Who(profile.team_id, profile.user_id) for profile in profiles if profile is not None and not profile.bot
    )


async def pointed(bot: Bot, markup: str) -> list[Profile | None]:
    """Everybody whom `markup` mentions, once; nothing stands for one of whom Slack tells nothing."""
    user_ids = list(dict.fromkeys(mentioned(markup)))
    return list(await asyncio.gather(*(bot.slack.profile(user_id) for user_id in user_ids)))
