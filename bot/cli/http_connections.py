"""Connections over HTTP: each has ten seconds to say what it wants, and there are only so many.

Whoever connects may say nothing, or half of something, and stay. uvicorn's own timer starts after an answer, and its
limit turns away those who come, not those who do nothing. Here the one that has said nothing for longest makes room.
"""

import asyncio
from enum import Enum
from functools import partial
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from bot.lib.logs import Seldom, logger

log = logger(__name__)

MOST = 400  # well below the 1,024 files that a process may have open where nobody has set another limit
BACKLOG = 256  # that have not been taken yet
SECONDS = 10.0  # for the head of a request, for its body, and between two requests
HEAD_BYTES = 16_384
UNFINISHED_BYTES = 16_000_000  # of all requests together that are not whole yet


class Turn(Enum):
    """What a connection waits for."""

    HEAD = "the head of a request"
    BODY = "the rest of a body"
    ANSWER = "our answer"


class Connection(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """uvicorn's connection, which tells the others whose turn it is."""

    transport: asyncio.Transport

    def __init__(self, others: "Connections", **given: Any) -> None:
        super().__init__(**given)
        self._others = others
        self.held = 0  # bytes of what is not whole yet

    @property
    def turn(self) -> Turn:
        if self.cycle is None or self.cycle.response_complete:
            return Turn.HEAD
        return Turn.BODY if self.cycle.more_body else Turn.ANSWER

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._others.add(self)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._others.heard(self, len(data))

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._others.heard(self, 0)

    def connection_lost(self, exc: Exception | None) -> None:
        self._others.drop(self)
        super().connection_lost(exc)


class Connections:
    """All that are open. Those who are to say something stand in the order in which their time began."""

    def __init__(self) -> None:
        self._open: dict[Connection, Turn] = {}
        self._since: dict[Connection, float] = {}
        self._held = 0
        self._timer: asyncio.TimerHandle | None = None
        self._crowded = Seldom()

    @property
    def protocol(self) -> Any:
        """What uvicorn makes of each connection."""
        return partial(Connection, self)

    def add(self, connection: Connection) -> None:
        if len(self._open) >= MOST:
            self._make_room(next(iter(self._since), connection))
        if not connection.transport.is_closing():
            self._open[connection] = Turn.HEAD
            self._begin(connection)

    def heard(self, connection: Connection, size: int) -> None:
        """So many bytes have come, or an answer is out: whose turn it is now."""
        if connection not in self._open:
            return
        before, now = self._open[connection], connection.turn
        self._open[connection] = now
        self._hold(connection, 0 if now is Turn.ANSWER else size + (connection.held if now is before else 0))
        if now is Turn.ANSWER:
            self._since.pop(connection, None)
        elif now is not before:
            self._begin(connection)
        if now is Turn.HEAD and connection.held > HEAD_BYTES:
            self._close(connection)
        while self._held > UNFINISHED_BYTES:
            self._make_room(next(other for other in self._since if other.held))

    def drop(self, connection: Connection) -> None:
        self._hold(connection, 0)
        self._open.pop(connection, None)
        self._since.pop(connection, None)

    def _hold(self, connection: Connection, size: int) -> None:
        self._held += size - connection.held
        connection.held = size

    def _begin(self, connection: Connection) -> None:
        loop = asyncio.get_running_loop()
        self._since.pop(connection, None)
        self._since[connection] = loop.time()
        if self._timer is None:
            self._timer = loop.call_later(SECONDS, self._late)

    def _late(self) -> None:
        """Those whose time is over are closed; it is looked again when the next one's is."""
        loop = asyncio.get_running_loop()
        self._timer = None
        while self._since:
            connection, since = next(iter(self._since.items()))
            if (left := since + SECONDS - loop.time()) > 0:
                self._timer = loop.call_later(left, self._late)
                return
            self._close(connection)

    def _make_room(self, connection: Connection) -> None:
        self._close(connection)
        if times := self._crowded.due():
            log.warning("connections were closed to make room for others", times=times)

    def _close(self, connection: Connection) -> None:
        self.drop(connection)
        connection.transport.abort()
