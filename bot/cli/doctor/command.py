"""`doctor`, as it is typed."""

import asyncio
import sys

import click

from bot.cli.doctor import views
from bot.cli.doctor.examine import examine
from bot.cli.doctor.finding import undone
from bot.lib import logs


@click.command()
@click.option("--address", metavar="https://…", help="Where Slack reaches Pencil over HTTP: look whether it answers.")
@click.option("--json", "as_json", is_flag=True, help="The same for a program; docs/running/doctor.md has its shape.")
def doctor(address: str | None, *, as_json: bool) -> None:
    """Look whether everything Pencil needs is there. Nothing is changed.

    A line for each thing looked at: ok, note (worth knowing) or to do. Ends with 1 if there is something to do.
    """
    logs.begin(None)
    sys.exit(run(address, as_json=as_json))


def run(address: str | None = None, *, as_json: bool = False) -> int:
    """What the process ends with, once everything has been looked at and said."""
    findings = asyncio.run(examine(address=address))
    if as_json:
        click.echo(views.as_json(findings))
    else:
        for finding in findings:
            click.echo(views.line(finding))
        click.echo()
        click.echo(views.end(findings))
    return 1 if undone(findings) else 0
