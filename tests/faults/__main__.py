"""`python -m tests.faults`: the long run, and a table of what came of it. Ends with 1 if anything went wrong.

`--kills` says how often a worker dies at each step, and the database fails in each way a quarter as often; `--seed`
what chance does, `--only` which parts are run.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import click

from tests import databases
from tests.faults.kills import STEPS
from tests.faults.mishaps import ANSWERS
from tests.faults.parts import Run, answered, blind, failing, killed, sparing

Part = Callable[[str, Path, int, int], Coroutine[Any, Any, Run]]


PARTS: dict[str, tuple[str, Part]] = {
    "kills on PostgreSQL": ("postgresql", killed),
    "kills on SQLite": ("sqlite", killed),
    "the database stops": ("postgresql", failing),
    "the file is locked": ("sqlite", failing),
    "bad answers": ("postgresql", answered),
    "history once a minute": ("postgresql", sparing),
    "without history": ("postgresql", blind),
}


@click.command()
@click.option("--kills", default=20, show_default=True, help="Deaths at each step.")
@click.option("--seed", default=1, show_default=True)
@click.option("--only", multiple=True, type=click.Choice(list(PARTS)))
def main(kills: int, seed: int, only: tuple[str, ...]) -> None:
    """Run the parts one after another."""
    runs: dict[str, Run] = {}
    with databases.server() as server, tempfile.TemporaryDirectory(prefix="pencil-faults-") as root:
        for number, (name, (kind, part)) in enumerate(PARTS.items()):
            if only and name not in only:
                continue
            folder = Path(root) / str(number)
            folder.mkdir()
            url = databases.on_server(server) if kind == "postgresql" else databases.in_file(folder)
            began = time.monotonic()
            runs[name] = asyncio.run(part(url, folder, kills, seed))
            _tell(name, runs[name], time.monotonic() - began)
    sys.exit(0 if all(run.count.good and not run.wrong for run in runs.values()) else 1)


def _tell(name: str, run: Run, seconds: float) -> None:
    count = run.count
    click.echo(f"\n{name}, {seconds:.0f} s")
    rows: dict[str, float] = {
        "acts acknowledged": count.acts,
        "owed for them": count.owed,
        "messages in Slack": count.posts,
        "longest wait of what was owed at once, seconds": round(count.longest),
        "unknown, and shown to the hosts": run.unknown,
        "lost": len(count.lost),
        "twice": len(count.twice),
        "too fast": len(count.too_fast),
        "out of order": len(count.out_of_order),
        "untrue": len(count.untrue),
        **{f"killed {step}": run.kills[step] for step in STEPS if run.kills},
        **{f"Slack: {answer}": run.met[answer] for answer in ANSWERS if run.met},
        **{f"the database was {way}": times for way, times in run.failures.items()},
    }
    if run.failures:
        rows |= {
            "told that it was not done": run.given_back,
            "longest wait of who acted, seconds": round(run.slowest, 1),
        }
    for row, number in rows.items():
        click.echo(f"  {row:<48}{number:>8,}")
    if run.kills:
        click.echo(f"  {'killed in all':<48}{run.kills.total():>8,}")
    wrong = [*run.wrong, *count.lost, *count.twice, *count.too_fast, *count.out_of_order, *count.untrue]
    for line in wrong:
        click.echo(f"  WRONG: {line}")


if __name__ == "__main__":
    main()
