"""The command line: begins what serves, and every command that ends by itself."""

import gc

gc.disable()  # what is imported is here to stay, and would be gone through again and again

import asyncio
import contextlib
import os
import secrets
import socket
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import click

from bot import VERSION, app, typed
from bot.app import Bot
from bot.cli import backup, outbox, serve, startup, transfer
from bot.cli.connection import Connection, introduced
from bot.cli.doctor.command import doctor
from bot.cli.serve import Service
from bot.cli.setup.command import setup
from bot.lib import private
from bot.lib.clock import fixed
from bot.outbox import posts
from bot.schedule import timetable
from bot.settings import Settings, SettingsError
from bot.slack import manifest as app_manifest
from bot.slack.views.wording import COMING_UP

gc.freeze()
gc.enable()

BAD_SETTING = 2
_EARLIEST, _LATEST = 1971, 9000


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, message="Pencil %(version)s")
def pencil() -> None:
    """Pencil, a Slack bot that helps a partnership grow its culture."""


@pencil.command()
def run() -> None:
    """Everything in one process: what Slack sends, and the clock. The usual way."""
    settings = startup.speaking()
    settings.require_way_in()
    with serve.listening(settings) as listener:
        startup.migrate(settings)
        startup.warn_of_another_key(settings)
        serve.run(serve.serve(settings, _scheduler, _slack(listener), by_socket=settings.slack_app_token is not None))


@pencil.command()
def web() -> None:
    """Only what Slack sends; a worker beside it does the rest. On PostgreSQL."""
    settings = startup.speaking()
    settings.require_way_in()
    startup.require_one_host(settings)
    startup.warn_of_another_key(settings)
    with serve.listening(settings) as listener:
        serve.run(serve.serve(settings, _slack(listener), by_socket=settings.slack_app_token is not None))


@pencil.command()
def worker() -> None:
    """Only the clock: what is due is written, what is owed is sent. On PostgreSQL, as many as you like."""
    settings = startup.speaking()
    startup.require_one_host(settings)
    startup.warn_of_another_key(settings)
    try:
        with serve.listening(settings) as listener:
            serve.run(serve.serve(settings, _scheduler, _health(listener)))
    except serve.TakenError:  # by the web process on this host, or another worker; it says how things are
        serve.run(serve.serve(settings, _scheduler))


@pencil.command()
@click.option("--at", "at", metavar="ISO-8601", help="Take this as now, for what is due and what is written.")
@click.option("--dry-run", is_flag=True, help="Say what would be posted, and do nothing.")
@click.option(
    "--lines", is_flag=True, help="Turn it for each line that comes in; an empty line ends each answer. See --dry-run."
)
def tick(at: str | None, *, dry_run: bool, lines: bool) -> None:
    """Turn the clock once: write what is due, send what is owed, and end. A line for each post."""
    settings = startup.speaking()
    when = _moment(at) if at else None
    if dry_run:
        startup.current(settings)
    else:
        startup.migrate(settings)
    startup.warn_of_another_key(settings)
    asyncio.run(_tick(settings, when, dry_run=dry_run, lines=lines))


@pencil.command()
def migrate() -> None:
    """Bring the database up to date."""
    changed = startup.migrate(startup.settings())
    click.echo("The database is up to date now." if changed else "The database was up to date already.")


@pencil.command()
def key() -> None:
    """A new PENCIL_KEY, to seal the answers to the pulse with. Nothing is written anywhere."""
    click.echo(secrets.token_urlsafe(32))


@pencil.command()
def manifest() -> None:
    """The manifest to make the app in Slack from. Nothing is written anywhere."""
    click.echo(app_manifest.text(), nl=False)


@pencil.command()
@click.option("--unless-tokens", is_flag=True, help="With Slack tokens set, run against Slack itself instead.")
@click.option("--port", default=8700, show_default=True, help="Where the page is; 0 takes any free one.")
@click.option("--fresh", is_flag=True, help="Begin anew, whatever was done in this folder before.")
def sandbox(*, unless_tokens: bool, port: int, fresh: bool) -> None:
    """A Slack of your own on this machine, with Pencil in it and a partnership in the middle of its story."""
    if unless_tokens and ((known := startup.settings()).slack_bot_token is not None or known.installable):
        click.echo("Slack tokens found: connecting to Slack.")
        _command("run")()
        return
    from sandbox.demo.command import demo
    from sandbox.demo.storage import InUseError

    try:
        sys.exit(asyncio.run(demo(port, fresh=fresh)))
    except InUseError:
        raise SettingsError("Another sandbox is running in this folder already. Stop it first.") from None
    except OSError as error:
        raise SettingsError(f"--port: {port} cannot be used ({error.strerror or error}). {_another_port()}") from None


