"""Slack's own interfaces of stores for installations and states, in front of our rows; what is kept is sealed.

Bolt's flow saves through them. A workspace is known by its own id: what Slack says of its enterprise changes, and is
another's where somebody else sends a form.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from slack_bolt.error import BoltError
from slack_sdk.oauth.installation_store import Bot as SlackBot
from slack_sdk.oauth.installation_store import Installation as SlackInstallation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from sqlalchemy.orm import Session

from bot.app import Bot
from bot.installations import entries, life, sealing, states
from bot.installations.entries import Installed, Tokens
from bot.lib.clock import wall
from bot.lib.logs import logger
from bot.settings import Settings
from bot.slack.scopes import NEEDED, granted

log = logger(__name__)
_LOGGER = logging.getLogger("slack_sdk")

Revoke = Callable[[str], Awaitable[None]]


class OrgWideError(BoltError):
    """Pencil is installed in one workspace after the other, and not in a whole organisation at once."""


class NoBotError(BoltError):
    """Slack gave no bot token, or not all that Pencil has to be allowed."""


def sealing_key(settings: Settings) -> bytes:
    """What tokens are sealed with; settings without it are refused where workspaces install by a link."""
    assert settings.pencil_key is not None
    return settings.pencil_key.get_secret_value().strip().encode()


class Installations(AsyncInstallationStore):
    """A workspace's installation, saved as Bolt's flow has it. `revoke` gives back a token that is not kept."""

    def __init__(self, bot: Bot, revoke: Revoke) -> None:
        self._bot, self._revoke = bot, revoke

    @property
    def logger(self) -> logging.Logger:
        return _LOGGER

    async def async_save(self, installation: SlackInstallation) -> None:
        if installation.is_enterprise_install or not installation.team_id:
            await self._give_back(installation)
            raise OrgWideError
        if not (installation.bot_token and installation.bot_id and installation.bot_user_id):
            raise NoBotError
        if not self._may_enough(installation):
            # Slack may have given the token again that is kept: it is good still, and what it was allowed stays so.
            if not await self._bot.database.read(entries.live, [installation.team_id]):
                await self._give_back(installation)
            raise NoBotError
        await self.async_save_bot(installation.to_bot())

    def _may_enough(self, installation: SlackInstallation) -> bool:
        """Whether Pencil may do what it needs: the address at Slack says what is asked, and anybody can change it."""
        return _needed(self._bot.settings) <= (granted(_with_commas(installation.bot_scopes)) or frozenset())

    async def _give_back(self, installation: SlackInstallation) -> None:
        if installation.bot_token:
            await self._revoke(installation.bot_token)

    async def async_save_bot(self, bot: SlackBot) -> None:
        team_id = str(bot.team_id)
        values = _values(bot, sealing_key(self._bot.settings))
        back = await self._bot.database.run(_save, team_id, values, self._bot.clock())
        log.info("Pencil was installed in a workspace", workspace=team_id, times=back)
        self._bot.wake.set()

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,  # noqa: ARG002
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> SlackBot | None:
        if team_id is None or is_enterprise_install:
            return None
        installed = await self._bot.database.read(entries.find, team_id)
        if installed is None or installed.bot_token is None:
            return None
        return as_slack_has_it(installed, sealing_key(self._bot.settings))

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,  # noqa: ARG002
        is_enterprise_install: bool | None = False,
    ) -> SlackInstallation | None:
        found = await self.async_find_bot(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install
        )
        if found is None:
            return None
        return SlackInstallation(
            team_id=found.team_id,
            user_id="",  # who installed it is not kept
            bot_token=found.bot_token,
            bot_id=found.bot_id,
            bot_user_id=found.bot_user_id,
            bot_scopes=found.bot_scopes,
            bot_refresh_token=found.bot_refresh_token,
            bot_token_expires_at=found.bot_token_expires_at,
            installed_at=found.installed_at,
        )

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:  # noqa: ARG002
        if team_id is not None:
            await self._bot.database.run(life.remove, team_id, self._bot.clock())

    async def async_delete_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
    ) -> None:
        """Nothing of anybody's own is kept."""

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        await self.async_delete_bot(enterprise_id=enterprise_id, team_id=team_id)


class States(AsyncOAuthStateStore):
    """Each is good once, for ten minutes."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    @property
    def logger(self) -> logging.Logger:
        return _LOGGER

    async def async_issue(self, *_: Any, **__: Any) -> str:
        return await self._bot.database.run(states.issue, wall())

    async def async_consume(self, state: str) -> bool:
        return await self._bot.database.run(states.consume, state, wall())


def as_slack_has_it(installed: Installed, master: bytes) -> SlackBot:
    """The installation with its tokens opened; raises `OtherKeyError`."""
    assert installed.bot_token is not None
    sealed = installed.refresh_token
    refresh_token = sealing.unseal(master, installed.team_id, sealing.REFRESH, sealed) if sealed else None
    return SlackBot(
        team_id=installed.team_id,
        bot_token=sealing.unseal(master, installed.team_id, sealing.BOT, installed.bot_token),
        bot_id=installed.bot_id,
        bot_user_id=installed.bot_user_id,
        bot_scopes=installed.scopes,
        bot_refresh_token=refresh_token,
        bot_token_expires_at=int(installed.expires_at.timestamp()) if installed.expires_at else None,
        installed_at=installed.installed_at.timestamp(),
    )


def tokens_of(bot: SlackBot) -> Tokens:
    """What Slack has given, with the time at which it runs out, if it does."""
    expires_at = bot.bot_token_expires_at
    return Tokens(bot.bot_token, bot.bot_refresh_token, datetime.fromtimestamp(expires_at, UTC) if expires_at else None)


def _needed(settings: Settings) -> frozenset[str]:
    """The scopes without which Pencil is of no use, as far as they are asked for."""
    asked = granted(settings.slack_scopes)
    return frozenset(NEEDED) if asked is None else asked & frozenset(NEEDED)


def _with_commas(scopes: str | Sequence[str] | None) -> str:
    return scopes if isinstance(scopes, str) else ",".join(scopes or [])


def _values(bot: SlackBot, master: bytes) -> dict[str, Any]:
    return {
        "bot_user_id": bot.bot_user_id,
        "bot_id": bot.bot_id,
        "scopes": _with_commas(bot.bot_scopes),
        "installed_at": wall(),
        **tokens_of(bot).sealed(master, str(bot.team_id)),
    }


def _save(session: Session, team_id: str, values: dict[str, Any], now: datetime) -> int:
    """How many partnerships go on by this."""
    entries.save(session, team_id, values)
    return life.come_back(session, team_id, now)
