"""How an app is installed by a link: where people agree to it, and where a code becomes a token."""

from base64 import b64decode
from urllib.parse import urlencode

from aiohttp import web

from sandbox.api.registry import ApiError
from sandbox.slack.blocks import Json
from sandbox.slack.grants import Grant
from sandbox.slack.state import Slack


def authorized(slack: Slack, request: web.Request, redirect_url: str) -> web.Response:
    """Whoever opens it agrees, for the workspace named; a page that lists scopes is left out."""
    asked = request.query
    if asked.get("client_id") != slack.grants.client_id:
        return web.Response(status=400, text="invalid_client_id")
    address = asked.get("redirect_uri") or redirect_url
    answer = {"state": asked.get("state", "")}
    if slack.grants.refuses:
        answer["error"] = slack.grants.refuses
    else:
        answer["code"] = slack.grants.code(asked.get("team") or slack.installs_in, asked.get("scope", "").split(","))
    raise web.HTTPFound(f"{address}?{urlencode(answer)}")


def access(slack: Slack, args: Json, credentials: str) -> Json:
    """A token for a code, or another in place of one that runs out."""
    named = args.get("client_id"), args.get("client_secret")
    if credentials:
        client, _, secret = b64decode(credentials).decode().partition(":")
        named = client, secret
    if named[0] != slack.grants.client_id:
        raise ApiError("invalid_client_id")
    if named[1] != slack.grants.client_secret:
        raise ApiError("bad_client_secret")
    if args.get("grant_type") == "refresh_token":
        grant = slack.grants.renewed(str(args.get("refresh_token")))
        if grant is None:
            raise ApiError("invalid_refresh_token")
    else:
        grant = slack.grants.changed(str(args.get("code")))
        if grant is None:
            raise ApiError("invalid_code")
    return _given(slack, grant)


def _given(slack: Slack, grant: Grant) -> Json:
    org_wide = slack.grants.org_wide
    with slack.speaking_in(grant.team_id):
        given: Json = {
            "app_id": slack.app_id,
            "access_token": grant.token,
            "token_type": "bot",
            "scope": ",".join(grant.scopes),
            "bot_user_id": slack.bot_user,
            "team": None if org_wide else {"id": grant.team_id, "name": slack.workspaces[grant.team_id].name},
            "enterprise": {"id": "E0WHOLE", "name": "The whole"} if org_wide else None,
            "authed_user": {"id": next(iter(slack.people))},
            "is_enterprise_install": org_wide,
        }
    if grant.refresh_token is not None:
        given |= {"refresh_token": grant.refresh_token, "expires_in": 43_200}
    return given