def _another_port() -> str:
    return "Try make run PORT=0." if "MAKELEVEL" in os.environ else "Try --port 0."


def _command(name: str) -> Callable[[], None]:
    callback = pencil.commands[name].callback
    assert callback is not None
    return callback


def _moment(text: str) -> datetime:
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"--at: {text!r} is not a time such as 2026-03-06T15:00:00Z.") from None
    if not _EARLIEST <= when.year <= _LATEST:
        raise SettingsError(f"--at: {text!r} is too far away; give a year from {_EARLIEST} to {_LATEST}.")
    return when if when.tzinfo else when.replace(tzinfo=UTC)


async def _tick(settings: Settings, when: datetime | None, *, dry_run: bool, lines: bool) -> None:
    bot = app.make(settings, fixed(when) if when else None)
    async with bot:
        if not dry_run:
            await introduced(bot)  # a token that Slack does not take is told before anything is written
        if not lines:
            await _tick_once(bot, dry_run=dry_run)
            return
        while line := await asyncio.to_thread(sys.stdin.readline):
            await _tick_once(bot, dry_run=dry_run or line.strip() == "--dry-run")
            click.echo()


async def _tick_once(bot: Bot, *, dry_run: bool) -> None:
    from jobs.delivery import deliver_all
    from jobs.reminders import send_reminders
    from jobs.tick import alert_hosts, rehearse, tick

    if dry_run:
        for kind, channel in await rehearse(bot):
            click.echo(f"{kind} → {channel}")
        click.echo(f"{await bot.database.read(posts.count_pending)} waiting to be sent")
        for at, kind in await bot.database.read(timetable.coming_up):
            click.echo(f"next → {COMING_UP[kind]}, {at.isoformat(timespec='minutes')}")
        return
    await tick(bot)
    await alert_hosts(bot)
    lines = await deliver_all(bot)
    await send_reminders(bot)
    if await alert_hosts(bot):  # of what was refused just now
        lines += await deliver_all(bot)
    for line in lines:
        click.echo(line)


@contextlib.asynccontextmanager
async def _scheduler(bot: Bot, connection: Connection) -> AsyncIterator[None]:
    """What is due is written, and what is owed is sent."""
    from jobs.scheduler import Scheduler

    async with Scheduler(bot) as scheduler:
        connection.troubles.append(scheduler.trouble)
        yield


def _slack(listener: socket.socket) -> Service:
    """What Slack sends: over HTTP and, where there is an app token, Socket Mode."""

    @contextlib.asynccontextmanager
    async def begun(bot: Bot, connection: Connection) -> AsyncIterator[None]:
        from handlers.transport import HttpApp, bolt, socket_mode

        app = bolt(bot)
        async with contextlib.AsyncExitStack() as stack:
            await stack.enter_async_context(serve.http(HttpApp(bot, app, connection.troubles), listener))
            if bot.settings.slack_app_token is not None:
                await stack.enter_async_context(connection.socket_open(socket_mode(bot, app).client))
            yield

    return begun


def _health(listener: socket.socket) -> Service:
    """How the process is, over HTTP, and nothing else."""

    @contextlib.asynccontextmanager
    async def begun(bot: Bot, connection: Connection) -> AsyncIterator[None]:
        from handlers.transport import HttpApp

        async with serve.http(HttpApp(bot, None, connection.troubles), listener):
            yield

    return begun


pencil.add_command(transfer.report)
pencil.add_command(transfer.story)
pencil.add_command(transfer.export_)
pencil.add_command(transfer.import_)
pencil.add_command(outbox.outbox)
pencil.add_command(setup)
pencil.add_command(doctor)
pencil.add_command(backup.backup)
pencil.add_command(backup.restore)


def main() -> None:
    private.by_default()
    try:
        pencil(prog_name=typed())
    except SettingsError as error:
        click.echo(str(error), err=True)
        sys.exit(BAD_SETTING)


if __name__ == "__main__":
    main()
