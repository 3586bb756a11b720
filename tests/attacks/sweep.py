"""`python -m tests.attacks.sweep --requests 20000`: what people who are not let in could send, counted with what leaks.

Each of them has a world of their own, in which there is a row in every state. First they press and send everything once
for each state, then anything. The same seed makes the same requests.
"""

import argparse
import asyncio
import random
import sys
import time
from collections import Counter
from contextlib import ExitStack
from itertools import chain, islice
from pathlib import Path

from tests import databases
from tests.attacks.forged import OUTSIDERS, Outsider, heard, let_out
from tests.attacks.test_other_partnerships import furnished
from tests.conftest import MANIFEST
from tests.world import World

BATCH = 50  # requests, after which it is seen whether anything has changed
KINDS = ("words", "name", "change", "fault")


async def sent_by(who: str, url: str, number: int, seed: int) -> Outsider:
    """One of them, who has sent so many."""
    async with World(MANIFEST, url) as world:
        _, names = await furnished(world)
        outsider = await let_out(world, who)
        requests = islice(chain(outsider.usual(names), outsider.unusual(names, random.Random(seed))), number)
        with heard(outsider):
            while batch := list(islice(requests, BATCH)):
                await outsider.send_all(batch, int(names["partnership"][0]))
        return outsider


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--who", action="append", choices=OUTSIDERS, help="only these of them")
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL of its own, not on SQLite")
    asked = parser.parse_args()
    whom = asked.who or list(OUTSIDERS)
    leaks: Counter[str] = Counter()
    with ExitStack() as stack:
        place = Path(stack.enter_context(databases.folder("pencil-sweep-")))
        server = stack.enter_context(databases.server()) if asked.postgresql else None
        for number, who in enumerate(OUTSIDERS):
            if who not in whom:
                continue
            url = databases.on_server(server) if server else databases.in_file(place)
            began = time.perf_counter()
            outsider = await sent_by(who, url, asked.requests // len(whom), asked.seed + number)
            by_kind = Counter(kind for kind, _, _ in outsider.wrong)
            leaks += by_kind
            counted = ", ".join([*(f"{kind} {by_kind[kind]}" for kind in KINDS), f"too slow {outsider.slow}"])
            took = time.perf_counter() - began
            print(f"{who}: {outsider.number} requests in {took:.0f} s; {counted}", flush=True)
            for kind, request, came in outsider.wrong[:20]:
                print(f"  {kind}: {request}: {came}", flush=True)
    return 1 if leaks.total() else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
