"""Nothing of what was deleted is left in the database's files; copies made before, and logs, keep what they hold."""

import re
import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot.db.engine import STATEMENT_TIMEOUT

if TYPE_CHECKING:
    from psycopg.errors import Diagnostic

# Of VACUUM VERBOSE: "3 dead row versions cannot be removed yet", in whichever language, with the number first.
_KEPT = re.compile(r"\d+(?=\D)")


def sqlite(on: Engine, tables: Sequence[str]) -> bool:
    """Each table is cleared and filled anew, then the log is written into the file and emptied; not while it is busy.

    What SQLite overwrites row by row can stand once more where rows have been moved between pages, and in a page that
    is empty the places of its rows still can.
    """
    raw = on.raw_connection()
    cursor = raw.cursor()
    try:
        cursor.execute("BEGIN IMMEDIATE")
        for table in tables:
            rows = cursor.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608  # the names are our own
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
            if rows:
                cursor.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608
        cursor.execute("COMMIT")
        busy, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        return False
    finally:
        raw.close()
    return bool(busy == 0)


def postgresql(on: Engine, tables: Sequence[str]) -> bool:
    """Each table goes into a new file without what was deleted; not while somebody holds it or could still see that.

    The server itself says how many deleted rows it had to keep. Who else is at work in it is no measure of that: a
    connection that is just being made holds rows back and is shown nowhere.
    """
    kept: list[int] = []

    def _count(notice: "Diagnostic") -> None:
        if number := _KEPT.match(notice.message_detail or ""):
            kept.append(int(number[0]))

    try:
        with on.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            driver: Any = connection.connection.driver_connection
            connection.exec_driver_sql("SET lock_timeout = '2s'; SET statement_timeout = 0")
            driver.add_notice_handler(_count)
            try:
                for table in tables:
                    connection.exec_driver_sql(f"VACUUM (FULL, VERBOSE) {table}")
            finally:
                driver.remove_notice_handler(_count)
                connection.exec_driver_sql("RESET lock_timeout")
                connection.exec_driver_sql(STATEMENT_TIMEOUT)
    except OperationalError:
        return False
    return kept == [0] * len(tables)  # of a table that it may not rewrite it says nothing
