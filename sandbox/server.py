"""The sandbox: a Slack on one machine, on loopback only, with one app installed."""

import asyncio
import json
import math
import time
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, Self, TypeVar

from aiohttp import web

from sandbox.actors.person import Person
from sandbox.api import methods, oauth, uploads
from sandbox.api.faults import Fault, Kind
from sandbox.api.registry import ApiError
from sandbox.app.installed import App
from sandbox.slack.blocks import Json
from sandbox.slack.clock import SandboxClock
from sandbox.slack.people import HOME, HUB, Someone
from sandbox.slack.state import RESPONSE_SECONDS, RESPONSE_USES, Call, Message, ResponseUrl, Slack

LOOPBACK = "127.0.0.1"
_HISTORY = {"conversations.history", "conversations.replies"}
_NESTED = {"blocks", "files", "metadata", "view"}

Tick = Callable[[], Awaitable[object]]
Answers = Callable[[Message, Collection[str]], Awaitable[None]]
Upcoming = Callable[[], Awaitable[Sequence[tuple[datetime, str]]]]
_T = TypeVar("_T")


class Process(Protocol):
    """The app's process, where it has one of its own."""

    async def start(self) -> None:
        """It runs, and is connected."""

    async def stop(self) -> None:
        """It has ended."""


class Sandbox:
    """A small Slack with one app installed. `async with` starts and stops it."""

    def __init__(
        self,
        manifest: Json,
        *,
        port: int = 0,
        clock_file: Path | None = None,
        people: list[Someone] | None = None,
        scopes: set[str] | None = None,
        tick: Tick | None = None,
        upcoming: Upcoming | None = None,
    ) -> None:
        self.clock = SandboxClock(clock_file)
        self.slack = Slack(people, self.clock.now)
        self.app = App(manifest, self.slack, scopes)
        self.faults = self.app.faults
        self.tick, self.upcoming = tick, upcoming
        self.process: Process | None = None
        self.away = False  # the app does not run just now
        self.answers: Answers | None = None  # what everybody does about a post, but those named
        self.story = ""  # while it is told: how far it is
        self._called: dict[str, float] = {}  # when a channel was last posted in, a method last called
        self._port = port
        self._routes: list[web.AbstractRouteDef] = []

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def serve(self, routes: Iterable[web.AbstractRouteDef]) -> None:
        """Answers at these addresses too, from the start on."""
        self._routes += routes

    async def start(self) -> None:
        application = web.Application(client_max_size=2_000_000)
        application.add_routes(
            [
                web.post("/api/{method}", self._api),
                web.get("/api/{method}", self._api),
                web.post("/response/{id}", self._respond),
                web.post("/upload/{id}", self._upload),
                web.get("/link/", self.app.socket.serve),
                web.get("/oauth/v2/authorize", self._authorize),
                *self._routes,
            ]
        )
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, LOOPBACK, self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.slack.address = self.url

    async def stop(self) -> None:
        under_way = [*self.app.under_way]
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        await self.app.socket.disconnect()
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self._port}"

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def begins(self, work: Coroutine[Any, Any, _T]) -> asyncio.Task[_T]:
        """It is done beside everything else, and broken off where the sandbox stops first."""
        return self.app.begins(work)

    def person(self, who: str) -> Person:
        """Somebody by name or id."""
        for someone in self.slack.people.values():
            if who in {someone.user_id, someone.name}:
                return Person(self.app, someone.user_id)
        raise KeyError(who)

    def tell(self, story: str) -> None:
        """The page says how far the story is; with no words, that it is told."""
        self.story = story
        self.slack.changed()

    async def until(self, condition: Callable[[], Any], seconds: float = 5) -> Any:
        """What the condition gives as soon as it gives something; else an error that shows the channel."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if given := condition():
                return given
            await asyncio.sleep(0.01)
        shown = "\n---\n".join(message.plain for message in self.slack.messages(HOME)[-8:])
        raise AssertionError(f"it did not come about in {seconds} s. The channel shows:\n{shown}")

    # The Web API

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = await _arguments(request, reads_json=method not in methods.FORMS)
        given = request.headers.get("Authorization", "")
        token = given.removeprefix("Bearer ") or args.pop("token", "")
        args.pop("token", None)
        peer = request.transport.get_extra_info("peername") if request.transport else None
        call = Call(method, args, time.time(), "under way", peer[1] if peer else 0, self._team_of(token) or "")
        self.slack.calls.append(call)
        await self.faults.hook(self.faults.before, call)
        fault = await self._meets(method, args.get("channel"))
        if fault is not None and not fault.done:
            call.outcome = fault.kind.name.lower()
            return await self._go_wrong(request, fault)
        answer, status, headers = self._answer(method, args, token)
        call.outcome = "ok" if answer["ok"] else str(answer["error"])
        await self.faults.hook(self.faults.after, call)
        if fault is not None:
            return await self._go_wrong(request, fault)
        return web.json_response(answer, status=status, headers=headers)

    def _answer(self, method: str, args: Json, token: str) -> tuple[Json, int, dict[str, str]]:
        headers = {"x-oauth-scopes": ",".join(sorted(self.app.scopes))}
        if method == "apps.connections.open":
            if token != self.slack.app_token:
                return {"ok": False, "error": "invalid_auth" if token else "not_authed"}, 200, headers
            return {"ok": True, "url": f"ws://{LOOPBACK}:{self._port}/link/?ticket=1&app_id=A"}, 200, headers
        if method == "oauth.v2.access":
            try:
                credentials = token.removeprefix("Basic ") if token.startswith("Basic ") else ""
                return {"ok": True, **oauth.access(self.slack, args, credentials)}, 200, {}
            except ApiError as error:
                return {"ok": False, "error": error.error}, 200, {}
        if (untaken := self._why_not(token)) is not None:
            return {"ok": False, "error": untaken}, 200, {}
        if method == "auth.revoke":
            self.slack.grants.revoked.append(token)
            self.slack.grants.untaken[token] = "token_revoked"
            return {"ok": True, "revoked": True}, 200, {}
        if wait := self._too_fast(method, args):
            return {"ok": False, "error": "ratelimited"}, 429, {**headers, "Retry-After": str(math.ceil(wait))}
        try:
            with self.slack.speaking_in(self._team_of(token) or HUB):
                return {"ok": True, **methods.call(self.slack, method, args, self.app.scopes)}, 200, headers
        except ApiError as error:
            answer: Json = {"ok": False, "error": error.error}
            if error.messages:
                answer["response_metadata"] = {"messages": error.messages}
            return answer, 200, headers

    def _speaker(self, kept: ResponseUrl) -> str:
        """The app's user who answers: whose message it is about, or that of the person's own workspace."""
        if kept.message is not None and kept.message.by_app:
            return kept.message.user_id
        team_id = self.slack.people[kept.user_id].team_id
        with self.slack.speaking_in(team_id if team_id in self.app.installed else HUB):
            return self.slack.bot_user

    def _team_of(self, token: str) -> str | None:
        if token == self.slack.bot_token:
            return HUB
        grant = self.slack.grants.of(token)
        return grant.team_id if grant else None

    def _why_not(self, token: str) -> str | None:
        """Why the token is not taken; nothing if it is."""
        if token == self.slack.bot_token:
            return self.slack.refuses_token or None
        return self.slack.grants.why_not(token)

    async def _authorize(self, request: web.Request) -> web.Response:
        return oauth.authorized(self.slack, request, self.app.redirect_url)

    def _too_fast(self, method: str, args: Json) -> float:
        """How many seconds too early the call comes; those that come in time are counted from."""
        if method in _HISTORY and self.slack.history_seconds:
            key, apart = method, self.slack.history_seconds
        elif method == "chat.postMessage" and self.slack.rate_limits:
            key, apart = str(args.get("channel")), 0.9
        else:
            return 0
        now = time.monotonic()
        if (wait := self._called.get(key, -apart) + apart - now) > 0:
            return wait
        self._called[key] = now
        return 0

    async def _meets(self, method: str, channel: str | None) -> Fault | None:
        """What goes wrong with this call; what is only slow goes on after a while."""
        fault = self.faults.take(method, channel)
        if fault is None or fault.kind is not Kind.SLOW:
            return fault
        await fault.hang()
        return None

    async def _go_wrong(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.kind is Kind.RATE_LIMITED:
            return web.json_response(
                {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(int(fault.seconds))}
            )
        if fault.kind is Kind.SERVER_ERROR:
            return web.Response(status=fault.status, text="upstream trouble")
        if fault.kind is Kind.BROKEN:
            return web.Response(text='{"ok": tr', content_type="application/json")
        if fault.kind is Kind.ERROR:
            return web.json_response({"ok": False, "error": fault.error})
        if fault.kind is Kind.HANG:
            await fault.hang()
        return self._drop(request)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        fault = await self._meets("upload", None)
        if fault is not None and not fault.done:
            return await self._go_wrong(request, fault)
        answer = await uploads.receive(self.slack, request)
        return answer if fault is None else await self._go_wrong(request, fault)

    def _drop(self, request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.close()
        return web.Response(status=500)

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()  # before whoever asks has gone
        fault = await self._meets("response_url", None)
        if fault is not None and not fault.done:
            return await self._go_wrong(request, fault)
        kept = self.slack.response_urls.get(request.match_info["id"])
        if kept is None or kept.uses >= RESPONSE_USES:
            return web.json_response({"ok": False, "error": "used_url"}, status=404)
        if time.time() - kept.made > RESPONSE_SECONDS:
            return web.json_response({"ok": False, "error": "expired_url"}, status=404)
        kept.uses += 1
        self.app.check(body)
        message = kept.message
        if body.get("delete_original") and message is not None:
            self.slack.remove(message)
        elif body.get("replace_original") and message is not None:
            message.text, message.blocks = body.get("text", ""), body.get("blocks") or []
            message.edited = message.only_for is None
            self.slack.changed()
        else:
            only_for = None if body.get("response_type") == "in_channel" else kept.user_id
            self.slack.add(
                kept.channel_id, self._speaker(kept), body.get("text", ""), body.get("blocks"), only_for=only_for
            )
        return web.json_response({"ok": True}) if fault is None else await self._go_wrong(request, fault)


async def _arguments(request: web.Request, *, reads_json: bool) -> Json:
    if request.content_type == "application/json":
        return dict(await request.json()) if reads_json else dict(request.query)
    args: Json = {**request.query, **await request.post()}
    return {name: json.loads(value) if name in _NESTED else value for name, value in args.items()}
