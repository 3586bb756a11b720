"""The command line: opens the doors."""

import asyncio
import contextlib
import errno
import gc
import os
import secrets
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import click
import uvicorn
from sqlalchemy.orm import Session
from uvicorn.loops.auto import auto_loop_factory

from bot import app as core
from bot.app import Bot
from bot.cli import outbox as tending
from bot.cli import startup as ready
from bot.cli import transfer as carrying
from bot.lib import logs
from bot.lib.clock import fixed
from bot.outbox import posts as outbox
from bot.schedule import timetable
from bot.settings import Settings, SettingsError

log = logs.logger("bot")

BAD_SETTING = 2
DRAIN_SECONDS = 5
STOP_SECONDS = 8.5  # after which nothing is waited for any more, such as a database that does not answer
_EARLIEST, _LATEST = 1971, 9000


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def pencil() -> None:
    """Pencil, a Slack bot that helps a partnership grow its culture."""


@pencil.command()
def run() -> None:
    """Everything in one process: both doors and the clock. The usual way."""
    settings = ready.settings("slack_bot_token")
    if settings.slack_app_token is None:
        settings.require("slack_signing_secret")
    with _listening(settings) as door:
        ready.migrate(settings)
        _run(_serve(settings, door, talking=True, clock=True))


@pencil.command()
def web() -> None:
    """Only what Slack sends; a worker beside it does the rest. On PostgreSQL."""
    settings = ready.settings("slack_bot_token")
    if settings.slack_app_token is None:
        settings.require("slack_signing_secret")
    _apart(settings)
    with _listening(settings) as door:
        _run(_serve(settings, door, talking=True, clock=False))


@pencil.command()
def worker() -> None:
    """Only the clock: what is due is written, what is owed is sent. On PostgreSQL, as many as you like."""
    settings = ready.settings("slack_bot_token")
    _apart(settings)
    try:
        with _listening(settings) as door:
            _run(_serve(settings, door, talking=False, clock=True))
    except _TakenError:  # by the web process on this host, or another worker; it says how things are
        _run(_serve(settings, None, talking=False, clock=True))


@pencil.command()
@click.option("--at", "at", metavar="ISO-8601", help="Take this as now, for what is due and what is written.")
@click.option("--dry-run", is_flag=True, help="Say what would be posted, and do nothing.")
@click.option(
    "--lines", is_flag=True, help="Turn it for each line that comes in; an empty line ends each answer. See --dry-run."
)
def tick(at: str | None, *, dry_run: bool, lines: bool) -> None:
    """Turn the clock once: write what is due, send what is owed, and end. A line for each post."""
    settings = ready.settings("slack_bot_token")
    when = _moment(at) if at else None
    if dry_run:
        ready.current(settings)
    else:
        ready.migrate(settings)
    asyncio.run(_tick(settings, when, dry_run=dry_run, lines=lines))


@pencil.command()
def migrate() -> None:
    """Bring the database up to date."""
    changed = ready.migrate(ready.settings())
    click.echo("The database is up to date now." if changed else "The database was up to date already.")


@pencil.command()
def key() -> None:
    """A new PENCIL_KEY, to seal the answers to the pulse with. Nothing is written anywhere."""
    click.echo(secrets.token_urlsafe(32))


@pencil.command()
@click.option("--unless-tokens", is_flag=True, help="With Slack tokens set, run against Slack itself instead.")
@click.option("--port", default=8700, show_default=True, help="Where the page is; 0 takes any free one.")
@click.option("--fresh", is_flag=True, help="Begin anew, whatever was done in this folder before.")
def sandbox(*, unless_tokens: bool, port: int, fresh: bool) -> None:
    """A Slack of your own on this machine, with Pencil in it and a partnership in the middle of its story."""
    if unless_tokens and ready.settings().slack_bot_token is not None:
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
        raise SettingsError(f"--port: {port} cannot be used ({error.strerror or error}). Try --port 0.") from None


def _command(name: str) -> Callable[[], None]:
    callback = pencil.commands[name].callback
    assert callback is not None
    return callback


def _apart(settings: Settings) -> None:
    if settings.on_sqlite and not settings.sqlite_shared:
        raise SettingsError(
            "DATABASE_URL is SQLite, which web and worker could not share between two hosts. Use run or PostgreSQL; "
            "or set SQLITE_SHARED=1 if both are on this host."
        )


def _moment(text: str) -> datetime:
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"--at: {text!r} is not a time such as 2026-03-06T15:00:00Z.") from None
    if not _EARLIEST <= when.year <= _LATEST:
        raise SettingsError(f"--at: {text!r} is too far away; give a year from {_EARLIEST} to {_LATEST}.")
    return when if when.tzinfo else when.replace(tzinfo=UTC)


class _TakenError(SettingsError):
    """Something else listens where we were to."""


