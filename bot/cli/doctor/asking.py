"""Slack, asked what it thinks of our tokens. Nothing is changed there, and nothing is connected."""

import contextlib
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from typing import Generic, TypeVar

import aiohttp

from bot.cli.doctor.own_channels import own_channels
from bot.settings import Settings
from bot.slack.client import Introduction, Slack, from_settings
from bot.slack.failures import RefusedError, SlackError, TokenError

_SECONDS = 10
_LONGEST = 200  # characters that are read of what answers at an address

T = TypeVar("T")


@dataclass(frozen=True)
class Asked(Generic[T]):
    """An answer; or why there is none, and whether that is because Slack said no."""

    answer: T | None = None
    why: str = ""
    refused: bool = False


@dataclass(frozen=True)
class Answers:
    """What Slack says; of what was not asked, nothing."""

    bot: Asked[Introduction] | None = None
    team_id: str | None = None
    socket: Asked[str] | None = None
    channels: Asked[frozenset[str]] | None = None


async def ask(question: Awaitable[T]) -> Asked[T]:
    """Its answer, or why there is none."""
    try:
        return Asked(await question)
    except (TokenError, RefusedError) as error:
        return Asked(why=error.reason, refused=True)
    except SlackError as error:
        return Asked(why=error.reason)


async def about_bot_token(settings: Settings) -> Asked[Introduction]:
    """Whose the bot token is."""
    async with _slack(settings) as slack:
        return await ask(slack.introduce())


async def about_app_token(settings: Settings) -> Asked[str]:
    """Where a socket could be opened with the app token."""
    assert settings.slack_app_token is not None
    async with _slack(settings) as slack:
        return await ask(slack.socket_address(settings.slack_app_token.get_secret_value()))


async def about_everything(settings: Settings) -> Answers:
    """All that a doctor wants to know of Slack."""
    async with _slack(settings) as slack:
        bot = await ask(slack.introduce()) if settings.slack_bot_token else None
        known = bot is not None and bot.answer is not None
        return Answers(
            bot=bot,
            team_id=(await slack.identity()).team_id if known else None,
            socket=await about_app_token(settings) if settings.slack_app_token else None,
            channels=await ask(own_channels(slack)) if known else None,
        )


async def what_answers_at(url: str) -> Asked[tuple[int, str]]:
    """The status, and the beginning of what is said, at an address Slack would send things to."""
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
            session.get(url, allow_redirects=False) as answer,
        ):
            beginning = (await answer.content.read(_LONGEST)).decode("utf-8", "replace")
            return Asked((answer.status, beginning))
    except aiohttp.ClientConnectorCertificateError:
        return Asked(why="its certificate is not valid")
    except (TimeoutError, aiohttp.ClientError, ValueError) as error:
        return Asked(why=type(error).__name__)


@contextlib.asynccontextmanager
async def _slack(settings: Settings) -> AsyncIterator[Slack]:
    slack = from_settings(settings)
    await slack.open()
    try:
        yield slack
    finally:
        await slack.close()
