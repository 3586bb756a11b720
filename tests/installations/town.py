"""Two workspaces and one Pencil, which both have installed by its link; everything goes over HTTP."""

import contextlib
import re
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from html import unescape
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import aiohttp
from pydantic import SecretStr
from sqlalchemy import func, select

from bot import app as core
from bot.app import Bot
from bot.cli import serve
from bot.models import Partnership
from bot.settings import Settings
from handlers.transport import HttpApp, bolt
from jobs.delivery import deliver_all
from jobs.reminders import send_reminders
from jobs.tick import alert_hosts, tick
from sandbox.actors.person import Person
from sandbox.server import Sandbox
from sandbox.slack.people import ESTUARY, HOME, HUB
from sandbox.slack.state import Channel, Message
from tests.conftest import MANIFEST

KEY = "a key that is long enough to seal tokens with"
NORTH, SOUTH = HUB, ESTUARY
QUAY = "C0QUAYSIDE"  # the channel of the other workspace alone
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 3, 6, 16, 0, tzinfo=UTC)


class Page:
    """What a browser shows, and where it is."""

    def __init__(self, status: int, text: str, headers: Any, url: str) -> None:
        self.status, self.text, self.headers, self.url = status, text, headers, url

    @property
    def words(self) -> str:
        body = self.text.partition("<body>")[2]
        return " ".join(unescape(re.sub("<[^>]+>", " ", body)).split())

    @property
    def link(self) -> str:
        named = re.search(r'class="go" href="([^"]+)"', self.text)
        assert named is not None, self.words
        return unescape(named[1])


