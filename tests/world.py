"""The world of the stories: the sandbox, and Pencil connected to it over the wire, in this process."""

import contextlib
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any, Self

from pydantic import SecretStr
from sqlalchemy.orm import Session

from bot import app as core
from bot.hosts import delivery_alerts
from bot.lib.clock import wall
from bot.models import Schedule
from bot.schedule import timetable
from bot.settings import Settings
from bot.slack.views.wording import COMING_UP
from handlers.transport import bolt, socket_mode
from jobs.delivery import deliver_all
from jobs.reminders import send_reminders
from jobs.tick import tick
from sandbox.actors.person import Person
from sandbox.page.routes import with_page
from sandbox.server import Sandbox
from sandbox.slack.people import HOME, Someone
from sandbox.slack.state import Message
from sandbox.story.script import GUIDE
from tests.outbox.typed import typed

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 3, 6, 15, 0, tzinfo=UTC)
DIGEST = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)  # the first of the hosts, a week after the start


def as_it_was(message: Message) -> Message:
    """The message as somebody's screen still shows it, whatever becomes of it."""
    return replace(message, blocks=list(message.blocks))


def _without_roll_call(session: Session) -> None:
    schedule = session.get_one(Schedule, (1, "roll-call"))
    schedule.on, schedule.next_at = False, None


@cache
def _settings() -> Settings:
    """What every world has, read once: to read settings is a tenth of what a world costs."""
    return Settings(_env_file=None)


class World:
    """People, a channel and a clock. `async with` starts everything and stops it."""

    def __init__(
        self,
        manifest: dict[str, Any],
        database_url: str,
        *,
        page: bool = False,
        people: list[Someone] | None = None,
    ) -> None:
        self.sandbox = Sandbox(manifest, people=people)
        if page:
            with_page(self.sandbox, GUIDE)
        self.sandbox.tick, self.sandbox.upcoming = self._turns, self._upcoming
        self.slack = self.sandbox.slack
        self.typed: list[str] = []
        self._database_url = database_url
        self._stack = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.sandbox)
        self._listen()
        self.sandbox.clock.move_to(MONDAY)
        settings = _settings().model_copy(
            update={
                "slack_bot_token": SecretStr(self.slack.bot_token),
                "slack_app_token": SecretStr(self.slack.app_token),
                "slack_api_url": self.sandbox.api_url,
                "database_url": self._database_url,
            }
        )
        self.bot = await self._stack.enter_async_context(core.make(settings, self.sandbox.clock.now))
        client = socket_mode(self.bot, bolt(self.bot))
        await client.connect_async()  # type: ignore[no-untyped-call]
        self._stack.push_async_callback(client.close_async)
        await self.sandbox.until(lambda: self.sandbox.app.socket.connected)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    def _listen(self) -> None:
        """All that people type is known at the end."""
        deliver = self.sandbox.app.deliver

        async def listening(kind: str, payload: dict[str, Any]) -> Any:
            self.typed += filter(None, typed(payload))
            return await deliver(kind, payload)

        self.sandbox.app.deliver = listening  # type: ignore[method-assign]

    def person(self, name: str) -> Person:
        return self.sandbox.person(name)

    async def settle(self) -> list[str]:
        """What is owed to Slack is sent; a line for each post."""
        return await deliver_all(self.bot)

    async def moves_to(self, when: datetime) -> list[str]:
        """The clock moves and is turned once."""
        self.sandbox.clock.move_to(when)
        return await self._turns()

    async def tells_of_trouble(self) -> None:
        """The hosts hear of what did not reach the room."""
        await self.bot.database.run(delivery_alerts.alert_hosts, wall(), self.bot.clock())
        await self.settle()

    async def begins(self, *, roll_call: bool = False) -> Person:
        """Amina starts the partnership and says where she is from.

        Only in stories about the roll-call, and about what comes beside what, is the channel asked that by itself.
        """
        amina = self.person("Amina Okafor")
        await amina.types("/partnership start Exe Bay Together")
        if not roll_call:
            await self.bot.database.run(_without_roll_call)
        await amina.types("/partnership join Exe Bay Council, public")
        await self.settle()
        return amina

    async def _turns(self) -> list[str]:
        await tick(self.bot)
        lines = await self.settle()
        await send_reminders(self.bot)
        return lines

    async def _upcoming(self) -> list[tuple[datetime, str]]:
        return [(at, COMING_UP[kind]) for at, kind in await self.bot.database.read(timetable.coming_up)]

    @property
    def room(self) -> list[Message]:
        """What Pencil has posted for everyone."""
        return [message for message in self.slack.messages(HOME) if message.by_app and message.only_for is None]

    @property
    def celebrations(self) -> list[Message]:
        return [message for message in self.room if "This week’s celebration" in message.plain]
