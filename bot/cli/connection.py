"""The connection to Slack, as whoever starts Pencil meets it.

At the start Slack is asked whether it takes our tokens. Where it says no, that is the end, with one line that says what
to do; where it cannot be reached it is asked again and again. Later it is asked now and then, so that a token that was
taken back is known even where nothing has to be sent.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Self

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from sqlalchemy.exc import SQLAlchemyError

from bot.app import Bot
from bot.db.deadline import TooSlowError, UnsureError
from bot.installations import life
from bot.lib import logs
from bot.settings import SettingsError, where
from bot.slack.client import Introduction
from bot.slack.failures import RefusedError, SlackError, TokenError
from bot.slack.scopes import NEEDED

log = logs.logger(__name__)

EVERY_SECONDS = 300.0  # between two questions, once Slack has answered
OPENING_SECONDS = 10.0  # for the socket; an address that Slack gave is good for one try
_FIRST, _LONGEST = 1.0, 30.0  # seconds between two tries

Trouble = Callable[[], str | None]  # what is wrong, in one line; nothing if all is well


async def introduced(bot: Bot) -> Introduction | None:
    """What Slack says of the token in the settings; nothing if it cannot be reached, or there is none.

    `SettingsError` if it says no, unless workspaces bring tokens of their own.
    """
    if bot.settings.slack_bot_token is None:
        return None
    try:
        return await bot.slack.introduce()
    except (TokenError, RefusedError) as error:
        if not bot.settings.installable:
            raise _refused("slack_bot_token", error) from None
        log.error("Slack does not take the bot token", reason=error.reason)  # noqa: TRY400
        return None
    except SlackError as error:
        _unreached(error)
        return None


def _refused(setting: str, error: SlackError) -> SettingsError:
    return SettingsError(f"{setting.upper()}: Slack does not take it ({error.reason}). {where(setting)}")


def _unreached(error: SlackError) -> None:
    log.warning("Slack cannot be reached; trying again", reason=error.reason)


def greeting(introduction: Introduction) -> list[str]:
    """Where we are connected, and what we are not allowed though we need it."""
    lines = [f"Connected to {one_line(introduction.workspace)} as @{one_line(introduction.name)}."]
    if introduction.scopes is not None and (lacking := sorted(NEEDED - introduction.scopes)):
        lines.append(
            f"Scopes that are missing: {', '.join(lacking)}. Add them under OAuth & Permissions on your Slack app's "
            "page, and install the app again."
        )
    return lines


def one_line(name: str) -> str:
    """A name that Slack gives, as it can be printed."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())


class Connection:
    """Whether Slack knows us, and its socket where there is to be one. `troubles` say what is wrong with the process.

    `async with` raises `SettingsError` if Slack says no.
    """

    def __init__(self, bot: Bot, *, by_socket: bool = False) -> None:
        self._bot, self._by_socket = bot, by_socket
        self.troubles: list[Trouble] = [self._trouble]
        self._introduction: Introduction | None = None
        self._address: str | None = None  # where the socket can be opened

    async def __aenter__(self) -> Self:
        self._introduction = await introduced(self._bot)
        if self._by_socket:
            try:
                self._address = await self._socket_address()
            except (TokenError, RefusedError) as error:
                raise _refused("slack_app_token", error) from None
            except SlackError as error:
                if self._introduction is not None:  # else it has been said
                    _unreached(error)
        self._asking = asyncio.create_task(self._go_on())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._asking.cancel()

    def greet(self) -> None:
        """Whoever started us reads where we are, as soon as that is known."""
        if self._introduction is not None:
            for line in greeting(self._introduction):
                logs.announce(line)

    def _trouble(self) -> str | None:
        if self._bot.settings.installable:
            return None  # each workspace's token is its own matter
        if (reason := self._bot.slack.untaken) is not None:
            return f"Slack does not take SLACK_BOT_TOKEN ({reason})"
        return None if self._introduction else "Slack has not been reached yet"

    async def _go_on(self) -> None:
        if self._bot.settings.slack_bot_token is None:
            return
        wait, refused = _FIRST, self._bot.settings.installable
        await self._come_back()
        while True:
            await asyncio.sleep(EVERY_SECONDS if self._introduction else wait)
            wait = min(_LONGEST, wait * 2)
            try:
                introduction = await self._bot.slack.introduce()
            except SlackError as error:
                if self._introduction is None and not refused and isinstance(error, TokenError | RefusedError):
                    refused = True
                    log.error("Slack does not take the bot token", reason=error.reason)  # noqa: TRY400
                continue
            known, self._introduction = self._introduction is not None, introduction
            if not known:
                self.greet()
                await self._come_back()

    async def _come_back(self) -> None:
        """The workspace of the token in the settings may have had Pencil by a link before."""
        if self._introduction is None:
            return
        team_id = (await self._bot.slack.identity()).team_id
        try:
            await self._bot.database.run(life.come_back, team_id, self._bot.clock())
        except (SQLAlchemyError, TooSlowError, UnsureError) as error:
            log.warning("what waited for a workspace was not looked for", fault=type(error).__name__, workspace=team_id)

    # The socket

    @contextlib.asynccontextmanager
    async def socket_open(self, client: SocketModeClient) -> AsyncIterator[None]:
        """Socket Mode is connected, however often Slack has to be asked, and closed at the end."""

        def down() -> str | None:
            session = client.current_session
            return "the connection to Slack is down" if session is None or session.closed else None

        self.troubles.append(down)
        opening = asyncio.create_task(self._open(client))
        try:
            yield
        finally:
            opening.cancel()
            await client.close()  # type: ignore[no-untyped-call]

    async def _open(self, client: SocketModeClient) -> None:
        """The SDK would try one address for ever, though it is good for one try, and a while."""
        wait, logged = _FIRST, ""
        while True:
            try:
                client.wss_uri = self._address or await self._socket_address()
                async with asyncio.timeout(OPENING_SECONDS):
                    await client.connect()  # type: ignore[no-untyped-call]
            except Exception as error:  # noqa: BLE001  # whatever is wrong now may be right in a while
                reason = error.reason if isinstance(error, SlackError) else type(error).__name__
                if reason != logged:
                    log.warning("the connection to Slack was not opened; trying again", reason=reason)
                    logged = reason
                self._address = None
                await asyncio.sleep(wait)
                wait = min(_LONGEST, wait * 2)
            else:
                return

    async def _socket_address(self) -> str:
        token = self._bot.settings.slack_app_token
        assert token is not None
        return await self._bot.slack.socket_address(token.get_secret_value())
