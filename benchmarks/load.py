"""`python -m benchmarks.load`: signed requests of Slack's, so many at once, from a process of their own.

Reads one JSON object from its standard input: `port`, `secret`, `at_once` and `bodies`. Writes another: `seconds` in
all, and `each`, the seconds of every request. An answer that is not 200, or says that something failed, ends it.
"""

import asyncio
import hashlib
import hmac
import json
import sys
import time
from collections.abc import Iterator
from typing import Any

_FAILED = b"do that just now"


def request(body: str, secret: str, stamp: str) -> bytes:
    said = body.encode()
    signed = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + said, hashlib.sha256).hexdigest()
    head = (
        "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(said)}\r\nX-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={signed}\r\n\r\n"
    )
    return head.encode() + said


async def _sends(port: int, requests: Iterator[bytes], each: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in requests:
        began = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        answer = await reader.readexactly(length)
        each.append(time.perf_counter() - began)
        if not head.startswith(b"HTTP/1.1 200") or _FAILED in answer:
            raise RuntimeError(f"{head!r} {answer[:500]!r}")
    writer.close()


async def _all(asked: dict[str, Any]) -> dict[str, Any]:
    stamp = str(int(time.time()))
    requests = iter([request(body, asked["secret"], stamp) for body in asked["bodies"]])
    each: list[float] = []
    began = time.perf_counter()
    await asyncio.gather(*(_sends(asked["port"], requests, each) for _ in range(asked["at_once"])))
    return {"seconds": time.perf_counter() - began, "each": each}


if __name__ == "__main__":
    import uvloop

    json.dump(uvloop.run(_all(json.load(sys.stdin))), sys.stdout)
