"""The two addresses at which workspaces install Pencil: Bolt's flow answers, and this speaks HTTP for it."""

from http import HTTPStatus
from typing import Any

from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.installations import flow as flows
from bot.installations.flow import Flow

PATHS = (flows.INSTALL, flows.REDIRECT)
_LONGEST = 4_000  # characters of a query; Slack's own are far shorter


async def answer(flow: Flow, scope: dict[str, Any]) -> BoltResponse:
    """What somebody's browser is shown at one of the two."""
    query = scope.get("query_string", b"").decode("latin-1")
    if len(query) > _LONGEST:
        return BoltResponse(status=HTTPStatus.REQUEST_URI_TOO_LONG, body="too long\n")
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    request = AsyncBoltRequest(body="", query=query, headers={"cookie": headers.get("cookie", "")})
    return await flow.shows(scope["path"], request)


def headers(response: BoltResponse) -> list[tuple[bytes, bytes]]:
    """Its headers, as ASGI has them."""
    return [
        (name.lower().encode("latin-1"), str(value).encode("latin-1"))
        for name, values in response.headers.items()
        for value in (values if isinstance(values, list | tuple) else [values])
    ]
