"""Worlds that are alike but for who answered a pulse and what, and everything that somebody in one of them sees."""

import contextlib
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.partnership.members import Who
from bot.pulse import acts, ballots
from sandbox.actors.person import Person
from sandbox.actors.refusal import CannotError
from sandbox.api.chat import shown
from sandbox.slack.blocks import buttons
from sandbox.slack.people import HOME, HUB, Someone
from sandbox.slack.state import Message, View
from tests import polling
from tests.conftest import ROOT
from tests.polling import CLOSE, DAY_BEFORE, FIRST_ITEMS, RESULTS, THIRD_DAY
from tests.processes import Process
from tests.world import World

Answers = Mapping[str, int]

_OPAQUE = re.compile(
    r"\b(?:[0-9a-f]{24}|[0-9a-f]{20}|\d{10}\.\d{6}|V0\d{7}|F0[0-9A-Z]{9}|127\.0\.0\.1:\d+)\b"
    r'|(?<="block_id": ")[0-9a-f]{6}(?=")'
)


def told(value: Any) -> str:
    """As text, with ids that are drawn at random, and times of the real clock, numbered as they come."""
    names: dict[str, str] = {}
    as_json = json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
    return _OPAQUE.sub(lambda match: names.setdefault(match[0], f"<{len(names)}>"), as_json)


def electorate(number: int) -> list[Someone]:
    """So many people of the workspace that has Pencil, from ten organisations in two sectors."""
    return [
        Someone(f"U{place:05d}HUB", HUB, f"Person {place}", f"Body {place % 10}", "public" if place % 2 else "private")
        if place
        else Someone("U00000HUB", HUB, "Amina Okafor", "Exe Bay Council", "public")
        for place in range(number)
    ]


async def sends(world: World, person: Person, answers: Sequence[int]) -> None:
    """The person's answers to the open pulse are sent, without the form."""
    token = next(value for _, action, value in polling.openings(world)[-1].buttons if action == "pulse.take")
    assert token is not None
    by_item = dict(zip(FIRST_ITEMS, answers, strict=True))
    who = Who(person.about.team_id, person.user_id)
    sealing = ballots.master_key(world.bot.settings)
    await world.bot.database.run(acts.send, token, who, by_item, sealing, world.bot.clock())


async def ticks(world: World, at: datetime, *options: str) -> list[str]:
    """Everything `python -m bot tick` prints and logs, in no order: to several channels it sends at once."""
    env = {
        "SLACK_BOT_TOKEN": world.slack.bot_token,
        "SLACK_API_URL": world.sandbox.api_url,
        "DATABASE_URL": world.bot.settings.database_url,
    }
    with tempfile.NamedTemporaryFile() as out:
        process = Process(("bot", "tick", "--at", at.isoformat(), *options), ROOT, os.environ | env, Path(out.name))
        assert await process.wait() == 0, out.read().decode()
        lines = out.read().decode().splitlines()
    return sorted(re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "", line) for line in lines)


class Watcher:
    """Somebody who looks at everything they can, presses everything there is to press, and keeps what they saw."""

    def __init__(self, world: World, person: Person) -> None:
        self.world, self.person = world, person
        self.seen: list[tuple[str, Any]] = []
        self._pressed: set[tuple[Any, ...]] = set()
        self._kept: dict[str, str] = {}

    def looks(self, when: str) -> None:
        """What has changed in the channel, its threads and private replies, their direct messages, form and Home."""
        person = self.person
        views = [("form", person.form), ("home", person.home)]
        self._see(when, [(message.ts, self._message(message)) for message in (*person.sees(), *person.dms())])
        self._see(when, [(place, [view.payload, view.filled]) for place, view in views if view])

    def _see(self, when: str, contents: list[tuple[str, Any]]) -> None:
        for place, what in contents:
            as_json = json.dumps(what, sort_keys=True, default=str)
            if self._kept.get(place) != as_json:
                self._kept[place] = as_json
                self.seen.append((when, json.loads(as_json)))

    def _message(self, message: Message) -> Any:
        pictures = [hashlib.sha256(file.content).hexdigest() for file in message.files]
        return [shown(self.world.slack, message), message.edited, message.only_for, message.shown_at.date(), pictures]

    async def asks(self, when: str, *commands: str) -> None:
        """Commands, Home and My Pencil."""
        for command in commands:
            await self.person.types(command)
        if self.person.may_command:
            await self.person.opens_home()
            await self.world.settle()
        await self.person.presses(self.world.room[0], "mine.open")
        self.looks(when)
        await self.person.closes(everything=True)

    async def presses(self, when: str) -> None:
        """Every button there is, once."""
        where: list[Message | View] = [*self.person.sees(), *self.person.dms()]
        where += [self.person.home] if self.person.home else []
        for place in where:
            for label, action, value in buttons(
                place.blocks if isinstance(place, Message) else place.payload["blocks"]
            ):
                known = (action, value, label)
                if known in self._pressed:
                    continue
                self._pressed.add(known)
                with contextlib.suppress(CannotError):
                    await self.person.presses(place, action, value)
                self.looks(f"{when}, {label}")
                await self.person.closes(everything=True)
        await self.world.settle()

    def calls(self) -> None:
        """Every post and every edit that came to where they can look, as it was at the time."""
        direct = self.world.slack.direct(self.person.user_id).id
        for call in self.world.slack.calls:
            if call.args.get("channel") in {HOME, direct, self.person.user_id} and not self._hidden(call.args):
                self.seen.append((call.method, call.args))

    def _hidden(self, args: Mapping[str, Any]) -> bool:
        return args.get("user") not in {None, self.person.user_id}

    @property
    def told(self) -> list[str]:
        return [f"{when}: {told(what)}" for when, what in self.seen]


Watch = Callable[[Watcher, str], Any]


async def live(
    world: World, watched: str, answering: Mapping[str, Answers], watch: Watch, *, late: Mapping[str, Answers]
) -> Watcher:
    """A pulse from its opening to a week after its results, with somebody watching; who answers, before and after the
    first reminder, is said by id."""
    await polling.opened(world)
    watcher = Watcher(world, world.person(watched))
    await watch(watcher, "opened")
    for user_id, answers in answering.items():
        await polling.answers(world.person(user_id), polling.openings(world)[0], answers)
        watcher.looks("open")
    await watch(watcher, "answered")
    await world.moves_to(THIRD_DAY)
    await watch(watcher, "third day")
    for user_id, answers in late.items():
        person = world.person(user_id)
        await polling.answers(person, person.dms()[-1], answers)
        watcher.looks("reminded")
    await world.moves_to(DAY_BEFORE)
    await watch(watcher, "day before")
    await world.moves_to(CLOSE)
    await watch(watcher, "closed")
    await world.moves_to(RESULTS)
    await watch(watcher, "results")
    await world.moves_to(RESULTS + timedelta(days=7, minutes=1))
    await watch(watcher, "a week later")
    watcher.calls()
    return watcher
