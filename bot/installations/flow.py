"""Bolt's own flow of an installation, with our rows behind it and our pages around it."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus

import aiohttp
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.oauth import OAuthStateUtils
from sqlalchemy.exc import SQLAlchemyError

from bot.app import Bot
from bot.db.deadline import TooSlowError, UnsureError
from bot.installations import states
from bot.installations.store import Installations, NoBotError, OrgWideError, States
from bot.installations.views import page
from bot.lib.logs import logger
from bot.slack.failures import SlackError, understood
from bot.slack.scopes import NEEDED

log = logger(__name__)

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
_REASONS = {"invalid_browser", "invalid_state", "missing_code", "invalid_code", "storage_error", "access_denied"}
_HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


class Flow(AsyncOAuthFlow):
    """`/slack/install` and `/slack/oauth_redirect`."""

    async def build_install_page_html(self, url: str, request: AsyncBoltRequest) -> str:  # noqa: ARG002
        return page.before(url, self.settings.scopes or ())

    async def shows(self, path: str, request: AsyncBoltRequest) -> BoltResponse:
        """The page at one of the two, also where the database or Slack does not answer."""
        try:
            return await (self.handle_installation if path == INSTALL else self.handle_callback)(request)
        except (SQLAlchemyError, TooSlowError, UnsureError) as error:
            log.error("Pencil was not installed", reason=type(error).__name__)  # noqa: TRY400
            return answer(page.failed("storage_error", INSTALL), HTTPStatus.SERVICE_UNAVAILABLE)
        except (SlackError, aiohttp.ClientError, TimeoutError) as error:
            log.warning("Pencil was not installed", reason=type(error).__name__)
            return answer(page.failed("unreached", INSTALL), HTTPStatus.BAD_GATEWAY)


def flow(bot: Bot, bolt_log: logging.Logger) -> Flow | None:
    """The flow, where workspaces install by a link."""
    if not bot.settings.installable:
        return None
    client_id, client_secret = bot.settings.client()
    settings = bot.settings
    return Flow(
        client=bot.own_slack.tokenless,
        logger=bolt_log,  # whose warnings carry codes
        settings=AsyncOAuthSettings(
            client_id=client_id,
            client_secret=client_secret,
            scopes=settings.slack_scopes or sorted(NEEDED),
            user_scopes=[],
            redirect_uri=settings.slack_redirect_uri,
            install_path=INSTALL,
            redirect_uri_path=REDIRECT,
            authorization_url=settings.slack_authorize_url,
            installation_store=Installations(bot, _revoke(bot)),
            installation_store_bot_only=True,
            state_store=States(bot),
            state_expiration_seconds=states.SECONDS,
            callback_options=AsyncCallbackOptions(success=_succeeded(bot), failure=_failed),
            logger=bolt_log,
        ),
    )


def _revoke(bot: Bot) -> Callable[[str], Awaitable[None]]:
    async def revoke(token: str) -> None:
        """A token that is not kept is given back."""
        try:
            with understood("auth.revoke"):
                await bot.own_slack.tokenless.auth_revoke(token=token)
        except SlackError as error:
            log.warning("a token that is not kept was not given back", reason=error.reason)

    return revoke


def _succeeded(bot: Bot) -> Callable[[AsyncSuccessArgs], Awaitable[BoltResponse]]:
    async def succeeded(args: AsyncSuccessArgs) -> BoltResponse:
        installation = args.installation
        shown = page.after(
            installation.team_name or "", bot.settings.command_partnership, installation.app_id, installation.team_id
        )
        return answer(shown, 200)

    return succeeded


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    reason = args.reason if args.reason in _REASONS else "other"
    if isinstance(args.error, OrgWideError):
        reason = "org_wide"
    elif isinstance(args.error, NoBotError):
        reason = "no_bot"
    log.warning("Pencil was not installed", reason=reason)
    status = 403 if reason in {"access_denied", "org_wide", "no_bot"} else args.suggested_status_code
    return answer(page.failed(reason, INSTALL), status)


def answer(html: str, status: int) -> BoltResponse:
    """A page, and the cookie gone that held the state."""
    headers: dict[str, str | Sequence[str]] = {
        **_HEADERS,
        "set-cookie": OAuthStateUtils().build_set_cookie_for_deletion(),
    }
    return BoltResponse(status=status, body=html, headers=headers)
