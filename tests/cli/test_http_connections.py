"""People and programs that connect and say nothing, or half of something: real sockets on this machine."""

import asyncio
import logging
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest
from pydantic import SecretStr

from bot.cli import http_connections, serve
from handlers.transport import HttpApp, bolt
from sandbox.app import payloads
from sandbox.app.transport import Http, encoded
from sandbox.slack.people import HOME
from tests.world import World

FORM = "application/x-www-form-urlencoded"
Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Door:
    """Pencil's HTTP on a port of its own, and what comes in by it."""

    def __init__(self, world: World, port: int) -> None:
        self.world, self.port = world, port
        self.signing = Http("", world.slack.signing_secret)
        self._stack: list[asyncio.StreamWriter] = []

    async def connects(self, sent: bytes = b"") -> Stream:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self._stack.append(writer)
        writer.write(sent)
        return reader, writer

    def head(self, length: int, **headers: str) -> bytes:
        """The head of a request that may well be signed."""
        signed = {
            "x-slack-request-timestamp": str(int(time.time())),
            "x-slack-signature": "v0=" + "0" * 64,
            "content-type": FORM,
            **headers,
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in signed.items() if value)
        return f"POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n{lines}\r\n".encode()

    async def wins(self, text: str) -> bytes:
        """What a signed `/win` on a new connection is answered."""
        channel = self.world.slack.channels[HOME]
        amina = self.world.person("Amina Okafor")
        sent = payloads.slash_command(self.world.slack, amina.about, channel, "/win", text, "http://127.0.0.1:9/x")
        body, kind = encoded("slash_commands", sent)
        headers = {name.lower(): value for name, value in self.signing.signed(body).items()}
        reader, _ = await self.connects(
            self.head(len(body.encode()), **{**headers, "content-type": kind}) + body.encode()
        )
        return await answer(reader)

    def leave(self) -> None:
        for writer in self._stack:
            writer.transport.abort()


async def answer(reader: asyncio.StreamReader) -> bytes:
    """One answer, or as much of one as comes."""
    async with asyncio.timeout(10):
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            return head + await reader.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionResetError):
            return b""


async def closed(reader: asyncio.StreamReader) -> bool:
    """Whether nobody is at the other end any more, or is not before long."""
    try:
        async with asyncio.timeout(5):
            return await reader.read() == b""
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


def still_open(reader: asyncio.StreamReader) -> bool:
    return not reader.at_eof() and reader.exception() is None


@contextmanager
def _listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


@asynccontextmanager
async def _open(world: World) -> AsyncIterator[Door]:
    settings = world.bot.settings.model_copy(update={"slack_signing_secret": SecretStr(world.slack.signing_secret)})
    object.__setattr__(world.bot, "settings", settings)
    with _listener() as listener:
        async with serve.http(HttpApp(world.bot, bolt(world.bot), []), listener):
            door = Door(world, listener.getsockname()[1])
            try:
                yield door
            finally:
                door.leave()


@pytest.fixture
async def door(world: World) -> AsyncIterator[Door]:
    await world.begins()
    async with _open(world) as opened:
        yield opened


async def test_a_signed_request_is_answered(door: Door) -> None:
    assert b"We opened the hub" in await door.wins("We opened the hub")


@pytest.mark.parametrize(
    "headers",
    [
        {"x-slack-signature": ""},
        {"x-slack-request-timestamp": ""},
        {"x-slack-signature": "v0=00"},
        {"x-slack-signature": "v1=" + "0" * 64},
        {"x-slack-signature": "v0=" + "G" * 64},
        {"x-slack-request-timestamp": "yesterday"},
        {"x-slack-request-timestamp": "1"},
        {"x-slack-request-timestamp": "9" * 400},
    ],
    ids=str,
)
async def test_without_a_signature_of_now_a_request_is_refused_before_its_body_is_read(
    door: Door, headers: dict[str, str]
) -> None:
    reader, _ = await door.connects(door.head(900_000, **headers))

    response = await answer(reader)

    assert response.startswith(b"HTTP/1.1 401")
    assert await closed(reader)


async def test_a_body_that_is_announced_as_too_large_is_not_read(door: Door) -> None:
    reader, _ = await door.connects(door.head(1_000_001))
    assert (await answer(reader)).startswith(b"HTTP/1.1 413")
    assert await closed(reader)


async def test_whoever_says_nothing_or_half_of_something_is_left_after_ten_seconds(
    door: Door, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert http_connections.SECONDS == 10
    monkeypatch.setattr(http_connections, "SECONDS", 0.2)
    nothing, _ = await door.connects()
    half_a_head, _ = await door.connects(door.head(10)[:60])
    half_a_body, _ = await door.connects(door.head(10) + b"half")
    answered, _ = await door.connects(b"GET /livez HTTP/1.1\r\nhost: x\r\n\r\n")
    assert b"alive" in await answer(answered)

    for reader in (nothing, half_a_head, half_a_body, answered):
        assert await closed(reader)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_a_byte_now_and_then_buys_no_time(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_connections, "SECONDS", 0.3)
    began = time.monotonic()
    reader, writer = await door.connects(door.head(1_000))
    over = asyncio.create_task(closed(reader))

    while not over.done():
        writer.write(b"x")
        await asyncio.wait([over], timeout=0.02)

    assert over.result()
    assert time.monotonic() - began < 3


async def test_the_one_that_has_been_idle_for_longest_makes_room(
    door: Door, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(http_connections, "MOST", 8)
    idle = [(await door.connects(door.head(10)[:60]))[0] for _ in range(30)]

    answers = [await door.wins(f"Number {number}") for number in range(3)]

    assert [number for number in range(3) if f"Number {number}".encode() not in answers[number]] == []
    assert [await closed(reader) for reader in idle[:20]] == [True] * 20
    assert still_open(idle[-1])
    told = [record for record in caplog.records if "closed to make room" in record.getMessage()]
    assert len(told) == 1


async def test_half_sent_bodies_take_so_much_room_together_and_no_more(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_connections, "UNFINISHED_BYTES", 300_000)
    half = [(await door.connects(door.head(900_000) + b"x" * 60_000))[0] for _ in range(20)]

    assert b"Recorded" in await door.wins("We opened the hub")
    assert [await closed(reader) for reader in half[:14]] == [True] * 14


async def test_what_is_no_http_is_refused_and_alarms_nobody(door: Door, caplog: pytest.LogCaptureFixture) -> None:
    for sent in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"GET\r\n\r\n", b"\0" * 100 + b"\r\n\r\n"):
        reader, _ = await door.connects(sent)
        assert (await answer(reader)).startswith(b"HTTP/1.1 400")
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_a_head_without_an_end_is_not_read_on(door: Door) -> None:
    reader, writer = await door.connects(b"GET / HTTP/1.1\r\n")
    over = asyncio.create_task(closed(reader))

    while not over.done():
        writer.write(b"x-more: " + b"x" * 1_000 + b"\r\n")
        await asyncio.wait([over], timeout=0.01)

    assert over.result()


async def test_where_everybody_is_being_answered_whoever_comes_last_has_to_come_again(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_connections, "MOST", 0)
    reader, _ = await door.connects()
    assert await closed(reader)
