"""Pencil's calls to Slack, in place of HTTP: answered by the sandbox's Slack in this process, or by a mishap."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.lib.metrics import Metrics
from bot.settings import Settings
from bot.slack.client import Slack as Client
from bot.slack.wire import Wire as HttpWire
from sandbox.api import methods
from sandbox.api.registry import ApiError
from sandbox.app.installed import App
from sandbox.slack.blocks import Json
from sandbox.slack.state import RESPONSE_USES
from tests.simulation.slack.mishaps import Mishaps, OnCall

ADDRESS = "https://hooks.slack.com"
_LATENCY, _SLOW, _HANG = 0.2, 15.0, 60.0  # seconds, at most
_NOT_DONE = {OnCall.INTERNAL_ERROR, OnCall.DROP_BEFORE, OnCall.HANG, OnCall.SERVER_ERROR, OnCall.RATE_LIMITED}
_REFUSALS = {"chat.postMessage": "restricted_action", "conversations.history": "missing_scope"}

Shown = Callable[[str, Json], None]
"""Hears of each call that Slack has done: its method and what came with it."""


class _Written:
    """What a body writes of itself."""

    def __init__(self) -> None:
        self.content = b""

    async def write(self, chunk: bytes) -> None:
        self.content += bytes(chunk)


class Wire(AsyncWebClient):
    """Both of what the client calls by: the Web API, and addresses to answer at or to bring bytes to."""

    def __init__(self, app: App, mishaps: Mishaps, shown: Shown) -> None:
        super().__init__(token=app.slack.bot_token)
        self._app, self._mishaps, self._shown = app, mishaps, shown

    async def api_call(self, api_method: str, **given: Any) -> AsyncSlackResponse:
        await asyncio.sleep(self._mishaps.seconds(_LATENCY))
        if given.get("params") is not None:
            arguments = json.loads(json.dumps(given["params"]))
        else:
            written = _Written()
            await given["data"].write_with_length(written, len(given["data"]._value))
            arguments = json.loads(written.content)
        mishap = self._mishaps.on_call(api_method)
        if mishap is OnCall.REFUSED:
            return self._answer(api_method, {"ok": False, "error": _REFUSALS[api_method]})
        answer = {} if mishap in _NOT_DONE else self._done(api_method, arguments)
        if mishap is OnCall.SLOW:
            await asyncio.sleep(self._mishaps.seconds(_SLOW))
            mishap = None
        return await self._go_wrong(api_method, mishap) if mishap else self._answer(api_method, answer)

    def _done(self, method: str, arguments: Json) -> Json:
        try:
            answer = {"ok": True, **methods.call(self._app.slack, method, arguments, self._app.scopes)}
        except ApiError as error:
            return {"ok": False, "error": error.error, "response_metadata": {"messages": error.messages}}
        self._shown(method, arguments | {"ts": answer.get("ts", arguments.get("ts"))})
        return cast("Json", json.loads(json.dumps(answer)))

    async def _go_wrong(self, method: str, mishap: OnCall) -> AsyncSlackResponse:
        if mishap is OnCall.RATE_LIMITED:
            wait = {"Retry-After": str(self._mishaps.retry_after())}
            return self._answer(method, {"ok": False, "error": "ratelimited"}, status=429, headers=wait)
        if mishap in {OnCall.SERVER_ERROR, OnCall.SERVER_ERROR_DONE}:
            return self._answer(method, {}, status=503)
        if mishap in {OnCall.INTERNAL_ERROR, OnCall.INTERNAL_ERROR_DONE}:
            return self._answer(method, {"ok": False, "error": "internal_error"})
        if mishap in {OnCall.HANG, OnCall.HANG_DONE}:
            await asyncio.sleep(_HANG)
        if mishap is OnCall.BROKEN:
            raise ValueError("half an answer")
        raise aiohttp.ServerDisconnectedError

    def _answer(
        self, method: str, data: Json, *, status: int = 200, headers: dict[str, str] | None = None
    ) -> AsyncSlackResponse:
        scopes = {"x-oauth-scopes": ",".join(sorted(self._app.scopes))}
        response = AsyncSlackResponse(
            client=self, http_verb="POST", api_url=method, req_args={}, data=data, headers=scopes | (headers or {}),
            status_code=status,
        )  # fmt: skip
        response.validate()  # type: ignore[no-untyped-call]
        return response

    @asynccontextmanager
    async def post(self, url: str, **given: Any) -> AsyncIterator[SimpleNamespace]:
        """An answer to a press, or the bytes of a file."""
        await asyncio.sleep(self._mishaps.seconds(_LATENCY))
        kind, _, about = url.removeprefix(f"{ADDRESS}/").partition("/")
        mishap = self._mishaps.on_call(kind)
        if mishap in {OnCall.RATE_LIMITED, OnCall.SERVER_ERROR}:
            yield SimpleNamespace(status=429 if mishap is OnCall.RATE_LIMITED else 503)
            return
        status = (
            503
            if mishap in _NOT_DONE
            else self._upload(about, given)
            if kind == "upload"
            else self._respond(about, given)
        )
        if mishap in {OnCall.HANG, OnCall.HANG_DONE}:
            await asyncio.sleep(_HANG)
        if mishap is OnCall.SLOW:
            await asyncio.sleep(self._mishaps.seconds(_SLOW))
        elif mishap is OnCall.SERVER_ERROR_DONE:
            status = 503
        elif mishap is not None and mishap is not OnCall.BROKEN:
            raise aiohttp.ServerDisconnectedError
        yield SimpleNamespace(status=status)

    def _upload(self, upload_id: str, given: Json) -> int:
        file = self._app.slack.files.waiting(upload_id)
        if file is None or len(given["data"]) != file.length:
            return 404
        file.content = given["data"]
        return 200

    def _respond(self, response_id: str, given: Json) -> int:
        slack = self._app.slack
        kept = slack.response_urls.get(response_id)
        if kept is None or kept.uses >= RESPONSE_USES:
            return 404
        kept.uses += 1
        body = json.loads(json.dumps(given["json"]))
        self._app.check(body)
        self._shown("response_url", {**body, "user": kept.user_id, "channel": kept.channel_id})
        if body.get("replace_original") and kept.message is not None:
            kept.message.text, kept.message.blocks = body.get("text", ""), body.get("blocks") or []
            slack.changed()
        else:
            slack.add(kept.channel_id, slack.bot_user, body.get("text", ""), body.get("blocks"), only_for=kept.user_id)
        return 200


class _InProcess(HttpWire):
    """What Pencil's own client sends by, with its rules; below it is no HTTP."""

    def __init__(self, settings: Settings, metrics: Metrics, wire: Wire) -> None:
        super().__init__(settings.slack_api_url, wire.token, metrics)
        self.web = wire
        self._session = cast("aiohttp.ClientSession", wire)

    async def open(self) -> None:
        """There is nothing to open."""

    async def close(self) -> None:
        """Nor to close."""


def in_process(settings: Settings, metrics: Metrics, wire: Wire) -> Client:
    """Pencil's own client in this process."""
    return Client(_InProcess(settings, metrics, wire))
