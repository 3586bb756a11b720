"""Bare aiohttp: bodies made beforehand are posted, so many at once, and nothing is kept of the answers."""

import asyncio
import itertools
from collections.abc import Sequence
from typing import Any

import aiohttp


async def post_all(url: str, bodies: Sequence[dict[str, Any]], at_once: int) -> None:
    """Every body is posted to `chat.postMessage`; Slack's answer is read."""
    connector = aiohttp.TCPConnector(limit=at_once)
    headers = {"Authorization": "Bearer xoxb-made-up"}
    async with aiohttp.ClientSession(connector=connector, headers=headers) as session:
        rest = iter(bodies)

        async def worker() -> None:
            for body in rest:
                async with session.post(f"{url}chat.postMessage", json=body) as answer:
                    assert (await answer.json())["ok"]

        await asyncio.gather(*itertools.starmap(worker, [()] * at_once))
