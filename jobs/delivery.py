"""Pending posts are sent: claimed, called, recorded. Delivery decides nothing about partnerships."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.installations import speaking
from bot.lib.clock import wall
from bot.lib.faults import where
from bot.lib.logs import logger
from bot.outbox import claims, files, outcomes, posts
from bot.outbox.claims import Claim
from bot.outbox.outcomes import Delivered
from bot.outbox.posts import Fate
from bot.slack.failures import LaterError, RefusedError, SlackError, UnclearError
from bot.slack.wire import SECONDS
from jobs import calls, waits
from jobs.calls import NotBegunError, UnreadableError, UnwantedError
from jobs.files import send_files
from jobs.pictures import TRIES, draw_pictures

log = logger(__name__)

AT_ONCE = 50
_WORTH_CLAIMING = 10  # so many at least, so that claims stay few when much is pending
LONGEST_PAUSE = timedelta(seconds=60)  # a tick from the command line waits for no more than this
_LOOK_SECONDS = 0.25  # between two looks while it waits: what another process has claimed is mostly sent long before
_LONGEST_WAIT = 300.0  # seconds between two tries
_SETTLE = 2.0  # seconds Slack is given before history is asked about a call that broke off
_UNREADY = "invalid slack file"  # Slack takes some moments to know a new file
# How reasons begin that are about where a message goes or who sends it: a picture left out would not help.
_NOT_THE_PICTURE = (
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "restricted_action",
    "missing_scope",
    "no_permission",
    "user_",
    "the message it belongs below",
)
_CONFUSED = ("internal_error", "fatal_error")  # what Slack may say for ever of a picture it cannot take


@dataclass(frozen=True)
class _Failed:
    """A call that was not taken."""

    claim: Claim
    error: SlackError


class Delivery:
    """The calls under way, at most `AT_ONCE`: one that Slack leaves hanging holds up nobody else's.

    What became of them is recorded together, as much as has gathered while the last of it was. With nothing under way,
    what comes to be pending after a look gathers for some `gather` seconds.
    """

    def __init__(self, bot: Bot, gather: float = 0) -> None:
        self._bot, self._gather = bot, gather
        self._look_at = 0.0
        self._lease = timedelta(seconds=bot.settings.lease_seconds)
        self._seconds = min(SECONDS, bot.settings.lease_seconds * 0.45)
        self._calls: set[asyncio.Task[Delivered | _Failed]] = set()
        self._over: list[Delivered | _Failed] = []
        self._recording: asyncio.Task[list[str]] | None = None

    async def begin(self) -> bool:
        """Whether anything is under way, now that what can be sent has been begun, as far as there is room."""
        room = AT_ONCE - len(self._calls)
        if room >= _WORTH_CLAIMING:
            if not self._calls:
                await asyncio.sleep(self._look_at - time.monotonic())
            claimed = await self._bot.database.run(claims.claim, wall(), self._lease, room)
            self._look_at = time.monotonic() + self._gather
            spoken = await speaking.of_each(self._bot, _workspaces(claimed)) if claimed else {}
            self._calls |= {asyncio.create_task(self._carry_out(claim, _voice(claim, spoken))) for claim in claimed}
        return bool(self._calls or self._over or self._recording)

    async def go_on(self, *, woken: bool = False, seconds: float | None = None) -> list[str]:
        """A line for each message that is known to stand in Slack, as soon as anything is over.

        With `woken` sooner, when something new may be pending or the `seconds` are over.
        """
        waker = [asyncio.create_task(self._bot.wake.wait())] if woken else []
        recording = [self._recording] if self._recording else []
        under_way = [*self._calls, *recording, *waker]
        if under_way and not self._ready_to_record():
            await asyncio.wait(under_way, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for waiting in waker:
            waiting.cancel()
        over = {call for call in self._calls if call.done()}
        self._calls -= over
        self._over += [call.result() for call in over]
        if self._recording is not None and not self._recording.done():
            return []
        done, self._recording = self._recording, None
        if self._over:
            self._recording = asyncio.create_task(self._record(self._over))
            self._over = []
        return done.result() if done else []

    def _ready_to_record(self) -> bool:
        return bool(self._over) and self._recording is None

    async def finish(self) -> None:
        """What is under way is over and recorded."""
        while self._calls or self._over or self._recording:
            try:
                await self.go_on()
            except Exception as fault:  # noqa: BLE001  # whoever takes it up finds where it stands
                log.error("an outcome was not recorded", fault=type(fault).__name__, at=where(fault))  # noqa: TRY400

    async def _carry_out(self, claim: Claim, bot: Bot) -> Delivered | _Failed:
        try:
            stands = await calls.make(bot, claim, self._seconds)
        except Exception as fault:  # noqa: BLE001  # one post's fault is not another's
            error = fault if isinstance(fault, SlackError) else UnclearError(type(fault).__name__)
            log.warning(
                "a call was not taken", post=claim.id, kind=claim.kind, method=claim.method, reason=error.reason
            )
            return _Failed(claim, error)
        return Delivered(claim, stands.ts, stands.place, wall(), already_there=stands.already_there)

    async def _record(self, over: Sequence[Delivered | _Failed]) -> list[str]:
        """A line for each message that came to stand in Slack, once it is known for good."""
        delivered = [outcome for outcome in over if isinstance(outcome, Delivered)]
        failed = [outcome for outcome in over if isinstance(outcome, _Failed)]
        if delivered:
            await self._bot.database.run(outcomes.sent, delivered, self._bot.clock())
        for outcome in delivered:
            self._bot.metrics.post(outcome.claim.kind, Fate.SENT)
            log.info("done", post=outcome.claim.id, kind=outcome.claim.kind, method=outcome.claim.method)
        if failed:
            became = await self._bot.database.run(_record_failures, failed, wall(), self._seconds)
            for failure, fate in zip(failed, became, strict=True):
                self._bot.metrics.post(failure.claim.kind, fate)
        return [
            f"{outcome.claim.kind} → {outcome.place}" for outcome in delivered if outcome.claim.method == posts.POST
        ]


def _workspaces(claimed: Sequence[Claim]) -> set[str]:
    """Those that these calls may go to."""
    return {team_id for claim in claimed for team_id in (claim.team_id, claim.home_team_id) if team_id is not None}


def _voice(claim: Claim, spoken: Mapping[str, Bot]) -> Bot:
    """The bot as it speaks where the call goes: to a Home in its viewer's own workspace, if that has Pencil."""
    if claim.home_team_id is not None and (at_home := spoken[claim.home_team_id]).slack.token is not None:
        return at_home
    return spoken[claim.team_id]


