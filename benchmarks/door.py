"""What comes in at the door: requests a second, the time one takes, what it costs to know who we are."""

import asyncio
import json
import statistics
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from benchmarks import town
from benchmarks.figures import Rounds, Worked
from benchmarks.places import ROOT, SECRET, Databases, Server, serving

AT_ONCE = 64
UNASKED = "benchmarks.floors.unasked"


@dataclass(frozen=True)
class Load:
    """What a load came to: requests a second, the median of one in seconds, the server's processor time for each."""

    rate: float
    median: float
    cpu: float


async def load(server: Server, bodies: list[str], at_once: int = AT_ONCE) -> Load:
    """The bodies are sent, so many at once."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "benchmarks.load",
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    asked = {"port": server.port, "secret": SECRET, "at_once": at_once, "bodies": bodies}
    before = server.cpu
    written, _ = await process.communicate(json.dumps(asked).encode())
    if process.returncode:
        raise RuntimeError("the load broke off")
    answered = json.loads(written)
    return Load(
        len(bodies) / answered["seconds"], statistics.median(answered["each"]), (server.cpu - before) / len(bodies)
    )


@asynccontextmanager
async def slack() -> AsyncIterator[str]:
    """The address of a Slack that takes everything at once."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.floors.slack", "0", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def pencil(url: str, api_url: str, module: str = "bot", **environment: str) -> AsyncIterator[Server]:
    """Pencil as a user starts it, on this database; `environment` is set besides."""
    words = [module] if module != "bot" else ["bot", "run"]
    async with serving(
        *words,
        path="/readyz",
        DATABASE_URL=url,
        SLACK_API_URL=api_url,
        SLACK_BOT_TOKEN="xoxb-made-up",  # noqa: S106
        SLACK_APP_TOKEN="",
        **environment,
    ) as server:
        yield server


async def _in_turn(ours: Server, floor: Server, rounds: int, each: tuple[int, int]) -> Rounds:
    """`/win` at both, one after the other, `each` so many times; the first round is to warm up."""
    loads = [
        (await load(ours, town.wins_told(each[0])), await load(floor, town.wins_told(each[1])))
        for _ in range(rounds + 1)
    ][1:]
    cpu = [statistics.median(pair[place].cpu for pair in loads) * 1e6 for place in (0, 1)]
    print(f"    processor time of a request: ours {cpu[0]:.0f} µs, the floor's {cpu[1]:.0f} µs", file=sys.stderr)
    return [Worked(one.rate, two.rate, one.cpu / two.cpu) for one, two in loads]


def _written(url: str, acknowledged: int) -> None:
    """Every win acknowledged is there besides the one the town began with; else nothing was measured."""
    if (there := town.told(url) - 1 - town.HISTORY) != acknowledged:
        raise RuntimeError(f"{acknowledged} wins were acknowledged, {there} are there")


async def against_bolt(url: str, rounds: int, number: int) -> Rounds:
    """Requests a second, ours committed and answered, the floor's only acknowledged."""
    town.settle(url)
    async with slack() as api_url, pencil(url, api_url, UNASKED) as ours, serving("benchmarks.floors.bolt") as floor:
        loads = await _in_turn(ours, floor, rounds, (number, 2 * number))
    _written(url, (rounds + 1) * number)
    return loads


async def against_orm(url: str, other: str, rounds: int, number: int) -> Rounds:
    """Requests a second of ours and of a program with one async-ORM transaction each, doing the same."""
    town.settle(url)
    town.settle(other)
    async with AsyncExitStack() as stack:
        api_url = await stack.enter_async_context(slack())
        ours = await stack.enter_async_context(pencil(url, api_url, UNASKED))
        floor = await stack.enter_async_context(serving("benchmarks.floors.orm", DATABASE_URL=other))
        loads = await _in_turn(ours, floor, rounds, (number, number // 4))
    _written(url, (rounds + 1) * number)
    _written(other, (rounds + 1) * (number // 4))
    return loads


async def one_at_a_time(url: str, rounds: int, number: int) -> Rounds:
    """Milliseconds, the median of one `/win` after another: ours, and Bolt's acknowledgement as it comes."""
    town.settle(url)
    loads = []
    async with (
        slack() as api_url,
        pencil(url, api_url, UNASKED) as ours,
        serving("benchmarks.floors.bolt", BOLT_DEFAULT="1") as floor,
    ):
        for _ in range(rounds + 1):
            one = await load(ours, town.wins_told(number), at_once=1)
            two = await load(floor, town.wins_told(number), at_once=1)
            loads.append((one.median * 1e3, two.median * 1e3))
    return loads[1:]


async def a_press(places: Databases, rounds: int, number: int) -> Rounds:
    """Presses a second, with every handler in the tables and with one."""
    urls = places.sqlite(), places.sqlite()
    win_ids = [town.settle(url) for url in urls]
    async with AsyncExitStack() as stack:
        api_url = await stack.enter_async_context(slack())
        servers = [
            await stack.enter_async_context(pencil(url, api_url, module))
            for url, module in zip(urls, ("bot", "benchmarks.floors.one_handler"), strict=True)
        ]
        measured = []
        for _ in range(rounds + 1):
            loads = [
                await load(server, town.undoings(number, win_id, f"{api_url}respond"))
                for server, win_id in zip(servers, win_ids, strict=True)
            ]
            measured.append(Worked(loads[0].rate, loads[1].rate, loads[0].cpu / loads[1].cpu))
    return measured[1:]
