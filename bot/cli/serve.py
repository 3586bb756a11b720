"""Serving until a signal: one process, with whatever services it is given."""

import asyncio
import contextlib
import errno
import gc
import os
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any

import uvicorn
from uvicorn.loops.auto import auto_loop_factory

from bot import app
from bot.app import Bot
from bot.cli import http_connections
from bot.cli.connection import Connection
from bot.cli.http_connections import Connections
from bot.lib import logs
from bot.lib.language.lexicon import lexicon
from bot.settings import Settings, SettingsError

log = logs.logger("bot")

DRAIN_SECONDS = 5
STOP_SECONDS = 8.5  # after which nothing is waited for any more, such as a database that does not answer

Service = Callable[[Bot, Connection], AbstractAsyncContextManager[None]]  # begun when Slack has been asked


class TakenError(SettingsError):
    """Something else listens where we were to."""


@contextlib.contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """Where HTTP comes in, taken before anything else is begun."""
    try:
        addresses = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError:
        raise SettingsError(f"HOST: {settings.host!r} is not an address of this machine.") from None
    family, _, _, _, address = addresses[0]
    try:
        listener = socket.create_server(address[:2], family=family)
    except OSError as error:
        name = "PORT" if error.errno in {errno.EADDRINUSE, errno.EACCES} else "HOST"
        where = f"{settings.host}:{settings.port}"
        raise TakenError(f"{name}: {where} cannot be listened on ({error.strerror}).") from None
    with listener:
        yield listener


def run(serving: Coroutine[Any, Any, None]) -> None:
    """On uvloop where there is one: its writes to a socket do not wait for the thread at the database."""
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        runner.run(serving)


async def serve(settings: Settings, *services: Service, by_socket: bool = False) -> None:
    """These services until a signal; then what is under way is finished, within ten seconds.

    `SettingsError` if Slack does not take our tokens; the one for its socket only matters where there is to be one.
    """
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stopping.set)
    bot = app.make(settings)
    async with bot, contextlib.AsyncExitStack() as stack:
        connection = await stack.enter_async_context(Connection(bot, by_socket=by_socket))
        with _frozen():
            for service in services:
                await stack.enter_async_context(service(bot, connection))
            await asyncio.to_thread(lexicon)  # read now, so that nobody who searches waits for it
        connection.greet()
        await stopping.wait()
        log.info("stopping; what is under way is finished first")
        leaving = threading.Timer(STOP_SECONDS, _leave)
        leaving.daemon = True
        leaving.start()


@contextlib.contextmanager
def _frozen() -> Iterator[None]:
    """What is made here is here to stay, and never gone through again, which holds up everybody for long."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _leave() -> None:
    """Ends the process where it stands: what it holds is let go, and what it had acknowledged is in the database."""
    try:
        log.warning("stopped, though something had not answered; whatever was under way is taken up again")
        sys.stdout.flush()
    finally:
        os._exit(0)


@contextlib.asynccontextmanager
async def http(application: Any, listener: socket.socket) -> AsyncIterator[None]:
    """The ASGI application answers here; at the end what it is answering is answered first."""
    server = _Server(
        uvicorn.Config(
            application,
            log_config=None,  # its faults go where ours go, as kind and place
            log_level="error",  # it warns of everything that is no HTTP
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=DRAIN_SECONDS,
            timeout_keep_alive=int(http_connections.SECONDS),
            http=Connections().protocol,
            backlog=http_connections.BACKLOG,
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield
    finally:
        server.should_exit = True
        await serving


class _Server(uvicorn.Server):
    """uvicorn, without hands of its own on the signals."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
