"""Bot: what every handler and job is lent."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any, Self

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
    elsewhere: dict[str, "Bot"] = field(default_factory=dict)  # the same as it speaks in other workspaces, by theirs
    own_slack: Slack = field(init=False)  # with the token in the settings, whichever `slack` has
    answers: Slack = field(init=False)  # of the workspace in which somebody waits for an answer
    people: ChannelPeople = field(init=False)

    def __post_init__(self) -> None:
        _set(self, own_slack=self.slack, answers=self.slack, people=ChannelPeople(self.slack))

    def speaking(self, slack: Slack) -> "Bot":
        """The same bot, as it speaks with another token."""
        made = replace(self, slack=slack)
        _set(made, own_slack=self.own_slack)
        return made

    def answering(self, slack: Slack) -> "Bot":
        """The same bot, where somebody waits for an answer in another workspace than it speaks in."""
        if slack is self.answers:
            return self
        made = replace(self)
        _set(made, own_slack=self.own_slack, answers=slack, people=self.people)
        return made

    async def __aenter__(self) -> Self:
        await self.slack.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.slack.close()
        self.database.close()


def _set(bot: Bot, **values: Any) -> None:
    for name, value in values.items():
        object.__setattr__(bot, name, value)


def make(settings: Settings, clock: Clock | None = None) -> Bot:
    """A bot as the settings say; `clock` is given by whoever wants another time than the real one."""
    if clock is None:
        clock = shifted(settings.clock_offset_file) if settings.clock_offset_file else wall
    metrics = Metrics()
    slack = from_settings(settings, metrics)
    return Bot(settings, Database(settings.database_url, metrics), slack, clock, metrics=metrics)
