"""Whether the database answers, with the schema this code was written for."""

import asyncio

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot import migrating
from bot.database import Database

_SECONDS = 2


async def trouble(database: Database) -> str | None:
    """What is wrong, in one line; nothing if all is well."""
    try:
        async with asyncio.timeout(_SECONDS):
            found = await database.read(_version)
    except (SQLAlchemyError, TimeoutError, OSError):
        return "the database does not answer"
    wanted = migrating.latest()
    return None if found == wanted else "the database has another schema; run python -m bot migrate"


def _version(session: Session) -> str | None:
    session.execute(text("select 1"))
    return migrating.current(session.connection())
