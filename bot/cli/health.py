"""How the process is: whether the database answers, with the schema this code was written for, and the figures."""

import asyncio
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot import typed
from bot.app import Bot
from bot.db import migrations
from bot.db.statements import core_connection
from bot.db.transactions import Database
from bot.lib.clock import wall
from bot.lib.metrics import unseen
from bot.models import Post, Schedule
from bot.outbox.uninstalled import installed, sendable

FIGURES = "text/plain; version=0.0.4"
_SECONDS = 2

_PENDING = select(func.count(), func.min(Post.owed_at)).where(Post.method.is_not(None), sendable())
_BEHIND = select(func.count(), func.min(Schedule.next_at)).where(
    Schedule.next_at <= bindparam("now"), installed(Schedule.partnership_id)
)


class Backlog(NamedTuple):
    """How many there are, and since when the first of them waits."""

    number: int
    since: datetime | None


async def trouble(database: Database) -> str | None:
    """What is wrong, in one line; nothing if all is well."""
    try:
        with unseen():
            async with asyncio.timeout(_SECONDS):
                revision = await database.read(_version)
    except (SQLAlchemyError, TimeoutError, OSError):
        return "the database does not answer"
    if revision == migrations.latest() or migrations.is_newer(revision):  # which only adds, while we are still here
        return None
    return f"the database has an older schema; run {typed('migrate')}"


def _version(session: Session) -> str | None:
    session.execute(text("select 1"))
    return migrations.current(session.connection())


async def figures(bot: Bot) -> str:
    """Everything that is counted and timed, as Prometheus reads it; what only the database knows, if it answers."""
    now = bot.clock()
    try:
        with unseen():
            async with asyncio.timeout(_SECONDS):
                pending, behind = await bot.database.read(_backlog, now)
    except (SQLAlchemyError, TimeoutError, OSError):
        bot.metrics.unanswered()
    else:
        bot.metrics.asked(pending, behind, wall(), now)
    return bot.metrics.text().decode()


def _backlog(session: Session, now: datetime) -> tuple[Backlog, Backlog]:
    """Messages that are not yet in Slack as they should be, by the real clock; timetables that wait for a tick."""
    execute = core_connection(session).execute
    return Backlog(*execute(_PENDING).one()), Backlog(*execute(_BEHIND, {"now": now}).one())
