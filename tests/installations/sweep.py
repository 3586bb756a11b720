"""Made-up requests of two workspaces with one Pencil: neither sees, changes or hears anything of the other.

`python -m tests.installations.sweep --requests 10000` tries it on SQLite and PostgreSQL.
"""

import argparse
import asyncio
import json
import logging
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.db import deadline
from bot.models import Base, Partnership, Post
from bot.outbox import claims
from handlers import presence
from sandbox.app.transport import Http, encoded
from sandbox.slack.people import HOME
from tests import databases
from tests.installations.requests import Names, Request, Side, requests
from tests.installations.town import FRIDAY, NORTH, QUAY, SOUTH, Town

_MANY = 1_000  # requests, after which it is said how far it is
_AT_ONCE = 25  # requests of one side, after which it is looked what became of the other
_FAULTS = ("an act failed", "an interaction failed", "failed, and will be tried again")
_PASSING = {"lease_until", "ready_at", "attempts", "tried_at"}  # of posts that are on their way


@dataclass
class Swept:
    """What there should be nothing of, each with an example."""

    requests: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    words: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    wrong_calls: list[str] = field(default_factory=list)
    answered: int = 0  # with words, or by a form

    @property
    def is_clean(self) -> bool:
        return not (self.words or self.names or self.changes or self.faults or self.wrong_calls)

    def line(self) -> str:
        counts = {name: len(getattr(self, name)) for name in ("words", "names", "changes", "faults", "wrong_calls")}
        told = ", ".join(f"{name} {number}" for name, number in counts.items())
        return f"{self.requests} requests ({dict(self.kinds)}), {self.answered} answered: {told}"


async def furnished(town: Town) -> tuple[Side, Side]:
    """Two partnerships with something of everything that is easily said, in two channels that nobody shares."""
    home = town.slack.channels[HOME]
    home.shared = False
    home.members = {user for user in home.members if not user.endswith("EST")}
    await town.both()
    sides = []
    for team_id, place, host, word in (
        (NORTH, HOME, "Amina Okafor", "Zephyrine"),
        (SOUTH, QUAY, "Dr Priya Raman", "Quixotry"),
    ):
        channel = town.slack.channels[place]
        people = tuple(
            town.person(person.user_id) for person in town.slack.people.values() if person.team_id == team_id
        )[:6]
        first, second = town.person(host), next(person for person in people if person.about.name != host)
        await first.types(f"/partnership join {word} Council, public", place)
        await first.types(f"/win {word} opened the hub", place)
        await second.types(f"/win {word} painted a wall with @{host}", place)
        await first.types(f"/skill {word} welding", place)
        await first.types(f"/partnership why {word} is why we are here", place)
        for person in (first, second):
            await person.types(f"/blocker {word} has no key", place)
            await person.presses(person.private(place)[-1], "blocker.post")
        await town.settle()
        secrets = (word, *(person.about.name for person in people))
        sides.append(Side(team_id, channel, people, secrets))
    await town.moves_to(FRIDAY)
    await town.moves_to(FRIDAY + timedelta(days=7))
    north, south = sides
    return north, south


@contextmanager
def listening() -> Iterator[list[str]]:
    """What is logged as a fault meanwhile."""
    faults: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if any(fault in record.getMessage() for fault in _FAULTS):
                faults.append(record.getMessage())

    ear = Ear()
    logging.getLogger().addHandler(ear)
    try:
        yield faults
    finally:
        logging.getLogger().removeHandler(ear)


