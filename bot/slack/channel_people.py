"""Who is in a channel, asked of Slack while somebody waits: no answer in time is none."""

import asyncio
from collections.abc import AsyncIterator
from math import inf

from bot.slack.client import REPLY_SECONDS, Slack
from bot.slack.failures import SlackError

_SECONDS = 1.0
_GOOD_FOR = 60.0  # seconds
_REMEMBERED = 200  # channels
_PAGE = 1_000


class ChannelPeople:
    """The ids of the people in channels, each channel's remembered for a minute."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        self._known: dict[str, tuple[float, frozenset[str]]] = {}  # by channel: when it was asked, and who is there

    async def of(self, channel: str) -> frozenset[str] | None:
        """Everybody who is there, or was a minute ago; nothing where Slack does not say in time."""
        now = asyncio.get_running_loop().time()
        asked_at, people = self._known.get(channel, (-inf, frozenset[str]()))
        if asked_at > now - _GOOD_FOR:
            return people
        try:
            async with asyncio.timeout(_SECONDS):
                people = frozenset([user_id async for page in self._pages(channel) for user_id in page])
        except (SlackError, TimeoutError):
            return None
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[channel] = now, people
        return people

    async def include(self, channel: str, user_id: str, *, seconds: float = _SECONDS) -> bool | None:
        """Whether this person is there just now; nothing where Slack does not say so in time."""
        try:
            async with asyncio.timeout(seconds):
                async for people in self._pages(channel):
                    if user_id in people:
                        return True
        except (SlackError, TimeoutError):
            return None
        return False

    async def _pages(self, channel: str) -> AsyncIterator[list[str]]:
        cursor = None
        while True:
            answer = await self._slack.call(
                "conversations.members", seconds=REPLY_SECONDS, channel=channel, limit=_PAGE, cursor=cursor
            )
            yield answer["members"]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return

    def forget(self, channel: str) -> None:
        """Somebody has come into the channel, or left it."""
        self._known.pop(channel, None)
