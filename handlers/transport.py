"""Slack's two transports, HTTP and Socket Mode, into one Bolt app with one listener for each kind of interaction."""

import json
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import parse_qsl

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncCallableAuthorize
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

from bot import VERSION
from bot.app import Bot
from bot.cli import health
from bot.installations import speaking
from bot.installations.flow import Flow, flow
from bot.lib.faults import where
from bot.lib.logs import Seldom, logger
from bot.lib.refusals import GarbledError
from bot.slack.failures import SlackError
from bot.slack.views import errors
from handlers import dispatch, installing
from handlers.once import InHandError
from handlers.workspaces import there

log = logger(__name__)

MOST_BYTES = 1_000_000  # Slack's own requests are far smaller
_DIGITS = 12
_ANY = re.compile(".*", re.DOTALL)
_TIMESTAMP = re.compile("[0-9]{1,12}")
_AT, _SIGNED = "x-slack-request-timestamp", "x-slack-signature"
_SIGNATURE = re.compile("v0=[0-9a-f]{64}")
_STALE = 300  # seconds

_OF_SHAPE = (AttributeError, LookupError, TypeError, ValueError)
_READ_IN = tuple(f"handlers.{module}:" for module in ("dispatch", "events", "payloads", "shapes", "workspaces"))
_READ_IN += ("slack_bolt.",)
_SHAPELESS, _UNANSWERED = Seldom(), Seldom()

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


def bolt(bot: Bot) -> AsyncApp:
    """The Bolt app behind both transports. It looks a handler up in our tables, whatever their number."""
    bolt_log = logging.getLogger("slack_bolt")
    bolt_log.setLevel(logging.ERROR)  # its warnings carry bodies

    async def authorize(team_id: Any) -> AuthorizeResult:
        slack = (await speaking.of(bot, team_id if isinstance(team_id, str) else "")).slack
        try:
            identity = await slack.identity()
        except SlackError:  # what somebody says is kept, whether or not Slack tells us who we are
            return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=slack.token)
        return AuthorizeResult(
            enterprise_id=None,
            team_id=identity.team_id,
            bot_user_id=identity.user_id,
            bot_id=identity.bot_id,
            bot_token=slack.token,
        )

    app = AsyncApp(
        name="Pencil",
        logger=bolt_log,
        authorize=cast("Any", AsyncCallableAuthorize(logger=bolt_log, func=authorize)),
        # Given by us, since Bolt makes one with files of its own where the environment has an id and a secret.
        oauth_flow=flow(bot, bolt_log),
        client=bot.slack.web,
        process_before_response=True,  # nothing is left to do after the acknowledgement: the outbox has it
        request_verification_enabled=False,  # done by `HttpApp`
        raise_error_for_unhandled_request=False,
        ignoring_self_events_enabled=True,
    )

    @app.error
    async def on_error(error: Exception) -> BoltResponse:
        if _garbled(error):
            return _unreadable(error)
        if isinstance(error, InHandError):
            return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
        log.error("an interaction failed", fault=type(error).__name__, at=where(error))
        return BoltResponse(status=HTTPStatus.INTERNAL_SERVER_ERROR)

    _listen(app, bot)
    return app


def _listen(app: AsyncApp, bot: Bot) -> None:
    """A listener for each kind of interaction."""

    @app.command(_ANY)
    async def on_command(body: Any, ack: Any) -> None:
        await ack(await dispatch.command(await there(bot, body), body))

    @app.action({"type": "block_actions", "action_id": _ANY})
    async def on_press(body: Any, ack: Any) -> None:
        await dispatch.press(await there(bot, body), body)
        await ack()

    @app.options({"action_id": _ANY})
    async def on_search(body: Any, ack: Any) -> None:
        await ack(**await dispatch.search(await there(bot, body), body))

    @app.view(_ANY)
    async def on_form(body: Any, ack: Any) -> None:
        await ack(**await dispatch.submission(await there(bot, body), body))

    @app.shortcut(_ANY)
    async def on_shortcut(body: Any, ack: Any) -> None:
        await dispatch.shortcut(await there(bot, body), body)
        await ack()

    @app.event(_ANY)
    async def on_event(body: Any) -> None:
        await dispatch.event(await there(bot, body), body)