class Sweep:
    """Requests sent, and what came of them."""

    def __init__(self, town: Town, seed: int) -> None:
        self._town, self._luck = town, random.Random(seed)
        self._signer = Http(town.sandbox.app.request_url or "", town.slack.signing_secret)
        self.swept = Swept()

    async def run(self, number: int) -> Swept:
        north, south = await furnished(self._town)
        streams = [
            (side, other, requests(side, other, await self._names(), self._luck))
            for side, other in ((north, south), (south, north))
        ]
        turn = 0
        with listening() as faults:
            while self.swept.requests < number:
                side, other, stream = streams[turn % 2]
                turn += 1
                before = await self._rows(other)
                for request in islice(stream, min(_AT_ONCE, number - self.swept.requests)):
                    await self._send(request, other)
                await self._town.settle()
                self._look(side, other)
                if (after := await self._rows(other)) != before:
                    tables = sorted(name for name in after if after[name] != before.get(name))
                    self.swept.changes.append(f"{side.team_id} changed {tables} of {other.team_id}")
                if number >= _MANY and self.swept.requests % _MANY == 0:
                    print(self.swept.line(), flush=True)  # noqa: T201
        self.swept.faults += faults
        return self.swept

    async def _names(self) -> Names:
        def read(session: Session) -> Names:
            tokens = session.scalars(select(Post.token).order_by(Post.id)).all()
            return Names(40, tuple(tokens))

        return await self._town.bot.database.read(read)

    async def _send(self, request: Request, other: Side) -> None:
        body, content_type = encoded(request.kind, request.payload)
        headers = {"content-type": content_type, **self._signer.signed(body)}
        async with self._town.browser.post(
            f"{self._town.url}/slack/events", data=body, headers=headers, timeout=aiohttp.ClientTimeout(total=30)
        ) as answer:
            words = await answer.text()
            if answer.status != 200:
                self.swept.faults.append(f"{answer.status} to {request.kind}")
        self.swept.requests += 1
        self.swept.kinds[request.payload.get("type") or request.kind] += 1
        self.swept.answered += bool(words.strip("{} \n"))
        self._read(words, other, f"answer to {request.kind}")

    def _look(self, side: Side, other: Side) -> None:
        """At what Pencil has called meanwhile, and in whose name."""
        for call in self._town.slack.calls:
            if call.team_id == side.team_id:
                self._read(json.dumps(call.args, default=str, ensure_ascii=False), other, call.method)
        self.swept.wrong_calls += self._town.wrong_calls()
        self._town.slack.calls.clear()

    def _read(self, words: str, other: Side, where: str) -> None:
        word, *names = other.secrets
        if word in words:
            self.swept.words.append(f"{word} in {where}: {words[:300]}")
        self.swept.names += [f"{name} in {where}: {words[:300]}" for name in names if name in words]

    async def _rows(self, side: Side) -> dict[str, Any]:
        def read(session: Session) -> dict[str, Any]:
            partnership_id = session.scalars(select(Partnership.id).where(Partnership.team_id == side.team_id)).one()
            rows: dict[str, Any] = {}
            for table in Base.metadata.sorted_tables:
                owner = table.c.get("partnership_id", table.c.id if table.name == "partnerships" else None)
                if owner is not None:
                    columns = [column for column in table.columns if column.name not in _PASSING]
                    found = session.execute(select(*columns).where(owner == partnership_id))
                    rows[table.name] = sorted(map(repr, found))
            return rows

        return await self._town.bot.database.read(read)


async def swept(url: str, number: int, seed: int = 1) -> Swept:
    async with Town(url) as town:
        return await Sweep(town, seed).run(number)


def _unhurried() -> None:
    """Channels take as many messages as come, and a busy machine is no fault, as in the ordinary tests."""
    claims.PACE = claims.HOME_PACE = timedelta(0)
    deadline.SECONDS = presence.SECONDS = 20.0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--requests", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--database", choices=["SQLite", "PostgreSQL"])
    given = options.parse_args()
    _unhurried()
    clean = True
    with tempfile.TemporaryDirectory() as folder, databases.server() as server:
        made = {"SQLite": lambda: databases.in_file(Path(folder)), "PostgreSQL": lambda: databases.on_server(server)}
        for name in [given.database] if given.database else made:
            url = made[name]()
            began = time.monotonic()
            came = asyncio.run(swept(url, given.requests, given.seed))
            print(f"{name}: {came.line()}, in {time.monotonic() - began:.0f} s", flush=True)  # noqa: T201
            for example in [*came.words, *came.names, *came.changes, *came.faults, *came.wrong_calls][:20]:
                print(f"  {example[:600]}")  # noqa: T201
            clean = clean and came.is_clean
    sys.exit(0 if clean else 1)


if __name__ == "__main__":
    main()
