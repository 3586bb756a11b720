"""How one request goes out: over connections that all tokens share, once, counted, and within its time."""

import asyncio
import contextlib
import ssl
from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractStreamWriter
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.lib.clock import wall
from bot.lib.metrics import Metrics
from bot.slack.failures import LaterError, RefusedError, SlackError, UnclearError, understood

SECONDS = 10  # for a post; shorter than a lease, so that nothing is sent after it ran out
HISTORY, REPLIES = "conversations.history", "conversations.replies"
INFO, MEMBERS, OURS = "conversations.info", "conversations.members", "users.conversations"
_RESPONSES = "https://hooks.slack.com/"  # where Slack takes answers to what somebody pressed
_JSON = "application/json; charset=utf-8"
_NO_JSON = {HISTORY, REPLIES, INFO, MEMBERS, OURS, "chat.getPermalink", "files.getUploadURLExternal", "users.info"}


class _Body(aiohttp.JsonPayload):
    """JSON that is not written once its time is over: between the call and this somebody may have been stuck."""

    def __init__(self, arguments: dict[str, Any], before: datetime | None) -> None:
        super().__init__(arguments, content_type=_JSON)
        self._before, self.late = before, False

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        self.late = self._before is not None and wall() >= self._before
        if self.late:
            raise TimeoutError
        await super().write_with_length(writer, content_length)


class Wire:
    """Requests with one token. `open()` before the first, `close()` after the last; those `beside` it share both."""

    def __init__(self, url: str, token: str | None, metrics: Metrics) -> None:
        self._url, self.token, self._metrics = url, token, metrics
        api = urlsplit(url)
        self._answerable = (_RESPONSES, f"{api.scheme}://{api.netloc}/")

    async def open(self) -> None:
        # The SDK's own timeout does not reach a session of ours, and its retries would post twice: both are set here.
        connector = aiohttp.TCPConnector(limit=100, keepalive_timeout=10)
        session = aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=SECONDS))
        self._begin(session, ssl.create_default_context() if self._url.startswith("https") else None)

    def _begin(self, session: aiohttp.ClientSession, context: ssl.SSLContext | None) -> None:
        self._session, self._context = session, context
        self.web = AsyncWebClient(token=self.token, base_url=self._url, session=session, ssl=context, retry_handlers=[])

    def beside(self, token: str | None) -> "Wire":
        """Requests with another token, over the same connections."""
        other = Wire(self._url, token, self._metrics)
        other._begin(self._session, self._context)
        return other

    async def close(self) -> None:
        await self._session.close()

    @contextlib.contextmanager
    def counted(self, method: str) -> Iterator[None]:
        try:
            yield
        except SlackError as error:
            self._metrics.slack_error(method, error.outcome)
            raise

    async def call(
        self, method: str, seconds: float, before: datetime | None, arguments: dict[str, Any]
    ) -> AsyncSlackResponse:
        """Slack's answer, or what came of the call as one of `failures`."""
        kept = {name: value for name, value in arguments.items() if value is not None}
        body = None if method in _NO_JSON else _Body(kept, before)
        with self.counted(method), understood(method, lambda: body is not None and body.late):
            async with asyncio.timeout(seconds):
                if body is None:
                    return await self.web.api_call(method, params=kept)
                return await self.web.api_call(method, data=cast("Any", body), headers={"Content-Type": _JSON})

    async def socket_address(self, app_token: str, seconds: float) -> str:
        """Where Socket Mode can be opened, once and soon."""
        method = "apps.connections.open"
        with self.counted(method), understood(method):
            async with asyncio.timeout(seconds):
                return cast("str", (await self.web.apps_connections_open(app_token=app_token))["url"])

    async def bring(self, address: str, content: bytes, seconds: float) -> None:
        """The bytes of a file are with Slack, at the address it gave for them."""
        with self.counted("upload_url"):
            try:
                async with asyncio.timeout(seconds), self._session.post(address, data=content) as response:
                    if response.status != 200:  # noqa: PLR2004
                        raise LaterError(f"upload answered {response.status}")
            except (TimeoutError, aiohttp.ClientError) as error:
                raise LaterError(type(error).__name__) from None

    async def respond(self, response_url: str, body: dict[str, Any], seconds: float) -> None:
        """An answer to a press, at the address that came with it, if that is Slack's own and leads nowhere else."""
        with self.counted("response_url"):
            if not response_url.startswith(self._answerable):
                raise RefusedError("response address is not one of Slack's")
            answer = self._session.post(response_url, json=body, allow_redirects=False)
            try:
                async with asyncio.timeout(seconds), answer as response:
                    if response.status != 200:  # noqa: PLR2004
                        raise RefusedError(f"response address answered {response.status}")
            except (TimeoutError, aiohttp.ClientError) as error:
                raise UnclearError(type(error).__name__) from None
