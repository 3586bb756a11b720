"""The channels Pencil has been invited to."""

from bot.slack.client import Slack
from bot.slack.wire import OURS

_PAGE, _PAGES = 200, 25


async def own_channels(slack: Slack) -> frozenset[str]:
    """Their ids, of five thousand at most; archived ones are none."""
    channels: set[str] = set()
    cursor = None
    for _ in range(_PAGES):
        answer = await slack.call(
            OURS, types="public_channel,private_channel", exclude_archived=True, limit=_PAGE, cursor=cursor
        )
        channels.update(channel["id"] for channel in answer["channels"])
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            break
    return frozenset(channels)
