"""Tokens that run out are renewed before they do, by one process at a time, whether or not anybody is at work there."""

import contextlib
from collections.abc import Iterator

from slack_sdk.errors import SlackTokenRotationError
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator

from bot.app import Bot
from bot.installations import entries, sealing, store
from bot.installations.entries import Installed
from bot.installations.removal import remove
from bot.lib.clock import wall
from bot.lib.logs import logger
from bot.slack.failures import SlackError, understood

log = logger(__name__)

# What says that the workspace is gone, and not that we asked wrongly or too often.
_GONE = {"invalid_refresh_token", "token_revoked", "account_inactive", "team_not_found"}
_METHOD = "oauth.v2.access"
_EVER = 60 * 24 * 365 * 100  # minutes: whether it is time to renew has been decided by then


async def renew_expiring(bot: Bot) -> None:
    """Every token that runs out soon is renewed, unless somebody else is at it."""
    if bot.settings.installable:
        for team_id in await bot.database.read(entries.expiring, wall()):
            await renew(bot, team_id)


async def renew(bot: Bot, team_id: str, *, anyway: bytes | None = None) -> Installed | None:
    """The installation with a new token, if it was renewed by this: once it is time or, with its token, `anyway`."""
    claimed = await bot.database.run(entries.claim, team_id, wall(), anyway=anyway)
    if claimed is None:
        return None
    try:
        before = store.as_slack_has_it(claimed, store.sealing_key(bot.settings))
    except sealing.OtherKeyError:
        return None  # whoever wants to speak there says so
    before.bot_token_expires_at = before.bot_token_expires_at or 1
    client_id, client_secret = bot.settings.client()
    rotator = AsyncTokenRotator(client_id=client_id, client_secret=client_secret, client=bot.own_slack.tokenless)
    try:
        with understood(_METHOD), _unwrapped():
            after = await rotator.perform_bot_token_rotation(bot=before, minutes_before_expiration=_EVER)
    except SlackError as error:
        await _not_renewed(bot, claimed, error.reason)
        return None
    if after is None:
        return None
    values = store.tokens_of(after).sealed(store.sealing_key(bot.settings), team_id)
    if not await bot.database.run(entries.renew, claimed, values):
        return None
    log.info("a workspace's token was renewed", workspace=team_id)
    return await bot.database.read(entries.find, team_id)


@contextlib.contextmanager
def _unwrapped() -> Iterator[None]:
    try:
        yield
    except SlackTokenRotationError as error:
        raise error.api_error from None


async def _not_renewed(bot: Bot, claimed: Installed, reason: str) -> None:
    if reason in _GONE:
        await remove(bot, claimed.team_id, reason, token=claimed.bot_token)
    else:
        log.error("a workspace's token was not renewed; trying again", workspace=claimed.team_id, reason=reason)
