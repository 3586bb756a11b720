"""What is owed to Slack is sent: claimed, called, recorded. The doer decides nothing about partnerships."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot import outbox, parcels
from bot.clock import wall
from bot.core import Bot
from bot.outbox import Claim, Fate
from bot.slack import SECONDS, LaterError, RefusedError, SlackError, UnclearError
from bot.views.kit import UNDRAWN
from jobs.illustrating import TRIES, illustrate
from jobs.parcels import hand_over

log = logging.getLogger(__name__)

ROUND = 50
PATIENCE = timedelta(seconds=60)  # a tick waits no longer than this for the next thing to be ready
_LONGEST_WAIT = 900.0  # seconds between two tries
_SETTLE = 2.0  # seconds Slack is given before history is asked about a call that broke off
_UNREADY = "invalid slack file"  # Slack takes some moments to know a new file
_ALREADY_SO = ("message_not_found", "cant_update_message")


async def deliver(bot: Bot, stopping: Callable[[], bool] = lambda: False) -> list[str]:
    """Everything that can be sent now is sent; a line for each message that came to stand in Slack.

    Once `stopping` says so no further round is begun.
    """
    lines: list[str] = []
    lease = timedelta(seconds=bot.settings.lease_seconds)
    while not stopping() and (claims := await bot.database.run(outbox.claim, wall(), lease, ROUND)):
        said = await asyncio.gather(*(_carry_out(bot, claim) for claim in claims))
        lines += [line for line in said if line]
    return lines


async def deliver_all(bot: Bot) -> list[str]:
    """The same, waiting for channels to be free and for Slack to recover, as long as that takes under a minute."""
    lines = await _round(bot)
    while (ready := await bot.database.read(_next_ready, wall())) and ready - wall() < PATIENCE:
        await asyncio.sleep(max(0.01, (ready - wall()).total_seconds()))
        lines += await _round(bot)
    return lines


async def _round(bot: Bot) -> list[str]:
    await illustrate(bot)
    await hand_over(bot)
    return await deliver(bot)


def _next_ready(session: Session, wall: datetime) -> datetime | None:
    moments = (outbox.next_ready(session, wall), parcels.next_ready(session, wall))
    return min((at for at in moments if at is not None), default=None)


async def _carry_out(bot: Bot, claim: Claim) -> str | None:
    """One call made and its outcome recorded; the line that says so, if a message came of it."""
    try:
        ts, place = await _call(bot, claim)
    except Exception as fault:  # noqa: BLE001  # one post's fault is not another's
        error = fault if isinstance(fault, SlackError) else UnclearError(type(fault).__name__)
        log.warning("post %s (%s): %s: %s", claim.id, claim.kind, claim.method, error.reason)
        if claim.file_id is not None and _UNREADY in error.reason:
            error = LaterError(error.reason)
            if claim.attempts >= TRIES:
                await bot.database.run(outbox.forget_picture, claim, wall())
                return None
        await bot.database.run(_record_failure, claim, error, wall())
        return None
    await bot.database.run(outbox.sent, claim, ts, place, wall=wall(), now=bot.clock())
    log.info("post %s (%s): %s done", claim.id, claim.kind, claim.method)
    return f"{claim.kind} → {place}" if claim.method == outbox.POST else None


def _blocks(claim: Claim) -> list[Any]:
    """The blocks with the picture's file in its place, or without that place."""
    return [
        {**block, "slack_file": {"id": claim.file_id}} if _shows_picture(block) else block
        for block in claim.blocks or []
        if claim.file_id is not None or not _shows_picture(block)
    ]


def _shows_picture(block: dict[str, Any]) -> bool:
    return block.get("slack_file") == {"id": UNDRAWN}


async def _call(bot: Bot, claim: Claim) -> tuple[str | None, str | None]:
    """Where the message stands when the call is done: its `ts` and channel."""
    seconds = min(SECONDS, bot.settings.lease_seconds * 0.45)
    if claim.method == outbox.POST:
        if claim.thread_id is not None and claim.thread_ts is None:
            raise RefusedError("the message it belongs below is not there")
        async with _or_later(seconds):
            place = claim.channel
            if place.startswith(("U", "W")):
                place = await bot.slack.direct_channel(place)
            if claim.tried_at is not None and (ts := await _look(bot, claim, place)):
                return ts, place
        if claim.text is None:
            raise _UnwantedError("taken back")
        ts = await bot.slack.post(
            place, claim.text, _blocks(claim), claim.token, thread_ts=claim.thread_ts, seconds=seconds
        )
        return ts, place
    if claim.method == outbox.PUBLISH:
        assert claim.blocks
        await bot.slack.call(claim.method, seconds=seconds, user_id=claim.channel, view=claim.blocks[0])
        return None, None
    arguments = {"text": claim.text, "blocks": _blocks(claim)} if claim.method == outbox.UPDATE else {}
    try:
        await bot.slack.call(claim.method, seconds=seconds, channel=claim.place, ts=claim.ts, **arguments)
    except RefusedError as error:
        if error.reason not in _ALREADY_SO:
            raise
    return claim.ts, claim.place


@asynccontextmanager
async def _or_later(seconds: float) -> AsyncIterator[None]:
    """What is asked before posting: an answer that fails to come leaves nothing in doubt that was not before."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise LaterError("no answer") from None
    except UnclearError as error:
        raise LaterError(error.reason) from None


class _UnwantedError(SlackError):
    """It was taken back before it was said."""


class _UnreadableError(SlackError):
    """History may not be read, so nobody can know whether the message is there."""


async def _look(bot: Bot, claim: Claim, place: str) -> str | None:
    assert claim.tried_at is not None
    try:
        return await bot.slack.find(place, claim.token, claim.tried_at, claim.thread_ts)
    except RefusedError as error:
        raise _UnreadableError(error.reason) from None


def _record_failure(session: Session, claim: Claim, error: SlackError, now: datetime) -> None:
    """What could not be done is put off or given up, by the kind of failure."""
    backoff = min(_LONGEST_WAIT, 2.0**claim.attempts)
    if isinstance(error, _UnwantedError):
        outbox.give_up(session, claim, Fate.DROPPED, error.reason)
    elif isinstance(error, _UnreadableError):
        outbox.give_up(session, claim, Fate.UNKNOWN, error.reason)
    elif isinstance(error, RefusedError):
        outbox.give_up(session, claim, Fate.REFUSED, error.reason)
        if "," in claim.channel and claim.method == outbox.POST:
            outbox.apart(session, claim)
    elif isinstance(error, UnclearError):
        wait = 2 * SECONDS if error.reason == "TimeoutError" else _SETTLE
        outbox.put_off(session, claim, now + timedelta(seconds=max(wait, backoff)), error.reason, in_doubt=True)
    else:
        assert isinstance(error, LaterError)
        until = now + timedelta(seconds=error.seconds if error.seconds is not None else backoff)
        if error.seconds is not None and error.method:
            outbox.hold_method(session, error.method, until)
        outbox.put_off(session, claim, until, error.reason, in_doubt=claim.tried_at is not None)
