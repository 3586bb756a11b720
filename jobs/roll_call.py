"""Whether a roll-call is needed: where everybody in the channel has said where they are from, nobody is asked."""

from bot.app import Bot
from bot.installations import speaking
from bot.roll_call import lifecycle
from bot.roll_call.lifecycle import DueFirst


async def leave_out_needless(bot: Bot) -> None:
    """What is due and needless does not come. Where Slack does not say who is in the channel, it does."""
    for due in await bot.database.read(lifecycle.due_first, bot.clock()):
        if await _all_known(await speaking.of(bot, due.team_id), due):
            await bot.database.run(lifecycle.leave_out, due.partnership_id, bot.clock())


async def _all_known(bot: Bot, due: DueFirst) -> bool:
    people = await bot.people.of(due.channel_id)
    if people is None:
        return False
    for user_id in sorted(people - due.user_ids):
        profile = await bot.slack.profile(user_id)
        if profile is None or not profile.bot:
            return False
    return True
