"""A Slack that takes everything and answers after so many seconds: a process of its own, so that it costs us nothing.

`python -m benchmarks.floors.slack 0.05` prints the address it listens at. `calls` there says how often each method was
called.
"""

import asyncio
import itertools
import json
import sys
from collections import Counter
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web

_numbers = itertools.count(1)
_SECONDS = web.AppKey("seconds", float)
_CALLS = web.AppKey("calls", Counter[str])


async def _answer(request: web.Request) -> web.Response:
    method = request.match_info["method"]
    request.app[_CALLS][method] += 1
    body = await request.read()
    await asyncio.sleep(request.app[_SECONDS])
    asked = json.loads(body) if body[:1] == b"{" else dict(parse_qs(body.decode()))
    answer: dict[str, Any] = {
        "ok": True,
        "ts": f"1700000000.{next(_numbers):06}",
        "channel": asked.get("channel", "C1"),
        "team_id": "T00000001",
        "user_id": "U1",
        "bot_id": "B1",
    }
    if method == "conversations.open":
        answer["channel"] = {"id": f"D{asked['users'][1:]}"}
    if method == "users.info":
        user_id = (*parse_qs(request.query_string).get("user", []), *asked.get("user", []))[0]
        answer["user"] = {"id": user_id, "team_id": f"T{(int(user_id[1:]) - 1) % 12 + 1:08}", "name": "somebody"}
    return web.json_response(answer)


async def _calls(request: web.Request) -> web.Response:
    return web.json_response(request.app[_CALLS])


async def main(seconds: float) -> None:
    app = web.Application()
    app[_SECONDS], app[_CALLS] = seconds, Counter()
    app.router.add_get("/api/calls", _calls)
    app.router.add_route("*", "/api/{method}", _answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    [(host, port)] = runner.addresses
    print(f"http://{host}:{port}/api/", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1])))
