"""The addresses of messages."""

from typing import cast

from bot.slack.client import LOOK_SECONDS, Slack
from bot.slack.failures import SlackError


async def permalink(slack: Slack, channel: str, ts: str) -> str | None:
    """Where a message is; nothing of one that is gone, or when Slack does not answer in time."""
    try:
        answer = await slack.call("chat.getPermalink", seconds=LOOK_SECONDS, channel=channel, message_ts=ts)
    except SlackError:
        return None
    return cast("str", answer["permalink"])
