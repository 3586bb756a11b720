"""How an app is reached: Socket Mode, or signed HTTP."""

import asyncio
import contextlib
import json
import secrets
import time
from typing import Any, Protocol
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from sandbox.slack.blocks import Json

SECONDS = 3  # as long as Slack waits for an acknowledgement


class NotDeliveredError(Exception):
    """The app did not take it; the name is the one Slack shows."""


class Transport(Protocol):
    """Either way of reaching the app."""

    async def deliver(self, kind: str, payload: Json, attempt: int = 0) -> Any:
        """What the app acknowledged with: an object, or nothing. An event that is sent again says so."""


class Socket:
    """The Socket Mode server. The newest connection gets what is sent."""

    def __init__(self) -> None:
        self._connections: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[Any]] = {}

    @property
    def connected(self) -> bool:
        return bool(self._connections)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        hello = {
            "type": "hello",
            "num_connections": 1,
            "connection_info": {"app_id": "A0PENCIL1"},
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
        }
        await socket.send_json(hello)
        self._connections.append(socket)
        try:
            async for frame in socket:
                if frame.type is aiohttp.WSMsgType.TEXT:
                    answer = json.loads(frame.data)
                    future = self._waiting.get(answer.get("envelope_id", ""))
                    if future is not None and not future.done():
                        future.set_result(answer.get("payload"))
        finally:
            self._connections.remove(socket)
        return socket

    async def deliver(self, kind: str, payload: Json, attempt: int = 0) -> Any:
        if not self._connections:
            raise NotDeliveredError("dispatch_failed")
        envelope_id = secrets.token_hex(16)
        future = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        envelope = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        try:
            await self._connections[-1].send_json(envelope)
            async with asyncio.timeout(SECONDS):
                return await future
        except TimeoutError:
            raise NotDeliveredError("operation_timeout") from None
        except (ConnectionError, aiohttp.ClientError):
            raise NotDeliveredError("dispatch_failed") from None
        finally:
            del self._waiting[envelope_id]

    async def disconnect(self) -> None:
        """Every connection is asked to go, as Slack does every few hours, and closed."""
        for socket in list(self._connections):
            with contextlib.suppress(ConnectionError):
                await socket.send_json(
                    {"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "sandbox"}}
                )
                await socket.close()


class Http:
    """Signed requests to an address."""

    def __init__(self, url: str, secret: str) -> None:
        self._url = url
        self._signer = SignatureVerifier(secret)

    async def deliver(self, kind: str, payload: Json, attempt: int = 0) -> Any:
        body, content_type = encoded(kind, payload)
        headers = {"content-type": content_type, **self.signed(body)}
        if attempt:
            headers |= {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": "http_timeout"}
        try:
            timeout = aiohttp.ClientTimeout(total=SECONDS)
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(self._url, data=body, headers=headers) as response,
            ):
                text = await response.text()
                if response.status != web.HTTPOk.status_code:
                    raise NotDeliveredError("dispatch_failed")
        except TimeoutError:
            raise NotDeliveredError("operation_timeout") from None
        except aiohttp.ClientError:
            raise NotDeliveredError("dispatch_failed") from None
        return json.loads(text) if text.startswith("{") else ({"text": text} if text else None)

    def signed(self, body: str) -> dict[str, str]:
        """Slack's two headers for this body."""
        timestamp = str(int(time.time()))
        signature = self._signer.generate_signature(timestamp=timestamp, body=body) or ""
        return {"x-slack-request-timestamp": timestamp, "x-slack-signature": signature}


def encoded(kind: str, payload: Json) -> tuple[str, str]:
    """Body and content type of a request, as Slack encodes this kind."""
    if kind == "events_api":
        return json.dumps(payload), "application/json"
    form = "application/x-www-form-urlencoded"
    return (urlencode(payload) if kind == "slash_commands" else urlencode({"payload": json.dumps(payload)})), form
