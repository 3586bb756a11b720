"""One turn of the clock: pauses end, what is due is written, what is over is closed.

In batches, each with its occasions in one transaction.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from bot import blockers, checkins, partnerships, timetable
from bot.core import Bot
from jobs import KINDS

BATCH = 50


async def turn(bot: Bot) -> None:
    """Everything due by the bot's clock is written into the outbox; a second turn at the same time writes nothing."""
    now, calendar = bot.clock(), bot.settings.holidays
    await bot.database.run(_set_right, calendar, now)
    while await bot.database.run(checkins.settle, calendar, now, BATCH):
        pass
    while await bot.database.run(checkins.close, now, BATCH):
        bot.wake.set()
    for kind in KINDS:
        while await bot.database.run(_compose, kind, calendar, now):
            bot.wake.set()


def _set_right(session: Session, calendar: str, now: datetime) -> None:
    timetable.set_right(session, calendar, now)
    session.flush()
    partnerships.wake(session, calendar, now)
    blockers.forget_old_drafts(session, now)


def _compose(session: Session, kind: str, calendar: str, now: datetime) -> bool:
    """Whether there was anything due; it is written and its next time set."""
    due, claimed = timetable.claim(session, kind, calendar, now, BATCH)
    if due:
        KINDS[kind](session, due, now)
    return claimed > 0
