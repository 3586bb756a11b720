"""Nothing of what was deleted is left in the database's files; copies made before, and logs, keep what they hold."""

import sqlite3
from collections.abc import Sequence

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from bot.db.engine import STATEMENT_TIMEOUT

# Whoever was at work before transaction %s, or still looks at the data as it was then: what they might see is kept.
_OLDER_SNAPSHOTS = """
SELECT count(*) FROM (
    SELECT unnest(ARRAY[backend_xmin, backend_xid]) AS oldest FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND datname = current_database()
    UNION ALL SELECT transaction FROM pg_prepared_xacts WHERE database = current_database()
    UNION ALL SELECT xmin FROM pg_replication_slots
) AS others WHERE oldest IS NOT NULL AND age(oldest) > age((%s)::text::xid)
"""


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
    """Each table goes into a new file without what was deleted; not while somebody holds it or could still see that."""
    try:
        with on.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if _might_be_seen(connection):
                return False
            connection.exec_driver_sql("SET lock_timeout = '2s'; SET statement_timeout = 0")
            try:
                before = _files(connection, tables)
                for table in tables:
                    connection.exec_driver_sql(f"VACUUM FULL {table}")
                return all(old != new for old, new in zip(before, _files(connection, tables), strict=True))
            finally:
                connection.exec_driver_sql("RESET lock_timeout")
                connection.exec_driver_sql(STATEMENT_TIMEOUT)
    except OperationalError:
        return False


def _might_be_seen(connection: Connection) -> bool:
    """Whether anybody could still see what was deleted until now.

    Whoever begins later cannot; whoever took their view in the midst of the first look is found by the second.
    """
    now = int(connection.exec_driver_sql("SELECT txid_current() & 4294967295").scalar_one())
    return any(connection.exec_driver_sql(_OLDER_SNAPSHOTS, (now,)).scalar_one() for _ in range(2))


def _files(connection: Connection, tables: Sequence[str]) -> list[int]:
    """The file of each table, which is another once it has been rewritten."""
    return [connection.exec_driver_sql("SELECT pg_relation_filenode(%s)", (table,)).scalar_one() for table in tables]
