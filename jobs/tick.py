"""One tick: pauses end, what is due is written, what is over is closed.

In batches, each with its occasions in one transaction.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.app import Bot
from bot.blockers import find_helpers
from bot.cards import drafts
from bot.checkins import lifecycle as checkins
from bot.commitments import asking
from bot.consultations import lifecycle as consultations
from bot.db.deadline import TooSlowError, UnsureError
from bot.digest import weekly
from bot.hosts import delivery_alerts, reflection
from bot.lib.clock import wall
from bot.lib.metrics import Untimed
from bot.models import Partnership, Post
from bot.organisations import merging
from bot.outbox import posts
from bot.privacy import retention, uninstalled
from bot.pulse import lifecycle as pulse
from bot.pulse import results
from bot.roll_call import lifecycle as roll_call
from bot.schedule import due as schedule
from bot.schedule import sweeps, timetable
from bot.schedule.batches import Batch
from bot.settings import Settings
from bot.wins import spotlight_offers
from jobs.composers import COMPOSERS
from jobs.roll_call import leave_out_needless

BATCH = 200
COUNTED = 20  # pulses closed at once: counting one takes longer than writing a post, and on SQLite others wait

_FEW = 5  # partnerships that meet a fault in one step, after which the tick goes on with the next
_EVERYWHERE = (OperationalError, TooSlowError, UnsureError)  # the database's, and no row's


@dataclass(frozen=True)
class _Step:
    """Some of what there is to do; done, it says how much that was. With `most`, so many of what is due at once."""

    do: Callable[..., int]
    most: int | None = BATCH

    def __call__(self, session: Session) -> int:
        return self.do(session) if self.most is None else self.do(session, batch=Batch(self.most))


async def tick(bot: Bot) -> Untimed | None:
    """Everything due by the bot's clock is written into the outbox; a second tick at the same time writes nothing.

    How long a tick takes that counts or sweeps a pulse is in no metric.
    """
    with bot.metrics.tick():
        await leave_out_needless(bot)
        faults = await _write_due(bot)
        swept = await sweeps.sweep(bot.database)
        for fault in faults:
            if isinstance(fault, _EVERYWHERE):
                raise fault
    if faults:
        raise faults[0]  # all but some partnerships have had their tick
    return Untimed() if swept else None


async def _write_due(bot: Bot) -> list[Exception]:
    """What the steps met, each by itself."""
    faults: list[Exception] = []
    steps = list(_steps(bot.settings, bot.clock()))
    at = 0
    while at < len(steps):
        run = _Run(steps, at)
        try:
            done = await bot.database.run(run)
        except Exception as fault:  # noqa: BLE001  # what one step meets does not hold up the others
            faults.append(fault)
            at = run.at + 1
            if steps[run.at].most is not None and not isinstance(fault, _EVERYWHERE):
                faults += await _apart(bot, steps[run.at])
        else:
            at = run.at if done else len(steps)
            if done:
                bot.wake.set()
    return faults


async def _apart(bot: Bot, step: _Step) -> list[Exception]:
    """A step done for ever fewer partnerships at a time, until those are alone that meet a fault; the faults of a few.

    In no order, so that behind more than a few nobody waits for ever.
    """
    faults: list[Exception] = []
    left = [(0, await bot.database.read(_last_id))]
    while left and len(faults) < _FEW:
        first, last = left.pop()
        try:
            done = await bot.database.run(step.do, batch=Batch(step.most or BATCH, (first, last)))
        except _EVERYWHERE as fault:
            return [*faults, fault]
        except Exception as fault:  # noqa: BLE001
            if first == last:
                faults.append(fault)
            else:
                middle = (first + last) // 2
                left += random.sample([(first, middle), (middle + 1, last)], 2)
        else:
            if done:
                left.append((first, last))
                bot.wake.set()
    return faults


def _last_id(session: Session) -> int:
    return session.scalar(select(func.max(Partnership.id))) or 0


class _Run:
    """From one step on, past those with nothing to do, to the first that does something: that is one transaction."""

    def __init__(self, steps: Sequence[_Step], begun: int) -> None:
        self._steps, self._begun = steps, begun
        self.at = begun

    def __call__(self, session: Session) -> int:
        """How much that step has done; nothing if there is none left to do anything."""
        for at in range(self._begun, len(self._steps)):
            self.at = at
            if done := self._steps[at](session):
                return done
        return 0


def _steps(settings: Settings, now: datetime) -> Iterator[_Step]:
    yield _Step(partial(timetable.set_right, now=now))
    yield _Step(partial(roll_call.close, now=now))
    yield _Step(partial(consultations.put_off, now=now))
    yield _Step(partial(reflection.end_pauses, now=now))
    yield _Step(partial(_let_go, now=now), most=None)
    yield _Step(partial(merging.settle, now=now), most=None)
    yield _Step(partial(checkins.settle, now=now))
    yield _Step(partial(checkins.close, now=now))
    yield _Step(partial(roll_call.settle, now=now))
    yield _Step(partial(pulse.settle, now=now))
    yield _Step(partial(pulse.close, settings=settings, now=now), most=COUNTED)
    yield _Step(partial(pulse.post_results, now=now))
    yield _Step(partial(results.remind, now=now))
    yield _Step(partial(find_helpers.seek, now=now))
    yield _Step(partial(spotlight_offers.offer, now=now))
    yield _Step(partial(asking.ask, now=now))
    yield _Step(partial(retention.clear, now=now))
    yield _Step(partial(uninstalled.end, now=now))
    for kind in COMPOSERS:
        yield _Step(partial(_compose, kind=kind, settings=settings, now=now))
    yield _Step(partial(weekly.write, now=now))


def _let_go(session: Session, *, now: datetime) -> int:
    """What waited for the end of quiet hours is pending, and drafts that nobody posted are not kept."""
    return posts.release(session, now) + drafts.forget_old(session, now)


def _compose(session: Session, *, kind: str, settings: Settings, now: datetime, batch: Batch) -> int:
    """What is due is written and its next time set; whoever hosts hears if it comes late."""
    due, claimed = schedule.claim(session, kind, now, batch)
    if due:
        COMPOSERS[kind](session, due, settings, now)
        delivery_alerts.alert_of_lateness(session, kind, due, now)
    return claimed


class _RehearsedError(Exception):
    """The rehearsal is over, and nothing of it is kept."""

    def __init__(self, lines: list[tuple[str, str]]) -> None:
        super().__init__()
        self.lines = lines


async def rehearse(bot: Bot) -> list[tuple[str, str]]:
    """What a tick would write now, each with its kind and channel; nothing is written."""
    try:
        await bot.database.run(_rehearsal, bot.settings, bot.clock())
    except _RehearsedError as over:
        return over.lines
    return []


def _rehearsal(session: Session, settings: Settings, now: datetime) -> None:
    last = session.scalar(select(func.max(Post.id))) or 0
    for step in _steps(settings, now):
        while step(session):
            session.flush()
    session.flush()
    rows = session.execute(select(Post.kind, Post.channel).where(Post.id > last).order_by(Post.id))
    raise _RehearsedError([(row.kind, row.channel) for row in rows])


async def alert_hosts(bot: Bot) -> int:
    """How many posts that are lost or late the hosts now hear of."""
    alerted = await bot.database.run(delivery_alerts.alert_hosts, wall(), bot.clock())
    if alerted:
        bot.wake.set()
    return alerted
