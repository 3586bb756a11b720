"""Tables from which something was deleted that is to be gone from the disk too; pending until it is."""

from collections.abc import Iterable

from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import Session

from bot.db.statements import core_connection, insert_into
from bot.db.transactions import Database
from bot.models import Sweep


def ask(session: Session, tables: Iterable[str]) -> None:
    """What is deleted from these tables, here and now, is swept once that is committed."""
    statement = insert_into(session, Sweep)
    again = statement.on_conflict_do_update(index_elements=["name"], set_={"asked": Sweep.asked + 1})
    session.execute(again, [{"name": name, "asked": 1} for name in sorted(tables)])


_PENDING = select(Sweep.name, Sweep.asked).order_by(Sweep.name)


def pending(session: Session) -> list[tuple[str, int]]:
    """The tables that have to be swept, each with how often that was asked."""
    return [(row.name, row.asked) for row in core_connection(session).execute(_PENDING)]


def _done(session: Session, swept: list[tuple[str, int]]) -> None:
    """What was asked for meanwhile is pending still."""
    session.execute(delete(Sweep).where(tuple_(Sweep.name, Sweep.asked).in_(swept)))


async def sweep(database: Database) -> bool:
    """Whether anything was to be swept. What could not be, since somebody could still see it, stays pending."""
    tables = await database.read(pending)
    if tables and await database.sweep([name for name, _ in tables]):
        await database.run(_done, tables)
    return bool(tables)
