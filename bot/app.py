"""Bot: what every handler and job is lent."""

import asyncio
from dataclasses import dataclass, field
from typing import Self

from bot.db.transactions import Database
from bot.lib.clock import Clock, shifted, wall
from bot.lib.metrics import Metrics
from bot.lib.recent import Recent
from bot.settings import Settings
from bot.slack.channel_people import ChannelPeople
from bot.slack.client import Slack, from_settings

_REMEMBERED = 5_000  # presses, of which one delivered again comes within minutes


@dataclass(frozen=True)
class Bot:
    """Settings, database, Slack and clock. `wake` is set when something new may be pending for Slack.

    `pressed` and `answered` know presses and messages that Slack has delivered before.
    """

    settings: Settings
    database: Database
    slack: Slack
    clock: Clock
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    metrics: Metrics = field(default_factory=Metrics)
    pressed: Recent = field(default_factory=lambda: Recent(_REMEMBERED))
    answered: Recent = field(default_factory=lambda: Recent(_REMEMBERED))
    people: ChannelPeople = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "people", ChannelPeople(self.slack))

    async def __aenter__(self) -> Self:
        await self.slack.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.slack.close()
        self.database.close()


def make(settings: Settings, clock: Clock | None = None) -> Bot:
    """A bot as the settings say; `clock` is given by whoever wants another time than the real one."""
    if clock is None:
        clock = shifted(settings.clock_offset_file) if settings.clock_offset_file else wall
    metrics = Metrics()
    return Bot(
        settings, Database(settings.database_url, metrics), from_settings(settings, metrics), clock, metrics=metrics
    )
