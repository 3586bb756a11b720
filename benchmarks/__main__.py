"""`python -m benchmarks [FIGURE …]`: each figure beside its floor, into `results.json` and `RESULTS.md`."""

import asyncio
import dataclasses
import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from benchmarks.figures import found, missed, table
from benchmarks.list import figures
from benchmarks.places import databases

_HERE = Path(__file__).parent
_FEWEST = 5  # rounds that are worth keeping
_RESULTS, _TABLE = _HERE / "results.json", _HERE / "RESULTS.md"


@click.command()
@click.argument("only", nargs=-1)
@click.option(
    "--rounds",
    type=click.IntRange(_FEWEST),
    default=_FEWEST,
    show_default=True,
    help="How often ours and the floor's are measured in turn.",
)
@click.option("--quick", is_flag=True, help="Less of everything, to try it; nothing is written.")
@click.option("--check", is_flag=True, help="Measure nothing: compare the results there are with the goals.")
def main(only: tuple[str, ...], rounds: int, *, quick: bool, check: bool) -> None:
    """Measure the figures named, or all of them."""
    results = _read()
    with databases() as places:
        every = figures(places, quick=quick)
        if check:
            _check(every, results)
            return
        if unknown := set(only) - {figure.name for figure in every}:
            raise click.BadParameter(
                f"{', '.join(sorted(unknown))}; there are {', '.join(figure.name for figure in every)}"
            )
        for figure in every:
            if only and figure.name not in only:
                continue
            click.echo(f"{figure.name}: {figure.what}", err=True)
            came = found(asyncio.run(figure.measure(1 if quick else rounds)))
            verdict = "met" if figure.goal.met(came.ratio) else "missed"
            click.echo(
                f"    {came.ours:.4g} : {came.floor:.4g} {figure.unit}, ratio {came.ratio:.2f} "
                f"({came.lowest:.2f} to {came.highest:.2f}), {figure.goal}: {verdict}",
                err=True,
            )
            results[figure.name] = {
                **dataclasses.asdict(came),
                "unit": figure.unit,
                "at": f"{datetime.now(UTC):%Y-%m-%d}",
            }
            if not quick:
                _write(every, results)


def _read() -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(_RESULTS.read_text())["figures"] if _RESULTS.exists() else {}
    return kept


def _write(every: Any, results: dict[str, Any]) -> None:
    machine = {"python": platform.python_version(), "processors": os.cpu_count(), "system": platform.system()}
    _RESULTS.write_text(json.dumps({"machine": machine, "figures": results}, indent=1, sort_keys=True) + "\n")
    _TABLE.write_text(
        f"Measured by `make bench` with Python {machine['python']} on {machine['processors']} processors of a shared "
        "machine. A ratio is the median of the rounds' own; processor time is ours for each second of the floor's."
        f"\n\n{table(every, results)}"
    )


def _check(every: Any, results: dict[str, Any]) -> None:
    lines = missed(every, results)
    for line in lines:
        click.echo(line)
    sys.exit(1 if lines else 0)


if __name__ == "__main__":
    main()
