"""The soak: processes, people, mishaps and whoever watches, side by side, and what came of it."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sandbox.app.installed import with_reactions
from tests.conftest import MANIFEST
from tests.faults.count import Count, counted
from tests.faults.load import Load
from tests.faults.town import Town
from tests.soak import verdict
from tests.soak.crowd import Crowd
from tests.soak.faults import Met, Mishaps
from tests.soak.logged import Logged
from tests.soak.staff import Staff
from tests.soak.watch import Sample, Watch

CALM_FROM = 0.4  # of the run: from then on nothing ends the processes whose memory is compared over the second half


@dataclass(frozen=True)
class Plan:
    """How long, how fast, and how far apart things come; all in seconds unless it says otherwise."""

    seconds: float
    seed: int = 1
    pace: float = 4  # acts a second
    channels: int = 24
    between_faults: float = 60
    fault: float = 8
    between_samples: float = 10
    days_a_minute: float = 3  # of the clock that celebrations and check-ins go by
    settles: float = 300
    mishaps: tuple[str, ...] = ()  # only these, in this order
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)  # instead of `bot web`, say


@dataclass
class Came:
    """What came of it. Nothing wrong is what is wanted."""

    seconds: float
    samples: list[Sample]
    met: list[Met]
    count: Count
    acted: Counter[str]
    logged: Counter[str]
    wrong: list[str]

    @property
    def slopes(self) -> list[verdict.Slope]:
        return verdict.slopes(self.samples)


async def soak(url: str, folder: Path, plan: Plan, say: Callable[[str], None]) -> Came:
    """Runs it; a line is said for each sample and each mishap. `folder` has the log, and `samples.jsonl`."""
    async with Town(url, folder, channels=plan.channels, lease=10, manifest=with_reactions(MANIFEST)) as town:
        staff = Staff(town, plan.words)
        await staff.begin()
        crowd = Crowd(town, plan.seed)
        mishaps = Mishaps(town, staff, plan.seed, plan.fault)
        watch = Watch(town, staff, folder / "samples.jsonl")
        await crowd.begins()
        began, stop = time.monotonic(), asyncio.Event()
        wrong: list[str] = []
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(crowd.goes_on(stop, plan.pace))
                group.create_task(_time_flies(town, stop, plan))
                group.create_task(_goes_wrong(mishaps, stop, plan, began, say))
                group.create_task(_watches(watch, staff, stop, plan, began, say))
                await asyncio.sleep(plan.seconds)
                stop.set()
        except* Exception as broken:  # noqa: BLE001  # what was seen until then is told all the same
            wrong += [f"it broke off: {error!r}"[:300] for error in broken.exceptions]
            stop.set()
        seconds = time.monotonic() - began
        wrong += await _settles(town, crowd.load, plan.settles)
        await staff.look()
        await staff.go()
        count = await asyncio.to_thread(counted, town, [crowd.load])
        logged = Logged(town.log.splitlines())
        wrong += verdict.wrong(verdict.slopes(watch.samples))
        wrong += staff.wrong
        wrong += [f"{times} times somebody met {what}" for what, times in crowd.wrong.items()]
        wrong += [f"Slack would refuse it: {complaint}" for complaint in dict.fromkeys(town.slack.complaints)]
        wrong += [*count.lost, *count.twice, *count.too_fast, *count.out_of_order, *count.untrue]
        wrong += [f"logged {times} times: {summary}" for summary, times in logged.faults.items()]
        return Came(seconds, watch.samples, mishaps.met, count, crowd.acted, logged.often, wrong)


async def _time_flies(town: Town, stop: asyncio.Event, plan: Plan) -> None:
    while not stop.is_set():
        town.moves_by(timedelta(days=plan.days_a_minute / 60))
        await asyncio.sleep(1)


async def _goes_wrong(
    mishaps: Mishaps, stop: asyncio.Event, plan: Plan, began: float, say: Callable[[str], None]
) -> None:
    """One thing after another, until there is no time to get over it."""
    coming = [*plan.mishaps]
    turn = began
    while True:
        turn = max(turn + plan.between_faults, time.monotonic())
        if turn + plan.fault > began + plan.seconds or (plan.mishaps and not coming):
            return
        await asyncio.sleep(turn - time.monotonic())
        mishaps.calm = turn - began > CALM_FROM * plan.seconds
        await mishaps.happens(began, coming.pop(0) if coming else "")
        say(f"{mishaps.met[-1].begins:8.0f} s  {mishaps.met[-1].name}")


async def _watches(
    watch: Watch, staff: Staff, stop: asyncio.Event, plan: Plan, began: float, say: Callable[[str], None]
) -> None:
    told_at = -60.0
    while not stop.is_set():
        await staff.look()
        sample = await watch.look(began)
        if sample.at - told_at >= min(60.0, plan.between_faults):
            told_at = sample.at
            say(line(sample))
        await asyncio.sleep(plan.between_samples)


async def _settles(town: Town, load: Load, seconds: float) -> list[str]:
    """Days pass until what waits for its own has come; what does not is wrong."""
    try:
        for _ in range(8):
            await town.settles(seconds)
            if not (await asyncio.to_thread(counted, town, [load])).lost:
                break
            town.moves_by(timedelta(days=4))
        await town.settles(seconds)
    except AssertionError as error:
        return [str(error).partition("\n")[0]]
    return []


def line(sample: Sample) -> str:
    """A sample in a line."""
    processes = ", ".join(
        f"{vitals.name} {vitals.memory:.0f} MB {vitals.descriptors} files {vitals.threads} threads"
        + ("" if vitals.answered is None else f" {vitals.answered:.0f} ms")
        for vitals in sample.processes
    )
    database = "the database is away"
    if sample.connections is not None:
        database = f"{sample.connections} connections, {sample.pending} pending, the oldest {sample.oldest:.0f} s"
        database += f", {sample.size:.1f} MB"
    return f"{sample.at:8.0f} s  {processes}; {database}; {sample.here:.0f} ms late here"
