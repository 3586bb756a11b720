"""Words from before mentions were marks are looked at once, with the names that Slack has today."""

from bot.app import Bot
from bot.installations import speaking
from bot.mentions.names import Mentioned
from bot.privacy import old_mentions
from bot.slack.failures import RefusedError, SlackError


async def mark_old_mentions(bot: Bot) -> int:
    """How many rows of one partnership mention somebody by a mark from now on. Without Slack's answers it waits."""
    waiting = await bot.database.read(old_mentions.waiting)
    if waiting is None:
        return 0
    there = await speaking.of(bot, waiting.team_id)
    people: dict[str, Mentioned] = {}
    for user_id in waiting.user_ids:
        profile = await there.slack.profile(user_id)
        if profile is not None:
            people[user_id] = Mentioned(user_id, profile.team_id, profile.name)
        elif not await _is_unknown(there, user_id):
            return 0
    return await bot.database.run(old_mentions.mark, waiting.partnership_id, people, bot.clock())


async def _is_unknown(bot: Bot, user_id: str) -> bool:
    """Whether Slack says that it tells nothing of the person, rather than nothing just now."""
    try:
        await bot.slack.call("users.info", user=user_id)
    except RefusedError:
        return True
    except SlackError:
        return False
    return True
