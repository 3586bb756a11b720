"""How the process is: whether the database answers, with the schema this code was written for, and the figures."""

import asyncio
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.app import Bot
from bot.cli import backlog
from bot.cli.backlog import Backlog
from bot.db import migrations
from bot.db.transactions import Database
from bot.lib.clock import wall
from bot.lib.metrics import unseen

FIGURES = "text/plain; version=0.0.4"
_SECONDS = 2


async def trouble(database: Database) -> str | None:
    """What is wrong, in one line; nothing if all is well."""
    try:
        with unseen():
            async with asyncio.timeout(_SECONDS):
                found = await database.read(_version)
    except (SQLAlchemyError, TimeoutError, OSError):
        return "the database does not answer"
    wanted = migrations.latest()
    return None if found == wanted else "the database has another schema; run python -m bot migrate"


def _version(session: Session) -> str | None:
    session.execute(text("select 1"))
    return migrations.current(session.connection())


async def figures(bot: Bot) -> str:
    """Everything that is counted and timed, as Prometheus reads it; what only the database knows, if it answers."""
    now = bot.clock()
    try:
        with unseen():
            async with asyncio.timeout(_SECONDS):
                owed, behind = await bot.database.read(_backlog, now)
    except (SQLAlchemyError, TimeoutError, OSError):
        bot.metrics.unanswered()
    else:
        bot.metrics.asked(owed, behind, wall(), now)
    return bot.metrics.text().decode()


def _backlog(session: Session, now: datetime) -> tuple[Backlog, Backlog]:
    return backlog.owed(session), backlog.behind(session, now)
