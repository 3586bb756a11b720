"""A Slack that takes everything and answers after so many seconds: a process of its own, so that it costs us nothing.

`python -m benchmarks.floors.slack 0.05` prints the address it listens at.
"""

import asyncio
import itertools
import json
import sys

from aiohttp import web

_numbers = itertools.count(1)


async def _answer(request: web.Request) -> web.Response:
    body = await request.read()
    await asyncio.sleep(request.app[_SECONDS])
    ts = f"1700000000.{next(_numbers):06}"
    channel = json.loads(body).get("channel", "C1") if body[:1] == b"{" else "C1"
    answer = {"ok": True, "ts": ts, "channel": channel, "team_id": "T1", "user_id": "U1", "bot_id": "B1"}
    return web.json_response(answer)


_SECONDS = web.AppKey("seconds", float)


async def main(seconds: float) -> None:
    app = web.Application()
    app[_SECONDS] = seconds
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
