"""The figures of growth: what costs the same however much there is, and what is sent meanwhile."""

import os
from collections.abc import Callable
from functools import cached_property, partial

from benchmarks import reading, sending, turning
from benchmarks.figures import Figure, Goal, Rounds
from benchmarks.generate import Size, fill
from benchmarks.places import Databases
from bot.db.engine import engine
from bot.schedule.timetable import KINDS

_KINDS = {"SQLite": "", "PostgreSQL": "-postgresql"}


class _Pasts:
    """Databases filled with pasts of several sizes, each made when it is first asked for."""

    def __init__(self, new: Callable[[], str], *, quick: bool) -> None:
        self._new = new
        self._many = 50_000 if quick else 1_000_000

    def _filled(self, number: int) -> str:
        url = self._new()
        on = engine(url)
        fill(on, Size(wins=number, schedules=number))
        on.dispose()
        os.sync()  # else what is measured first waits for the disk
        return url

    @cached_property
    def many(self) -> str:
        return self._filled(self._many)

    @cached_property
    def ten_thousand(self) -> str:
        return self._filled(10_000)

    @cached_property
    def thousand(self) -> str:
        return self._filled(1_000)

    @cached_property
    def jobs(self) -> str:
        return self._filled(turning.STORED)

    @cached_property
    def posts(self) -> str:
        return self._filled(len(KINDS) * sending.POSTS)  # in as many partnerships


_STORED = {"SQLite": 1 / 15, "PostgreSQL": 1 / 12}  # how little a turn may cost of one with stored jobs


def figures(places: Databases, *, quick: bool) -> list[Figure]:
    """On each database: turns, looks, delivery; and two workers."""
    pasts = {"SQLite": _Pasts(places.sqlite, quick=quick), "PostgreSQL": _Pasts(places.postgresql, quick=quick)}
    return [one for name, suffix in _KINDS.items() for one in _on(name, suffix, pasts[name])] + [
        Figure(
            "workers",
            f"posts sent by two workers (PostgreSQL), Slack answering in {sending.ANSWERS_IN * 1000:.0f} ms",
            "one worker",
            "posts/s",
            Goal(least=1.7),
            partial(_workers, pasts["PostgreSQL"]),
        )
    ]


def _on(name: str, suffix: str, past: _Pasts) -> list[Figure]:
    return [
        Figure(
            f"turn-growth{suffix}",
            f"a turn with as much due among 1,000,000 schedules ({name})",
            "among 10,000",
            "s",
            Goal(most=1.2),
            partial(_turns, past),
        ),
        Figure(
            f"turn{suffix}",
            f"a turn with 400 due of 40,000, next times computed ({name})",
            "APScheduler’s SQLAlchemyJobStore, the same database",
            "s",
            Goal(most=_STORED[name]),
            partial(_stored, past),
        ),
        Figure(
            f"turn-loop{suffix}",
            f"the longest that such a turn holds the event loop ({name})",
            "50 ms",
            "s",
            Goal(most=1),
            partial(_held, past),
        ),
        Figure(
            f"home-growth{suffix}",
            f"App Home, history of 1,000,000 wins ({name})",
            "history of 1,000",
            "s",
            Goal(most=1.5),
            partial(_looks, past, reading.home),
        ),
        Figure(
            f"find-growth{suffix}",
            f"`/skill find`, history of 1,000,000 wins ({name})",
            "history of 1,000",
            "s",
            Goal(most=1.5),
            partial(_looks, past, reading.find),
        ),
        Figure(
            f"delivery{suffix}",
            f"1,000 posts to 1,000 channels, Slack answering in {sending.ANSWERS_IN * 1000:.0f} ms ({name})",
            "bare aiohttp posting the same bodies",
            "posts/s",
            Goal(least=0.9),
            partial(_sent, past),
        ),
    ]


async def _turns(past: _Pasts, rounds: int) -> Rounds:
    return await turning.among(past.many, past.ten_thousand, rounds)


async def _stored(past: _Pasts, rounds: int) -> Rounds:
    return await turning.against_stored_jobs(past.jobs, rounds)


async def _held(past: _Pasts, rounds: int) -> Rounds:
    return [(held, turning.HOLD) for held in await turning.holding(past.jobs, rounds)]


async def _looks(past: _Pasts, look: reading.Look, rounds: int) -> Rounds:
    return await reading.histories(past.many, past.thousand, look, rounds)


async def _sent(past: _Pasts, rounds: int) -> Rounds:
    return await sending.against_bare_posting(past.posts, rounds)


async def _workers(past: _Pasts, rounds: int) -> Rounds:
    return [(await sending.workers(past.posts, 2), await sending.workers(past.posts, 1)) for _ in range(rounds)]
