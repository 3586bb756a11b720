"""With whose token Pencil speaks: that of the workspace a partnership was started from, and of no other.

A workspace that has installed Pencil by a link has its own. The one in the settings speaks for its own workspace, as it
always has; and where nobody can install by a link, for whoever is there. Where there is none, nothing is called.
"""

from collections.abc import Collection
from functools import partial

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.installations import entries, rotation, sealing
from bot.installations.entries import Installed
from bot.installations.removal import own_team, remove
from bot.installations.store import sealing_key
from bot.lib.clock import wall
from bot.lib.logs import logger
from bot.slack.client import Identity, Slack
from bot.slack.failures import SlackError, TokenError
from bot.slack.scopes import granted

log = logger(__name__)

NOT_INSTALLED = "Pencil is not installed in this workspace"
NOT_HEARD = "there is no token for this workspace"
OTHER_KEY = "PENCIL_KEY is not the one that its token was sealed with"
_PASSING = {"not_authed", "invalid_auth"}  # says no more than that: of `invalid_auth` the cause may be our address
_EXPIRED = "token_expired"


async def of(bot: Bot, team_id: str) -> Bot:
    """The bot, as it speaks in this workspace."""
    return (await of_each(bot, {team_id}))[team_id]


async def of_each(bot: Bot, team_ids: Collection[str]) -> dict[str, Bot]:
    """The same for several workspaces, looked up at once."""
    if not bot.settings.installable:
        return dict.fromkeys(team_ids, bot)
    if bot.slack is not bot.own_slack:
        bot = bot.speaking(bot.own_slack)
    installed = await bot.database.read(_find_each, team_ids)
    return {team_id: await _spoken(bot, team_id, installed[team_id]) for team_id in team_ids}


def _find_each(session: Session, team_ids: Collection[str]) -> dict[str, Installed | None]:
    return {team_id: entries.find(session, team_id) for team_id in team_ids}


async def _spoken(bot: Bot, team_id: str, installed: Installed | None) -> Bot:
    if installed is None or installed.bot_token is None:
        return bot if await own_team(bot) == team_id else _without(bot, team_id, NOT_INSTALLED)
    if installed.expires_at is not None and installed.expires_at <= wall():
        installed = await rotation.renew(bot, team_id) or installed
    assert installed.bot_token is not None
    try:
        token = sealing.unseal(sealing_key(bot.settings), team_id, sealing.BOT, installed.bot_token)
    except sealing.OtherKeyError:
        if _key(team_id, OTHER_KEY) not in bot.elsewhere:  # of each workspace once, since each may have to be asked
            log.error("PENCIL_KEY is not the one that a workspace's token was sealed with", workspace=team_id)  # noqa: TRY400
        return _without(bot, team_id, OTHER_KEY)
    known = bot.elsewhere.get(team_id)
    if known is None or known.slack.token != token:
        identity = Identity(team_id, installed.bot_user_id, installed.bot_id)
        refused = partial(_refused, bot, team_id, token)
        known = bot.speaking(bot.slack.beside(token, identity, granted(installed.scopes) or frozenset(), refused))
        bot.elsewhere[team_id] = known
    return known


def _without(bot: Bot, team_id: str, reason: str) -> Bot:
    """One for each workspace, so that two without tokens are not taken for one."""
    key = _key(team_id, reason)
    if key not in bot.elsewhere:
        bot.elsewhere[key] = bot.speaking(bot.slack.without_token(reason))
    return bot.elsewhere[key]


def _key(team_id: str, reason: str) -> str:
    return f"{team_id} {reason}"


async def _refused(bot: Bot, team_id: str, token: str, reason: str) -> None:
    """Slack takes a workspace's token no more: that is as if Pencil had been removed there, unless it has another."""
    installed = await bot.database.read(entries.find, team_id)
    if reason in _PASSING or installed is None or installed.bot_token is None:
        return
    sealed = installed.bot_token  # anew each time the workspace installs Pencil, though Slack may give the same token
    try:
        is_same = sealing.unseal(sealing_key(bot.settings), team_id, sealing.BOT, sealed) == token
    except sealing.OtherKeyError:
        is_same = False
    if is_same and reason == _EXPIRED and installed.refresh_token is not None:
        await rotation.renew(bot, team_id, anyway=sealed)
    elif is_same:
        await remove(bot, team_id, reason, token=sealed)


async def ask_whether_removed(bot: Bot, team_id: str) -> None:
    """Slack is asked whether it takes the workspace's token still; if not, that is seen to."""
    slack: Slack = (await of(bot, team_id)).slack
    try:
        await slack.call("auth.test", seconds=2)
    except TokenError:
        return  # which has been seen to
    except SlackError as error:
        log.warning("whether a workspace has Pencil still is not known", workspace=team_id, reason=error.reason)
