"""Commands that carry something out of the database, or into it."""

import asyncio
from pathlib import Path

import click

from bot import app
from bot.cli import startup
from bot.db.engine import engine
from bot.db.transactions import Database
from bot.settings import Settings
from bot.wins.consent import Audience

_FOLDER = click.Path(path_type=Path)


@click.command()
@click.option("--partnership", "called", required=True, help="Its name, or the id of its channel.")
@click.option("--from", "first", metavar="DAY", help="A day, month or year; without it, since the start.")
@click.option("--to", "last", metavar="DAY", help="The same; without it, up to now.")
@click.option(
    "--audience", type=click.Choice([str(audience) for audience in Audience]), default="public", show_default=True
)
@click.argument("folder", type=_FOLDER)
def report(called: str, first: str | None, last: str | None, audience: str, folder: Path) -> None:
    """Write a report on a partnership into FOLDER: a page that prints, and tables."""
    settings = startup.settings()
    startup.current(settings)
    for name in asyncio.run(_report(settings, called, first, last, Audience(audience), folder)):
        click.echo(folder / name)


story = click.Command("story", callback=report.callback, params=report.params, help=report.help, hidden=True)


async def _report(
    settings: Settings, called: str, first: str | None, last: str | None, audience: Audience, folder: Path
) -> list[str]:
    from bot.cli.report import write

    async with app.make(settings) as bot:
        return await write(bot, called, first, last, audience, folder)


@click.command(name="export")
@click.option(
    "--for-moving", is_flag=True, help="With what is needed to go on elsewhere, such as files that were asked for."
)
@click.argument("folder", type=_FOLDER)
def export_(folder: Path, *, for_moving: bool) -> None:
    """Write everything into FOLDER, as CSV and JSON lines. Refused while a pulse is open."""
    from bot.transfer.exporter import export

    settings = startup.settings()
    startup.current(settings)
    database = Database(settings.database_url)
    try:
        counts = asyncio.run(database.read(export, folder, for_moving=for_moving))
    finally:
        database.close()
    click.echo(f"{sum(counts.values())} rows of {len(counts)} tables are in {folder}. Keep it as safe as the database.")


@click.command(name="import")
@click.argument("folder", type=_FOLDER)
def import_(folder: Path) -> None:
    """Read what export has written in FOLDER into an empty database: all of it, or nothing."""
    from bot.transfer.importer import import_folder

    settings = startup.settings()
    startup.current(settings)
    on = engine(settings.database_url)
    try:
        imported = import_folder(on, folder)
    finally:
        on.dispose()
    if imported.left_out:
        click.echo(f"Not read, as drafts stay where they were begun: {' and '.join(imported.left_out)}.")
    click.echo(f"{sum(imported.rows.values())} rows of {len(imported.rows)} tables are in the database now.")
