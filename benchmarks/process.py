"""What a process costs before and besides its work: memory, start, and what it asks Slack to know who it is."""

import asyncio
import math
from contextlib import AsyncExitStack

import aiohttp

from benchmarks import town
from benchmarks.door import UNASKED, load, pencil, slack
from benchmarks.figures import Rounds
from benchmarks.places import Databases, Server, serving

_LEAST_AT_ONCE = 64
_IDLE = 0.05  # seconds of processor in one: what has begun has nothing left to do, but look at its clock now and then


async def memory(places: Databases, rounds: int) -> Rounds:
    """Megabytes resident of a process that has come to rest, ours and stock Bolt's with the same libraries imported."""
    return [one for one, _ in await _all(places, rounds)]


async def start(places: Databases, rounds: int) -> Rounds:
    """Seconds until it answers, the same two."""
    return [one for _, one in await _all(places, rounds)]


async def _all(places: Databases, rounds: int) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    return [await _both(places) for _ in range(rounds + 1)][1:]  # the first is to warm up


async def _both(places: Databases) -> tuple[tuple[float, float], tuple[float, float]]:
    url = places.sqlite()
    async with slack() as api_url:
        async with pencil(url, api_url) as ours:
            used, took = await at_rest(ours), ours.seconds
            if drawn := [path for path in ours.libraries if "matplotlib" in path]:
                raise RuntimeError(f"matplotlib is loaded: {drawn[0]}")
        async with serving("benchmarks.floors.bolt", BOLT_IMPORTS="1") as floor:
            return (used, await at_rest(floor)), (took, floor.seconds)


async def at_rest(server: Server) -> float:
    """Megabytes resident, once all is done that goes on after the first answer."""
    before = -math.inf
    while server.cpu - before > _IDLE:
        before = server.cpu
        await asyncio.sleep(1)
    return server.memory


async def growth(url: str, few: int, many: int) -> Rounds:
    """Megabytes resident after `many` commands, and after `few`."""
    town.settle(url)
    async with AsyncExitStack() as stack:
        api_url = await stack.enter_async_context(slack())
        ours = await stack.enter_async_context(pencil(url, api_url, UNASKED))
        await load(ours, town.wins_told(few))
        before = ours.memory
        for _ in range(few, many, few):
            await load(ours, town.wins_told(few))
        return [(ours.memory, before)]


async def authorising(url: str, rounds: int, number: int = 500) -> Rounds:
    """Calls of the Web API to know who we are, for the first requests of a process: the most of any round."""
    calls = []
    town.settle(url)
    for _ in range(rounds):
        async with slack() as api_url, pencil(url, api_url) as ours:
            await load(ours, town.wins_told(number), _LEAST_AT_ONCE)
            async with aiohttp.ClientSession() as session, session.get(f"{api_url}calls") as answer:
                calls.append(float((await answer.json()).get("auth.test", 0)))
    return [(max(calls), 1.0)]
