"""What is owed to Slack is sent: claimed, called, recorded. The doer decides nothing about partnerships."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot import claiming, outbox, outcomes, parcels
from bot.claiming import Claim
from bot.clock import wall
from bot.core import Bot
from bot.logs import logger
from bot.outbox import Fate
from bot.slack import HISTORY, REPLIES, SECONDS, LaterError, RefusedError, SlackError, UnclearError
from bot.views.kit import UNDRAWN
from jobs.illustrating import TRIES, illustrate
from jobs.parcels import hand_over

log = logger(__name__)

AT_ONCE = 50
_WORTH_CLAIMING = 10  # so many at least, so that claims stay few when much is owed
PATIENCE = timedelta(seconds=60)  # a tick waits no longer than this for the next thing to be ready
_LONGEST_WAIT = 300.0  # seconds between two tries
_SETTLE = 2.0  # seconds Slack is given before history is asked about a call that broke off
_UNREADY = "invalid slack file"  # Slack takes some moments to know a new file
_ALREADY_SO = ("message_not_found", "cant_update_message")


class Delivery:
    """The calls under way, at most `AT_ONCE`: one that Slack leaves hanging holds up nobody else's."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._lease = timedelta(seconds=bot.settings.lease_seconds)
        self._under_way: set[asyncio.Task[str | None]] = set()

    async def begin(self) -> bool:
        """Whether anything is under way, now that what can be sent has been begun, as far as there is room."""
        room = AT_ONCE - len(self._under_way)
        if room >= _WORTH_CLAIMING:
            claims = await self._bot.database.run(claiming.claim, wall(), self._lease, room)
            self._under_way |= {asyncio.create_task(_carry_out(self._bot, claim)) for claim in claims}
        return bool(self._under_way)

    async def go_on(self, *, woken: bool = False, seconds: float | None = None) -> list[str]:
        """A line for each message that came to stand in Slack, as soon as a call is over.

        With `woken` sooner, when something new may be owed or the `seconds` are over.
        """
        waker = [asyncio.create_task(self._bot.wake.wait())] if woken else []
        await asyncio.wait([*self._under_way, *waker], timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for one in waker:
            one.cancel()
        over = {call for call in self._under_way if call.done()}
        self._under_way -= over
        faults = [fault for call in over if (fault := call.exception()) is not None]
        if faults:
            raise faults[0]
        return [line for call in over if (line := call.result()) is not None]

    async def finish(self) -> None:
        """What is under way is over."""
        await asyncio.gather(*self._under_way, return_exceptions=True)


async def deliver(bot: Bot) -> list[str]:
    """Everything that can be sent now is sent; a line for each message that came to stand in Slack."""
    lines: list[str] = []
    calls = Delivery(bot)
    while await calls.begin():
        lines += await calls.go_on()
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
    moments = (claiming.next_ready(session, wall), parcels.next_ready(session, wall))
    return min((at for at in moments if at is not None), default=None)


async def _carry_out(bot: Bot, claim: Claim) -> str | None:
    """One call made and its outcome recorded; the line that says so, if a message came of it."""
    seconds = min(SECONDS, bot.settings.lease_seconds * 0.45)
    try:
        stands = await _call(bot, claim, seconds)
    except Exception as fault:  # noqa: BLE001  # one post's fault is not another's
        error = fault if isinstance(fault, SlackError) else UnclearError(type(fault).__name__)
        log.warning("a call was not taken", post=claim.id, kind=claim.kind, method=claim.method, reason=error.reason)
        if claim.file_id is not None and _UNREADY in error.reason:
            error = LaterError(error.reason)
            if claim.attempts >= TRIES:
                await bot.database.run(outcomes.forget_picture, claim, wall())
                return None
        bot.metrics.post(claim.kind, await bot.database.run(_record_failure, claim, error, wall(), seconds))
        return None
    await bot.database.run(
        outcomes.sent, claim, stands.ts, stands.place, wall=wall(), now=bot.clock(), found=stands.found
    )
    bot.metrics.post(claim.kind, Fate.SENT)
    log.info("done", post=claim.id, kind=claim.kind, method=claim.method)
    return f"{claim.kind} → {stands.place}" if claim.method == outbox.POST else None


def _blocks(claim: Claim) -> list[Any]:
    """The blocks with the picture's file in its place, or without that place."""
    return [
        {**block, "slack_file": {"id": claim.file_id}} if _shows_picture(block) else block
        for block in claim.blocks or []
        if claim.file_id is not None or not _shows_picture(block)
    ]


def _shows_picture(block: dict[str, Any]) -> bool:
    return block.get("slack_file") == {"id": UNDRAWN}


@dataclass(frozen=True)
class _Standing:
    """Where a message stands, and whether it was found there."""

    ts: str | None
    place: str | None
    found: bool = False


async def _call(bot: Bot, claim: Claim, seconds: float) -> _Standing:
    """Where the message stands when the call is done.

    Nothing is begun that could be under way when the lease runs out: somebody stuck who wakes up then does nothing.
    """
    before = claim.lease_until - timedelta(seconds=seconds)
    if claim.method == outbox.POST:
        return await _post(bot, claim, seconds, before)
    if claim.method == outbox.PUBLISH:
        assert claim.blocks
        await bot.slack.call(claim.method, seconds=seconds, before=before, user_id=claim.channel, view=claim.blocks[0])
        return _Standing(None, None)
    arguments = {"text": claim.text, "blocks": _blocks(claim)} if claim.method == outbox.UPDATE else {}
    try:
        await bot.slack.call(
            claim.method, seconds=seconds, before=before, channel=claim.place, ts=claim.ts, **arguments
        )
    except RefusedError as error:
        if error.reason not in _ALREADY_SO:
            raise
    return _Standing(claim.ts, claim.place)


async def _post(bot: Bot, claim: Claim, seconds: float, before: datetime) -> _Standing:
    if claim.thread_id is not None and claim.thread_ts is None:
        raise RefusedError("the message it belongs below is not there")
    async with _first(seconds):
        place = claim.channel
        if place.startswith(("U", "W")):
            place = await bot.slack.direct_channel(place)
        if claim.tried_at is not None and (ts := await _look(bot, claim, place)):
            return _Standing(ts, place, found=True)
    if claim.text is None:
        raise _UnwantedError("taken back")
    if claim.tried_at is not None and not await bot.database.run(outcomes.try_anew, claim, wall()):
        raise LaterError("somebody else has taken it up")
    ts = await bot.slack.post(
        place, claim.text, _blocks(claim), claim.token, thread_ts=claim.thread_ts, seconds=seconds, before=before
    )
    return _Standing(ts, place)


class _NotBegunError(LaterError):
    """What has to be known before posting is not. Nothing was sent, and what was in doubt before still is."""


@asynccontextmanager
async def _first(seconds: float) -> AsyncIterator[None]:
    """What is asked before posting."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise _NotBegunError("no answer") from None
    except UnclearError as error:
        raise _NotBegunError(error.reason) from None
    except LaterError as error:
        raise _NotBegunError(error.reason, method=error.method, seconds=error.seconds) from None


class _UnwantedError(SlackError):
    """It was taken back before it was said."""


class _UnreadableError(SlackError):
    """History may not be read, so nobody can know whether the message is there."""


async def _look(bot: Bot, claim: Claim, place: str) -> str | None:
    assert claim.tried_at is not None
    if (
        until := await bot.database.read(outcomes.held_until, REPLIES if claim.thread_ts else HISTORY, wall())
    ) is not None:
        raise LaterError("ratelimited", seconds=(until - wall()).total_seconds())
    try:
        return await bot.slack.find(place, claim.token, claim.tried_at, claim.thread_ts)
    except RefusedError as error:
        raise _UnreadableError(error.reason) from None


def _record_failure(session: Session, claim: Claim, error: SlackError, now: datetime, seconds: float) -> str:
    """What could not be done is put off or given up, by the kind of failure; which of them it was."""
    backoff = min(_LONGEST_WAIT, 2.0**claim.attempts)
    if (fate := _hopeless(error)) is not None:
        ours = outcomes.give_up(session, claim, fate, error.reason)
        if ours and fate is Fate.REFUSED and "," in claim.channel and claim.method == outbox.POST:
            outbox.apart(session, claim.id)
        return fate
    if isinstance(error, UnclearError):
        wait = 2 * seconds if error.reason == "TimeoutError" else _SETTLE
        outcomes.put_off(session, claim, now + timedelta(seconds=max(wait, backoff)), error.reason, in_doubt=True)
    else:
        assert isinstance(error, LaterError)
        until = now + timedelta(seconds=error.seconds if error.seconds is not None else backoff)
        if error.seconds is not None and error.method:
            outcomes.hold(session, error.method, until)
        in_doubt = claim.tried_at is not None and isinstance(error, _NotBegunError)
        outcomes.put_off(session, claim, until, error.reason, in_doubt=in_doubt, told=error.seconds is not None)
    return "put off"


def _hopeless(error: SlackError) -> Fate | None:
    """What becomes of a post that is not tried again."""
    if isinstance(error, _UnwantedError):
        return Fate.DROPPED
    if isinstance(error, _UnreadableError):
        return Fate.UNKNOWN
    return Fate.REFUSED if isinstance(error, RefusedError) else None