class Town:
    """Sandbox and Pencil. `async with` starts both; nobody has installed anything yet."""

    def __init__(self, database_url: str, *, token: bool = False, **settings: Any) -> None:
        self._database_url, self._token, self._settings = database_url, token, settings
        self.sandbox = Sandbox(MANIFEST)
        self.slack = self.sandbox.slack
        south = {person.user_id for person in self.slack.people.values() if person.team_id == SOUTH}
        self.slack.channels[QUAY] = Channel(QUAY, "quayside", south, SOUTH)
        self.slack.channels[HOME].members.discard(self.slack.bot_user)
        self.sandbox.app.installed = []
        self._stack = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.sandbox)
        self.sandbox.clock.move_to(MONDAY)
        self.slack.grants.end("nobody")
        self.browser = await self._stack.enter_async_context(aiohttp.ClientSession())
        settings = Settings(
            _env_file=None,
            **{
                "slack_client_id": self.slack.grants.client_id,
                "slack_client_secret": SecretStr(self.slack.grants.client_secret),
                "slack_authorize_url": f"{self.sandbox.url}/oauth/v2/authorize",
                "slack_signing_secret": SecretStr(self.slack.signing_secret),
                "slack_bot_token": SecretStr(self.slack.bot_token) if self._token else None,
                "slack_api_url": self.sandbox.api_url,
                "database_url": self._database_url,
                "pencil_key": SecretStr(KEY),
                **self._settings,
            },
        )
        self.bot = await self._stack.enter_async_context(core.make(settings, self.sandbox.clock.now))
        listener = self._stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        app = HttpApp(self.bot, bolt(self.bot), [])

        async def answers(scope: Any, receive: Any, send: Any) -> None:
            """Of these three alone; a method that is wrapped for a trial is taken by uvicorn for what makes an app."""
            await app(scope, receive, send)

        await self._stack.enter_async_context(serve.http(answers, listener))
        self.sandbox.app.request_url = f"{self.url}/slack/events"
        self.sandbox.app.redirect_url = f"{self.url}/slack/oauth_redirect"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    @contextlib.asynccontextmanager
    async def another(self, **settings: Any) -> AsyncIterator[Bot]:
        """Another process on the same database."""
        async with core.make(self.bot.settings.model_copy(update=settings), self.sandbox.clock.now) as bot:
            yield bot

    # In a browser

    async def opens(self, address: str, cookie: str = "") -> Page:
        """A page, as a browser with this cookie meets it; it is led nowhere else."""
        async with self.browser.get(
            address, allow_redirects=False, headers={"cookie": cookie} if cookie else {}
        ) as answer:
            return Page(answer.status, await answer.text(), answer.headers, str(answer.url))

    async def begins(self) -> tuple[str, str]:
        """The way to Slack, and the cookie that says who opened the link."""
        page = await self.opens(f"{self.url}/slack/install")
        assert page.status == 200
        return page.link, page.headers["set-cookie"].partition(";")[0]

    async def agrees(self, link: str, team_id: str) -> str:
        """Where Slack leads back to."""
        self.slack.installs_in = team_id
        page = await self.opens(link)
        assert page.status == 302, page.text
        return str(page.headers["location"])

    async def installs(self, team_id: str) -> Page:
        """Somebody installs Pencil in the workspace, to the last page."""
        link, cookie = await self.begins()
        page = await self.opens(await self.agrees(link, team_id), cookie)
        if page.status == 200 and team_id not in self.sandbox.app.installed:
            self.sandbox.app.installed.append(team_id)
        return page

    # In Slack

    def person(self, name: str) -> Person:
        return self.sandbox.person(name)

    async def starts(self, host: str, channel: str, name: str) -> Person:
        """Invites Pencil into the channel, and starts a partnership there."""
        person = self.person(host)
        await person.types("/invite @Pencil", channel)
        receipt = await person.types(f"/partnership start {name}", channel)
        assert receipt is not None
        assert name in receipt.plain, receipt.plain
        await self.settle()
        return person

    async def both(self) -> tuple[Person, Person]:
        """Both workspaces have Pencil, and each a partnership: the hosts of the two."""
        await self.installs(NORTH)
        await self.installs(SOUTH)
        north = await self.starts("Amina Okafor", HOME, "Exe Bay Together")
        south = await self.starts("Dr Priya Raman", QUAY, "Quayside Circle")
        return north, south

    async def removes(
        self, team_id: str, *, at: int | None = None, kinds: tuple[str, ...] = ("app_uninstalled",)
    ) -> None:
        """The workspace removes Pencil; Slack says so, unless nothing is to be said."""
        self.slack.grants.end(team_id)
        for kind in kinds:
            await self.says(team_id, {"type": kind}, at=at)

    async def says(self, team_id: str, event: dict[str, Any], *, at: int | None = None) -> None:
        """Slack brings an event of the workspace."""
        from sandbox.app import payloads

        payload = payloads.event(self.slack, event, team_id)
        if at is not None:
            payload["event_time"] = at
        await self.sandbox.app.deliver("events_api", payload)

    async def settle(self) -> list[str]:
        return await deliver_all(self.bot)

    async def moves_to(self, when: datetime) -> list[str]:
        self.sandbox.clock.move_to(when)
        await tick(self.bot)
        lines = await self.settle()
        await alert_hosts(self.bot)
        await send_reminders(self.bot)
        return lines + await self.settle()

    def posted(self, channel: str) -> list[Message]:
        """What Pencil has posted there for everyone."""
        return [message for message in self.slack.messages(channel) if message.by_app and message.only_for is None]

    def none_away(self) -> bool:
        """Whether every partnership's workspace has Pencil."""
        with self.bot.database.engine.connect() as connection:
            return connection.scalar(select(func.count()).where(Partnership.uninstalled_at.is_not(None))) == 0

    def wrong_calls(self) -> list[str]:
        """Calls with a token of another workspace than the channel's, as far as that shows."""
        return [
            f"{call.method} in {call.args['channel']} with the token of {call.team_id}"
            for call in self.slack.calls
            if (channel := self.slack.channels.get(str(call.args.get("channel")))) is not None
            and channel.team_id != call.team_id
        ]


def query(address: str) -> dict[str, str]:
    """What an address carries."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