@contextlib.contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    """Where HTTP comes in, taken before anything else is begun."""
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError:
        raise SettingsError(f"HOST: {settings.host!r} is not an address of this machine.") from None
    family, _, _, _, address = found[0]
    try:
        door = socket.create_server(address[:2], family=family)
    except OSError as error:
        name = "PORT" if error.errno in {errno.EADDRINUSE, errno.EACCES} else "HOST"
        where = f"{settings.host}:{settings.port}"
        raise _TakenError(f"{name}: {where} cannot be listened on ({error.strerror}).") from None
    with door:
        yield door


async def _tick(settings: Settings, when: datetime | None, *, dry_run: bool, lines: bool) -> None:
    bot = core.make(settings, fixed(when) if when else None)
    async with bot:
        if not lines:
            await _tick_once(bot, dry_run=dry_run)
            return
        while line := await asyncio.to_thread(sys.stdin.readline):
            await _tick_once(bot, dry_run=dry_run or line.strip() == "--dry-run")
            click.echo()


async def _tick_once(bot: Bot, *, dry_run: bool) -> None:
    from jobs.delivery import deliver_all
    from jobs.reminders import nudge
    from jobs.tick import rehearse, tell_hosts, turn

    if dry_run:
        for kind, channel in await rehearse(bot):
            click.echo(f"{kind} → {channel}")
        click.echo(f"{await bot.database.read(_owed)} waiting to be sent")
        if (soonest := await bot.database.read(timetable.soonest)) is not None:
            click.echo(f"next → {soonest[1]}, {soonest[0].isoformat()}")
        return
    await turn(bot)
    await tell_hosts(bot)
    lines = await deliver_all(bot)
    await nudge(bot)
    if await tell_hosts(bot):  # of what was refused just now
        lines += await deliver_all(bot)
    for line in lines:
        click.echo(line)


def _owed(session: Session) -> int:
    return outbox.count_owed(session)


def _run(serving: Coroutine[Any, Any, None]) -> None:
    """On uvloop where there is one: its writes to a socket do not wait for the thread at the database."""
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        runner.run(serving)


async def _serve(settings: Settings, door: socket.socket | None, *, talking: bool, clock: bool) -> None:
    """Doors and clock, as asked for, until a signal; then what is under way is finished, within ten seconds."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stopping.set)
    bot = core.make(settings)
    async with bot, contextlib.AsyncExitStack() as stack:
        troubles: list[Callable[[], str | None]] = []
        if clock:
            from jobs.scheduler import Wheel

            troubles.append((await stack.enter_async_context(Wheel(bot))).trouble)
        if door is not None:
            await stack.enter_async_context(_doors(bot, door, troubles, talking=talking))
        gc.freeze()  # what is here to stay is not gone through again and again, which holds up everybody for long
        await stopping.wait()
        log.info("stopping; what is under way is finished first")
        leaving = threading.Timer(STOP_SECONDS, _leave)
        leaving.daemon = True
        leaving.start()


def _leave() -> None:
    """Ends the process where it stands: what it holds is let go, and what it had acknowledged is in the database."""
    try:
        log.warning("stopped, though something had not answered; whatever was under way is taken up again")
        sys.stdout.flush()
    finally:
        os._exit(0)


@contextlib.asynccontextmanager
async def _doors(
    bot: Bot, door: socket.socket, troubles: Sequence[Callable[[], str | None]], *, talking: bool
) -> AsyncIterator[None]:
    """HTTP and, where there is an app token, Socket Mode; without `talking` only how the process is."""
    from handlers.transport import Door, bolt, socket_mode

    app = bolt(bot) if talking else None
    client = socket_mode(bot, app) if app and bot.settings.slack_app_token else None

    def down() -> str | None:
        session = client.client.current_session if client else None
        connected = client is None or (session is not None and not session.closed)
        return None if connected else "the connection to Slack is down"

    server = _Server(
        uvicorn.Config(
            Door(bot, app, [*troubles, down]),
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=DRAIN_SECONDS,
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[door]))
    connecting = asyncio.create_task(_connect(client.connect_async)) if client else None
    try:
        yield
    finally:
        if connecting:
            connecting.cancel()
        if client:
            await client.close_async()  # type: ignore[no-untyped-call]
        server.should_exit = True
        await serving


async def _connect(connect: Callable[[], Awaitable[None]]) -> None:
    """The socket is opened, however often Slack has to be asked."""
    wait = 1.0
    while True:
        try:
            await connect()
        except Exception as error:  # noqa: BLE001  # whatever is wrong now may be right in a while
            log.warning("Slack cannot be reached; trying again", fault=type(error).__name__)
            await asyncio.sleep(wait)
            wait = min(30.0, wait * 2)
        else:
            return


class _Server(uvicorn.Server):
    """uvicorn, without hands of its own on the signals."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


pencil.add_command(carrying.story)
pencil.add_command(carrying.export_)
pencil.add_command(carrying.import_)
pencil.add_command(tending.outbox)


def main() -> None:
    try:
        pencil(prog_name="python -m bot")
    except SettingsError as error:
        click.echo(str(error), err=True)
        sys.exit(BAD_SETTING)


if __name__ == "__main__":
    main()