async def deliver(bot: Bot) -> list[str]:
    """Everything that can be sent now is sent; a line for each message that came to stand in Slack."""
    lines: list[str] = []
    under_way = Delivery(bot)
    while await under_way.begin():
        lines += await under_way.go_on()
    return lines


async def deliver_all(bot: Bot) -> list[str]:
    """The same, waiting for channels to be free and for Slack to recover, as long as that takes under a minute."""
    lines = await _round(bot)
    while (ready := await bot.database.read(_next_ready, wall())) and ready - wall() < LONGEST_PAUSE:
        await asyncio.sleep(min(_LOOK_SECONDS, max(0.01, (ready - wall()).total_seconds())))
        lines += await _round(bot)
    return lines


async def _round(bot: Bot) -> list[str]:
    await draw_pictures(bot)
    await send_files(bot)
    return await deliver(bot)


def _next_ready(session: Session, wall: datetime) -> datetime | None:
    moments = (claims.next_ready(session, wall), files.next_ready(session, wall))
    return min((at for at in moments if at is not None), default=None)


def _record_failures(session: Session, failed: Sequence[_Failed], now: datetime, seconds: float) -> list[str]:
    return [_record_failure(session, failure.claim, failure.error, now, seconds) for failure in failed]


def _record_failure(session: Session, claim: Claim, error: SlackError, now: datetime, seconds: float) -> str:
    """What could not be done is put off or given up, by the kind of failure; which of them it was."""
    if claim.file_id is not None and _UNREADY in error.reason and claim.attempts < TRIES:
        error = LaterError(error.reason)
    if _may_be_the_picture(claim, error):
        log.warning("a picture is left out", post=claim.id, kind=claim.kind, reason=error.reason)
        outcomes.forget_picture(session, claim, now, in_doubt=isinstance(error, UnclearError))
        return "put off"
    backoff = waits.doubled(claim.attempts, _LONGEST_WAIT)
    if (fate := _hopeless(error)) is not None and outcomes.has_moved(session, claim):
        outcomes.put_off(session, claim, now, error.reason, in_doubt=isinstance(error, UnreadableError))
        return "put off"
    if fate is not None:
        ours = outcomes.give_up(session, claim, fate, error.reason)
        if ours and fate is Fate.REFUSED and "," in claim.channel and claim.method == posts.POST:
            posts.split(session, claim.id)
        return fate
    if isinstance(error, UnclearError):
        wait = 2 * seconds if error.reason == "TimeoutError" else _SETTLE
        outcomes.put_off(session, claim, now + timedelta(seconds=max(wait, backoff)), error.reason, in_doubt=True)
    else:
        assert isinstance(error, LaterError)
        until = now + timedelta(seconds=error.seconds if error.seconds is not None else backoff)
        if error.seconds is not None and error.method:
            outcomes.hold(session, error.method, until)
        in_doubt = claim.tried_at is not None and isinstance(error, NotBegunError)
        outcomes.put_off(session, claim, until, error.reason, in_doubt=in_doubt, asked_to=error.seconds is not None)
    return "put off"


def _may_be_the_picture(claim: Claim, error: SlackError) -> bool:
    """Whether it is worth a try without the picture. Slack refuses pictures in many words, and may think of more."""
    if claim.file_id is None:
        return False
    if isinstance(error, RefusedError):
        return not error.reason.startswith(_NOT_THE_PICTURE)
    return isinstance(error, UnclearError) and error.reason in _CONFUSED and claim.attempts >= TRIES


def _hopeless(error: SlackError) -> Fate | None:
    """What becomes of a post that is not tried again."""
    if isinstance(error, UnwantedError):
        return Fate.DROPPED
    if isinstance(error, UnreadableError):
        return Fate.UNKNOWN
    return Fate.REFUSED if isinstance(error, RefusedError) else None
