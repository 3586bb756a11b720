"""`python -m benchmarks.night`: 100,000 partnerships at rest, and the first tick after a night without Pencil.

Memory is that of an idle process, beside one with ten partnerships. Celebrations are due everywhere on Friday at three;
the tick is at seven the next morning, beside one on the same past that comes in time.
"""

import asyncio
import time
from datetime import timedelta
from pathlib import Path

import click

from benchmarks.door import pencil, slack
from benchmarks.generate import NOW, Size, fill
from benchmarks.places import Databases, databases
from benchmarks.process import at_rest
from benchmarks.turning import pencil as in_process
from bot.db.engine import engine
from bot.lib.clock import wall
from bot.schedule.timetable import KINDS
from jobs.tick import tick

FEW = 10
_NIGHT = timedelta(hours=16)
_A_YEAR = timedelta(weeks=52)


def _filled(places: Databases, partnerships: int, *, due: bool) -> str:
    url = places.sqlite()
    on = engine(url)
    schedules = partnerships * len(KINDS)
    fill(on, Size(wins=10 * partnerships, schedules=schedules, due=partnerships if due else 0))
    on.dispose()
    return url


def _at_the_end(folder: Path) -> Path:
    """What shifts a process's clock to the time the made-up past ends, at which nothing is due."""
    offset = folder / "offset"
    offset.write_text(str((NOW - wall()).total_seconds()))
    return offset


async def _idle(places: Databases, partnerships: int) -> float:
    """Megabytes of a process that has come to rest."""
    url = _filled(places, partnerships, due=False)
    offset = str(_at_the_end(places.folder))
    async with slack() as api_url, pencil(url, api_url, CLOCK_OFFSET_FILE=offset) as server:
        return await at_rest(server)


async def _tick(url: str, late: timedelta) -> float:
    """Seconds that a tick takes which comes so late."""
    async with in_process(url, at=NOW + late) as bot:
        began = time.perf_counter()
        await tick(bot)
        return time.perf_counter() - began


async def _all(places: Databases, partnerships: int) -> None:
    few, many = await _idle(places, FEW), await _idle(places, partnerships)
    each = (many - few) / partnerships * 1e6
    click.echo(
        f"idle: {few:.1f} MB with {FEW} partnerships, {many:.1f} with {partnerships:,}; {each:.0f} bytes for each"
    )
    in_time = await _tick(_filled(places, partnerships, due=True), timedelta())
    click.echo(f"a tick in time, celebrations due in {partnerships:,}: {in_time:.1f} s")
    after = await _tick(_filled(places, partnerships, due=True), _NIGHT)
    click.echo(f"the first tick after a night down: {after:.1f} s")


@click.command()
@click.option("--partnerships", default=100_000, show_default=True)
def main(partnerships: int) -> None:
    with databases() as places:
        asyncio.run(_all(places, partnerships))


if __name__ == "__main__":
    main()
