"""One pending call to Slack, made: what has to be known before it, and where the message stands after it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.app import Bot
from bot.home import app_home
from bot.lib.clock import wall
from bot.mentions import filling
from bot.outbox import outcomes, posts
from bot.outbox.claims import Claim
from bot.slack.blocks import UNDRAWN
from bot.slack.failures import LaterError, RefusedError, SlackError, UnclearError
from bot.slack.wire import HISTORY, REPLIES

_ALREADY_SO = ("message_not_found", "cant_update_message")


async def _words(bot: Bot, claim: Claim) -> tuple[str | None, list[Any]]:
    """Text and blocks, with the names of whoever they mention."""
    text, blocks = await filling.blocks(bot, claim.text, claim.blocks)
    return text, _with_picture(claim, blocks)


def _with_picture(claim: Claim, blocks: list[Any]) -> list[Any]:
    """The blocks with the picture's file in its place, or without that place."""
    return [
        {**block, "slack_file": {"id": claim.file_id}} if _shows_picture(block) else block
        for block in blocks
        if claim.file_id is not None or not _shows_picture(block)
    ]


def _shows_picture(block: dict[str, Any]) -> bool:
    return block.get("slack_file") == {"id": UNDRAWN}


@dataclass(frozen=True)
class Standing:
    """Where a message stands, and whether it was found there."""

    ts: str | None
    place: str | None
    already_there: bool = False


async def make(bot: Bot, claim: Claim, seconds: float) -> Standing:
    """Where the message stands when the call is done.

    Nothing is begun that could be under way when the lease runs out: somebody stuck who wakes up then does nothing.
    """
    before = claim.lease_until - timedelta(seconds=seconds)
    if claim.method == posts.POST:
        return await _post(bot, claim, seconds, before)
    if claim.method == posts.PUBLISH:
        view = await bot.database.read(app_home.content, claim.partnership_id, claim.channel, bot.clock())
        view = await filling.form(bot, view)
        await bot.slack.call(claim.method, seconds=seconds, before=before, user_id=claim.channel, view=view)
        return Standing(None, None)
    arguments: dict[str, Any] = {}
    if claim.method == posts.UPDATE:
        arguments["text"], arguments["blocks"] = await _words(bot, claim)
    try:
        await bot.slack.call(
            claim.method, seconds=seconds, before=before, channel=claim.place, ts=claim.ts, **arguments
        )
    except RefusedError as error:
        if error.reason not in _ALREADY_SO:
            raise
    return Standing(claim.ts, claim.place)


async def _post(bot: Bot, claim: Claim, seconds: float, before: datetime) -> Standing:
    if claim.thread_id is not None and claim.thread_ts is None:
        raise RefusedError("the message it belongs below is not there")
    async with _first(seconds):
        place = claim.channel
        if place.startswith(("U", "W")):
            place = await bot.slack.direct_channel(place)
        if claim.tried_at is not None and (ts := await _look(bot, claim, place)):
            return Standing(ts, place, already_there=True)
    text, blocks = await _words(bot, claim)
    if text is None:
        raise UnwantedError("taken back")
    if claim.tried_at is not None and not await bot.database.run(outcomes.try_anew, claim, wall()):
        raise LaterError("somebody else has taken it up")
    ts = await bot.slack.post(
        place, text, blocks, claim.token, thread_ts=claim.thread_ts, seconds=seconds, before=before
    )
    return Standing(ts, place)


class NotBegunError(LaterError):
    """What has to be known before posting is not. Nothing was sent, and what was in doubt before still is."""


@asynccontextmanager
async def _first(seconds: float) -> AsyncIterator[None]:
    """What is asked before posting."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise NotBegunError("no answer") from None
    except UnclearError as error:
        raise NotBegunError(error.reason) from None
    except LaterError as error:
        raise NotBegunError(error.reason, method=error.method, seconds=error.seconds) from None


class UnwantedError(SlackError):
    """It was withdrawn before it was sent."""


class UnreadableError(SlackError):
    """History may not be read, so nobody can know whether the message is there."""


async def _look(bot: Bot, claim: Claim, place: str) -> str | None:
    assert claim.tried_at is not None
    if (
        until := await bot.database.read(outcomes.held_until, REPLIES if claim.thread_ts else HISTORY, wall())
    ) is not None:
        raise LaterError("ratelimited", seconds=(until - wall()).total_seconds())
    try:
        return await bot.slack.find_message(place, claim.token, claim.tried_at, claim.thread_ts)
    except RefusedError as error:
        raise UnreadableError(error.reason) from None
