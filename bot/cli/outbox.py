"""`python -m bot outbox`: what is not in Slack as it should be, and what to do about it."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence

import click
from sqlalchemy.orm import Session

from bot import typed
from bot.cli import startup
from bot.cli.partnerships import find_partnership
from bot.db.transactions import Database, R, Rule
from bot.lib import clock
from bot.outbox import repair
from bot.outbox.repair import Done, Unsettled
from bot.settings import SettingsError

_IDS = click.argument("ids", metavar="[ID]...", nargs=-1, type=click.IntRange(1, 2**31 - 1))
_ALL_OF = click.option("--all-of", "called", metavar="PARTNERSHIP", help="All of its posts in the list, by its name.")
_HEADS = ("ID", "PARTNERSHIP", "KIND", "CHANNEL", "SINCE (UTC)", "STATE", "WHY")


@click.group(invoke_without_command=True)
@click.pass_context
def outbox(context: click.Context) -> None:
    """List what is not in Slack as it should be: owed, refused by Slack, or unknown. Never what it says.

    Owed is on its way, or tried again by itself. Refused waits for you: mend what WHY says, then retry. Unknown
    may be in Slack already: look there, then retry or drop.
    """
    if context.invoked_subcommand is None:
        _list(_with_database(repair.every))


@outbox.command()
@_IDS
@_ALL_OF
def retry(ids: Sequence[int], called: str | None) -> None:
    """Try these posts again at the next turn of the clock."""
    _do(repair.retry, ids, called, "To be tried again")


@outbox.command()
@_IDS
@_ALL_OF
def drop(ids: Sequence[int], called: str | None) -> None:
    """Stop trying to send these posts. What is in Slack already stays as it is."""
    _do(repair.drop, ids, called, "Let go")


def _list(unsettled: Sequence[Unsettled]) -> None:
    if not unsettled:
        click.echo("Everything is in Slack as it should be.")
        return
    rows = [
        (
            str(post.id),
            post.partnership,
            post.kind,
            post.channel or "a person",
            f"{post.since:%Y-%m-%d %H:%M}",
            str(post.state),
            post.why or "",
        )
        for post in unsettled
    ]
    widths = [max(map(len, column)) for column in zip(_HEADS, *rows, strict=True)]
    for row in (_HEADS, *rows):
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    counts = Counter(post.state for post in unsettled)
    click.echo(", ".join(f"{counts[state]} {state}" for state in repair.State) + ".")


def _do(act: Callable[..., Done], ids: Sequence[int], called: str | None, done: str) -> None:
    if bool(ids) == bool(called):
        raise SettingsError(f"Give the ids of posts, as {typed('outbox')} lists them, or --all-of PARTNERSHIP.")

    def acted(session: Session) -> Done:
        which = repair.of(session, find_partnership(session, called, "--all-of").id) if called else ids
        return act(session, which, clock.wall())

    came = _with_database(acted, writing=True)
    if came.done or called:
        click.echo(f"{done}: {_posts(came.done)}.")
    if came.busy:
        click.echo(f"Being sent at this moment: {_posts(came.busy)}. Look again in a minute.", err=True)
    if came.settled:
        click.echo(f"Not in the list of {typed('outbox')}, so left alone: {_posts(came.settled)}.", err=True)
    if came.busy or came.settled:
        raise SystemExit(1)


def _posts(ids: Sequence[int]) -> str:
    return ", ".join(map(str, ids)) or "nothing"


def _with_database(rule: Rule[[], R], *, writing: bool = False) -> R:
    settings = startup.settings()
    startup.current(settings)
    database = Database(settings.database_url)
    try:
        return asyncio.run(database.run(rule) if writing else database.read(rule))
    finally:
        database.close()
