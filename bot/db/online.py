"""What migrations use where a table may be large and others are at work on it."""

from collections.abc import Sequence
from typing import Any

from alembic import op
from sqlalchemy import text


def create_index(name: str, table: str, columns: Sequence[Any], **options: Any) -> None:
    """An index that, on PostgreSQL, is made while others write; what is left of an attempt that failed goes."""
    if op.get_bind().dialect.name != "postgresql":
        op.create_index(name, table, columns, **options)
        return
    with op.get_context().autocommit_block():
        before = op.get_bind().execute(text("SHOW lock_timeout")).scalar_one()
        op.execute("SET lock_timeout = 0")  # it waits for others, and nobody waits for it
        op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        op.create_index(name, table, columns, postgresql_concurrently=True, **options)
        op.execute(f"SET lock_timeout = '{before}'")