class HttpApp:
    """What answers HTTP, an ASGI app: `/slack/events`, `/livez`, `/healthz`, `/readyz` and, where wanted, `/metrics`.

    Where workspaces install by a link, `/slack/install` and `/slack/oauth_redirect` too.

    `troubles` say what is wrong with the process besides its database.
    """

    def __init__(self, bot: Bot, app: AsyncApp | None, troubles: Sequence[Callable[[], str | None]]) -> None:
        self._bot, self._app, self._troubles = bot, app, troubles
        secret = bot.settings.slack_signing_secret
        self._verifier = SignatureVerifier(secret.get_secret_value()) if secret else None
        self._flow = cast("Flow | None", app.oauth_flow) if app is not None else None
        self._turned_away = Seldom()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        method, path = scope["method"], scope["path"]
        if path == "/slack/events" and method == "POST" and self._app is not None:
            await self._events(scope, receive, send)
        elif path in installing.PATHS and method == "GET" and self._flow is not None:
            await self._install(scope, send)
        elif path == "/livez":
            await _say(send, HTTPStatus.OK, "alive\n")
        elif path in {"/healthz", "/readyz"}:
            lines = [trouble() for trouble in self._troubles]
            wrong = "; ".join(line for line in [*lines, await health.trouble(self._bot.database)] if line)
            status = HTTPStatus.SERVICE_UNAVAILABLE if wrong else HTTPStatus.OK
            await _say(send, status, f"{wrong or 'well'}\nPencil {VERSION}\n")
        elif path == "/metrics" and self._bot.settings.metrics:
            await _say(send, HTTPStatus.OK, await health.figures(self._bot), health.FIGURES)
        elif path == "/slack/events":
            await _say(send, HTTPStatus.METHOD_NOT_ALLOWED, "POST only\n")
        else:
            await _say(send, HTTPStatus.NOT_FOUND, "nothing here\n")

    async def _install(self, scope: Scope, send: Send) -> None:
        assert self._flow is not None
        response = await installing.answer(self._flow, scope)
        body = (response.body or "").encode()
        headers = [*installing.headers(response), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": int(response.status), "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _events(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if not self._may_be_signed(headers):  # nothing of it is read
            await self._turn_away(send)
            return
        try:
            body = await _body(headers.get("content-length", ""), receive)
        except _HungUpError:
            return
        except _TooLargeError:
            await _say(send, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too large\n", last=True)
            return
        if not self._signed(body, headers):
            await self._turn_away(send)
            return
        try:
            payload = _parsed(body, headers.get("content-type", ""))
        except (ValueError, RecursionError):
            await _say(send, HTTPStatus.BAD_REQUEST, "not readable\n")
            return
        if payload.get("type") == "url_verification":
            await _say(send, HTTPStatus.OK, str(payload.get("challenge", "")))
            return
        if "ssl_check" in payload:
            await _say(send, HTTPStatus.OK, "")
            return
        assert self._app is not None
        status, response = await acknowledge(self._app, payload)
        await _say(send, status, response, "application/json" if response.startswith("{") else "text/plain")

    async def _turn_away(self, send: Send) -> None:
        if times := self._turned_away.due():
            log.warning("a request without a valid signature was turned away", times=times)
        await _say(send, HTTPStatus.UNAUTHORIZED, "not signed by Slack\n", last=True)

    def _may_be_signed(self, headers: dict[str, str]) -> bool:
        """Whether there is a signature at all, and one of now."""
        timestamp, signature = headers.get(_AT, ""), headers.get(_SIGNED, "")
        if self._verifier is None or not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
            return False
        return abs(self._verifier.clock.now() - int(timestamp)) <= _STALE

    def _signed(self, body: bytes, headers: dict[str, str]) -> bool:
        assert self._verifier is not None
        return self._verifier.is_valid(body.decode("utf-8", "replace"), headers[_AT], headers[_SIGNED])


async def acknowledge(app: AsyncApp, payload: dict[str, Any]) -> tuple[HTTPStatus, str]:
    """What Slack is to hear of `payload`; what nobody knows is acknowledged, and told to the log by its kind."""
    try:
        request = AsyncBoltRequest(mode="socket_mode", body=payload)
        response = await app.async_dispatch(request)
    except _OF_SHAPE as error:
        response = _unreadable(error)
    if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _broken(payload)
    if response.status != HTTPStatus.OK and (times := _UNANSWERED.due()):
        log.warning("nothing answers a request", kind=str(payload.get("type", "command"))[:40], times=times)
    return HTTPStatus.OK, (response.body or "") if response.status == HTTPStatus.OK else ""


def _garbled(error: Exception) -> bool:
    """Whether the fault is the payload's: it was met where payloads are read."""
    of_shape = isinstance(error, _OF_SHAPE) and where(error).startswith(_READ_IN)
    return of_shape or isinstance(error, GarbledError)


def _unreadable(error: Exception) -> BoltResponse:
    if times := _SHAPELESS.due():
        log.warning("a request of an unknown shape was acknowledged", fault=type(error).__name__, times=times)
    return BoltResponse(status=HTTPStatus.OK)


def _broken(payload: dict[str, Any]) -> tuple[HTTPStatus, str]:
    """Something failed before a handler was reached: what was typed comes back; an event Slack can send again."""
    if "command" in payload:
        words = errors.failed(str(payload.get("text") or "")).payload()
        return HTTPStatus.OK, json.dumps({"response_type": "ephemeral", **words})
    return (HTTPStatus.SERVICE_UNAVAILABLE if "event" in payload else HTTPStatus.OK), ""


def _parsed(body: bytes, content_type: str) -> dict[str, Any]:
    text = body.decode("utf-8")
    if content_type.startswith("application/json"):
        parsed = json.loads(text)
    else:
        form = dict(parse_qsl(text, keep_blank_values=True))
        parsed = json.loads(form["payload"]) if "payload" in form and "command" not in form else form
    if not isinstance(parsed, dict):
        raise ValueError("not an object")  # noqa: TRY004  # for the caller it is a matter of content
    return parsed


class _TooLargeError(Exception):
    """Nobody at Slack says so much at once."""


class _HungUpError(Exception):
    """Whoever asked has gone, or was too slow."""


async def _body(length: str, receive: Receive) -> bytes:
    if length.isdecimal() and (len(length) > _DIGITS or int(length) > MOST_BYTES):
        raise _TooLargeError
    parts: list[bytes] = []
    size = 0
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            raise _HungUpError
        part = event.get("body", b"")
        size += len(part)
        if size > MOST_BYTES:
            raise _TooLargeError
        parts.append(part)
        if not event.get("more_body"):
            return b"".join(parts)


async def _say(send: Send, status: HTTPStatus, text: str, kind: str = "text/plain", *, last: bool = False) -> None:
    """Answers; where it is the `last` that is said, whatever else comes on this connection is not read."""
    body = text.encode(errors="replace")
    headers = [(b"content-type", f"{kind}; charset=utf-8".encode()), (b"content-length", str(len(body)).encode())]
    headers += [(b"connection", b"close")] if last else []
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": body})


def socket_mode(bot: Bot, app: AsyncApp) -> AsyncSocketModeHandler:
    """Socket Mode, for where there is no public address."""
    assert bot.settings.slack_app_token is not None
    return AsyncSocketModeHandler(
        app, bot.settings.slack_app_token.get_secret_value(), web_client=bot.slack.web, ping_interval=10
    )
