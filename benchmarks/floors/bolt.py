"""Stock Bolt behind Starlette and uvicorn: one command and one button, each only acknowledged.

`process_before_response` is off if `BOLT_DEFAULT` is set. What Pencil has imported when it is up is imported too if
`BOLT_IMPORTS` is set, so that memory and start are compared with the same libraries loaded.
"""

import os
from importlib import import_module
from typing import Any

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

_LIBRARIES = (
    "apscheduler.schedulers.asyncio",
    "cryptography.hazmat.primitives.ciphers.aead",
    "cryptography.hazmat.primitives.kdf.hkdf",
    "dateutil.relativedelta",
    "holidays.groups",
    "jinja2",
    "prometheus_client",
    "pydantic_settings",
    "rapidfuzz.distance",
    "slack_bolt.adapter.socket_mode.aiohttp",
    "slack_sdk.models.views",
    "Stemmer",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.sqlite",
    "sqlalchemy.orm",
    "structlog",
    "tenacity",
)
if os.environ.get("BOLT_IMPORTS"):
    for library in _LIBRARIES:
        import_module(library)


async def _authorize(**_: Any) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None,
        team_id="T00000001",
        bot_user_id="U0",
        bot_id="B0",
        bot_token="xoxb-made-up",  # noqa: S106
    )


app = AsyncApp(
    signing_secret=os.environ["SLACK_SIGNING_SECRET"],
    authorize=_authorize,
    process_before_response=not os.environ.get("BOLT_DEFAULT"),
)
handler = AsyncSlackRequestHandler(app)


@app.command("/win")
async def _win(ack: Any) -> None:
    await ack()


async def _events(request: Request) -> Response:
    return await handler.handle(request)


async def _up(_: Request) -> Response:
    return PlainTextResponse("up")


if __name__ == "__main__":
    web = Starlette(routes=[Route("/slack/events", _events, methods=["POST"]), Route("/", _up)])
    uvicorn.run(web, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning", access_log=False)
