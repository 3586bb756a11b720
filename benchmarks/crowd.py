"""`python -m benchmarks.crowd`: memory, and what becomes of signed requests, beside those who connect and say nothing.

1,100 idle connections, then 600 requests of which half has been sent; Pencil as a user starts it, in a process that may
have 1,024 files open.
"""

import asyncio
import contextlib
import resource
import time

from benchmarks import town
from benchmarks.door import pencil, slack
from benchmarks.load import request
from benchmarks.places import SECRET, Server, databases

IDLE, HALF, SENT, SIGNED = 1_100, 600, 280_000, 50
_ANSWER = 5  # seconds
_FILES = 1_024


async def _connect(port: int, said: bytes = b"") -> asyncio.StreamWriter | None:
    with contextlib.suppress(OSError, TimeoutError):
        async with asyncio.timeout(_ANSWER):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(said)
            await writer.drain()
            return writer
    return None


async def _answered(port: int, request: bytes) -> bool:
    """Whether a signed request on a connection of its own is answered in time."""
    with contextlib.suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
        async with asyncio.timeout(_ANSWER):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request)
            said = await reader.readuntil(b"\r\n\r\n")
            writer.close()
            return said.startswith(b"HTTP/1.1 200")
    return False


async def _signed(server: Server) -> tuple[int, float]:
    """How many of the signed requests were answered, and how many seconds that took."""
    began, stamp = time.perf_counter(), str(int(time.time()))
    good = 0
    for body in town.wins_told(SIGNED):
        good += await _answered(server.port, request(body, SECRET, stamp))
    return good, time.perf_counter() - began


async def _look(server: Server, what: str) -> None:
    memory = server.memory
    good, seconds = await _signed(server)
    print(f"{what}: {memory:.0f} MB; {good} of {SIGNED} signed requests answered in {seconds:.1f} s", flush=True)


async def _all(url: str) -> None:
    town.settle(url)
    async with slack() as api_url, pencil(url, api_url) as server:
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (_FILES, _FILES))
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 8_192), most))
        await _look(server, "alone")
        idle = [await _connect(server.port) for _ in range(IDLE)]
        await _look(server, f"beside {IDLE:,} idle connections")
        for writer in filter(None, idle):
            writer.transport.abort()
        for what, head in (("without a signature", _head("")), ("with one that may be", _head("v0=" + "0" * 64))):
            half = await asyncio.gather(*(_connect(server.port, head + b"x" * SENT) for _ in range(HALF)))
            await _look(server, f"beside {HALF} half-sent requests {what}")
            for writer in filter(None, half):
                writer.transport.abort()


def _head(signature: str) -> bytes:
    return (
        "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {2 * SENT}\r\nX-Slack-Request-Timestamp: {int(time.time())}\r\n"
        f"X-Slack-Signature: {signature}\r\n\r\n"
    ).encode()


if __name__ == "__main__":
    with databases() as places:
        asyncio.run(_all(places.sqlite()))
