"""The parts of the long run. Each says what came of it; nothing wrong is what is wanted."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from tests.faults import hosts
from tests.faults.count import Count, counted
from tests.faults.failing import failures
from tests.faults.kills import STEPS, TAKEN, Kills
from tests.faults.load import Load
from tests.faults.mishaps import ANSWERS, Mishaps, time_flies
from tests.faults.town import Town

IN_TIME = 3.0  # seconds until whoever acts has heard; Slack shows an error of its own then
NOISE = 0.3
UNKNOWING = ("after claim commits", "before send", TAKEN, "after send", "before record commits")


@dataclass
class Run:
    """What came of one part."""

    count: Count
    kills: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    unknown: int = 0
    failures: Counter[str] = field(default_factory=Counter)  # of the database, by what it did
    given_back: int = 0  # acts whose people were told that they were not done, or might not be
    slowest: float = 0  # seconds until somebody heard


async def until_all_has_come(town: Town, load: Load) -> None:
    """Days pass until what waits for its own, be it put off by a holiday or by other posts, has come."""
    for _ in range(8):
        await town.settles()
        if not counted(town, [load]).lost:
            break
        town.moves_by(timedelta(days=4))
    await town.settles()


async def killed(url: str, folder: Path, kills: int, seed: int, steps: Sequence[str] = STEPS, channels: int = 8) -> Run:
    """`web` and four workers on PostgreSQL, or one `run` on SQLite, dying at every step while Slack answers badly."""
    alone = url.startswith("sqlite")
    number = max(1, kills // 4) if alone else kills
    async with Town(url, folder, channels=channels) as town:
        first = await town.opens("bot", "run" if alone else "web")
        await town.begins()
        if alone:
            await first.stop()
        load, mishaps, deaths = Load(town, seed), Mishaps(town, seed), Kills(town, number, seed, steps)
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(load.goes_on(stop, 2.5))
            group.create_task(mishaps.go_on(stop, 1))
            group.create_task(time_flies(town, stop, hours=12))
            await deaths.all("run" if alone else "worker", 1 if alone else 4)
            stop.set()
        if not alone:
            await first.stop()
        async with town.running():
            await until_all_has_come(town, load)
        wrong = [f"{step}: {deaths.done[step]} deaths of {number}" for step in steps if deaths.done[step] < number]
        return Run(counted(town, [load]), deaths.done, mishaps.met, wrong)


async def failing(url: str, folder: Path, kills: int, seed: int) -> Run:
    """The database fails in every way it can while people act, and comes back; all go on by themselves."""
    ways, done = failures(url), Counter[str]()
    async with Town(url, folder) as town, town.running() as processes:
        await town.begins()
        load, stop = Load(town, seed), asyncio.Event()
        acting = asyncio.create_task(load.goes_on(stop, 0.5))
        for name in [*ways] * (kills // 4 + 1):
            await asyncio.sleep(1.5)
            async with ways[name]():
                await asyncio.sleep(3)
            done[name] += 1
        await asyncio.sleep(1.5)
        stop.set()
        await acting
        given_back = load.tried - load.answered
        await load.some(1)
        await until_all_has_come(town, load)
        wrong = [f"somebody heard from Slack: {text}" for text in load.unheard]
        if load.slowest > IN_TIME + NOISE:
            wrong.append(f"somebody heard after {load.slowest:.1f} s")
        if not given_back:
            wrong.append("nobody was told that something was not done")
        if load.tried - load.answered > given_back:
            wrong.append("what was done afterwards was not done either")
        wrong += [f"{process.name} ended with {process.ended}" for process in processes if process.ended is not None]
        return Run(counted(town, [load]), failures=done, given_back=given_back, slowest=load.slowest, wrong=wrong)


async def answered(url: str, folder: Path, kills: int, seed: int) -> Run:
    """Every bad answer of Slack many times over, with history; nobody dies."""
    async with Town(url, folder, channels=6) as town, town.running():
        await town.begins()
        load, mishaps, stop = Load(town, seed), Mishaps(town, seed), asyncio.Event()
        acting = asyncio.create_task(load.goes_on(stop, 2))
        for _ in range(kills // 4 + 1):
            await mishaps.each()
        stop.set()
        await acting
        await until_all_has_come(town, load)
        wrong = [f"{name} was never met" for name in ANSWERS if not mishaps.met[name]]
        return Run(counted(town, [load]), met=mishaps.met, wrong=wrong)


async def sparing(url: str, folder: Path, kills: int, seed: int) -> Run:
    """History may be read once a minute, 15 messages at a time, in channels where people talk."""
    async with Town(url, folder, channels=3) as town, town.running():
        await town.begins()
        await town.settles()
        town.slack.history_seconds = 60
        load, mishaps = Load(town, seed, kinds=("celebrates", "blocker")), Mishaps(town, seed, channels_only=True)
        acting = asyncio.create_task(load.some(4))
        for channel in town.channels:
            town.chats(channel, 20)
        for name in ("dropped after", "500", "no answer, yet posted"):
            await mishaps.this(name)
        await acting
        await town.settles(1_200)
        return Run(counted(town, [load]), met=mishaps.met)


async def blind(url: str, folder: Path, kills: int, seed: int) -> Run:
    """No history may be read: workers die and Slack answers badly, and hosts post again what is not there."""
    number = max(1, kills // 4)
    async with Town(url, folder, channels=6) as town:
        town.hides_history()
        first = await town.opens("bot", "web")
        await town.begins()
        steady = await town.start("bot", "worker")
        await town.settles()
        load = Load(town, seed, kinds=("celebrates", "blocker"))
        mishaps, deaths = Mishaps(town, seed, channels_only=True), Kills(town, number, seed, UNKNOWING)
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(load.goes_on(stop, 2))
            group.create_task(mishaps.go_on(stop, 1))
            await deaths.all("worker")
            stop.set()
        await town.settles()
        wrong = counted(town, [load]).twice
        unknown = set(hosts.unknown(town))
        await asyncio.sleep(10)  # hosts are told every few seconds
        await town.settles()
        told = set(hosts.offered(town))
        before = None
        while any(left := (unknown - told, hosts.missing(town))) and left != before:
            before = left
            await hosts.look(town)
            told |= set(hosts.offered(town))
            await hosts.settle(town, hosts.missing(town))
            await town.settles()
        wrong += [f"post {post_id} is unknown, and no host is shown it" for post_id in unknown - told]
        count = counted(town, [load])
        count.out_of_order = []  # what a host posts again comes when they do
        assert await steady.stop() == await first.stop() == 0
        return Run(count, deaths.done, mishaps.met, wrong, len(unknown))
