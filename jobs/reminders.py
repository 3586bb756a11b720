"""Reminders of the pulse are sent straight away and once: what does not arrive is not tried again."""

from bot.app import Bot
from bot.installations import speaking
from bot.lib.logs import logger
from bot.lib.metrics import Untimed, unseen
from bot.pulse import reminders
from bot.slack.failures import SlackError

log = logger(__name__)


async def send_reminders(bot: Bot) -> Untimed:
    """Every reminder due by the bot's clock is given; neither how many nor to whom is told to anybody."""
    with unseen():
        while (due := await bot.database.run(reminders.claim, bot.clock())) is not None:
            payload = due.message.payload()
            slack = (await speaking.of(bot, due.team_id)).slack if due.user_ids else bot.slack
            for user_id in due.user_ids:
                try:
                    await slack.message_directly(user_id, payload["text"], payload["blocks"])
                except SlackError:
                    log.debug("a reminder was not taken")
    return Untimed()
