"""People chosen in a form, looked up."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.app import Bot
from bot.partnership import partnerships
from bot.partnership.members import NOWHERE, Who
from bot.slack.client import Profile
from handlers.markup import mentioned


async def named_here(bot: Bot, channel: str, user_ids: Sequence[str]) -> tuple[Who, ...]:
    """The same, each with where they are: see `placed`."""
    return await placed(bot, channel, await named(bot, user_ids))


async def named(bot: Bot, user_ids: Sequence[str]) -> tuple[Who, ...]:
    """Who they are and where they come from; apps and strangers are left out."""
    profiles = await asyncio.gather(*(bot.slack.profile(user_id) for user_id in user_ids))
    return tuple(
        Who(profile.team_id, profile.user_id) for profile in profiles if profile is not None and not profile.bot
    )


async def placed(bot: Bot, channel: str, people: Sequence[Who]) -> tuple[Who, ...]:
    """The same people, each with where they are, as Slack has it, unless it is known that they belong here."""
    strangers = await bot.database.read(partnerships.strangers, channel, people) if people else set()
    there = await bot.people.of(channel) if strangers else None
    if there is None:
        return tuple(people)
    return tuple(
        replace(who, at=channel if who.user_id in there else NOWHERE) if who in strangers else who for who in people
    )


async def pointed(bot: Bot, markup: str) -> list[Profile | None]:
    """Everybody whom `markup` mentions, once; nothing stands for one of whom Slack tells nothing."""
    user_ids = list(dict.fromkeys(mentioned(markup)))
    return list(await asyncio.gather(*(bot.slack.profile(user_id) for user_id in user_ids)))
