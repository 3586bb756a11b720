"""`python -m tests.soak`: hours of everything at once with a fault a minute, and whether it all stays flat.

Into `--folder` go the samples, the log of the processes and a picture of the curves. Ends with 1 if anything grew, was
lost, came twice, or ended by itself. `--seed` says what chance does, `--pace` how many acts a second there are.
"""

import asyncio
import sys
from pathlib import Path

import click

from tests import databases
from tests.conftest import ROOT
from tests.soak import picture
from tests.soak.run import Came, Plan, soak


@click.command()
@click.option("--minutes", default=120.0, show_default=True, type=click.FloatRange(min=1))
@click.option("--seed", default=1, show_default=True)
@click.option("--pace", default=4.0, show_default=True, type=click.FloatRange(min=0.1), help="Acts a second.")
@click.option("--between", default=60.0, show_default=True, help="Seconds from one fault to the next.")
@click.option("--folder", default=ROOT / "build" / "soak", type=click.Path(path_type=Path), show_default=True)
def main(minutes: float, seed: int, pace: float, between: float, folder: Path) -> None:
    """Run it, and say what came of it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "log").unlink(missing_ok=True)
    plan = Plan(minutes * 60, seed, pace, between_faults=between)
    with databases.server() as server:
        came = asyncio.run(soak(databases.on_server(server), folder, plan, click.echo))
    picture.draw(came.samples, came.met, folder / "curves.png")
    tell(came)
    sys.exit(1 if came.wrong else 0)


def tell(came: Came) -> None:
    """A table of the curves, what there was, and what is wrong."""
    click.echo(f"\n{came.seconds / 60:.0f} minutes, {len(came.met)} faults, {came.count.acts} acts counted, ", nl=False)
    click.echo(f"{came.count.owed} messages owed for them, {came.acted.total()} other acts")
    click.echo(f"\n  {'':<34}{'start':>9}{'middle':>9}{'end':>9}{'an hour':>9}  {'interval':<18}{'limit':>6}")
    for slope in came.slopes:
        name = f"{slope.curve.name}: {slope.curve.figure}"
        interval = f"{slope.low:.1f} to {slope.high:.1f}"
        click.echo(
            f"  {name:<34}{slope.start:>9.1f}{slope.middle:>9.1f}{slope.end:>9.1f}{slope.an_hour:>9.1f}"
            f"  {interval:<18}{slope.limit or '':>6}{'' if slope.flat else '  GROWS'}"
        )
    click.echo("\n  logged besides information")
    for entry, times in came.logged.most_common(40):
        click.echo(f"  {times:>6}  {entry[:160]}")
    for entry in came.wrong:
        click.echo(f"  WRONG: {entry}")
    click.echo("\n  flat, nothing lost, nothing twice" if not came.wrong else f"\n  {len(came.wrong)} things are wrong")


if __name__ == "__main__":
    main()
