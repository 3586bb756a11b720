"""Types of columns that every database takes alike."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, TypeDecorator, case, literal


class Moment(TypeDecorator[datetime]):
    """An aware time in UTC on every database; refuses a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def at_each(owner: Any, moments: Mapping[int, datetime]) -> Any:
    """For each owner's rows that owner's own moment, in one statement for all of them."""
    return case({owner_id: literal(at, Moment()) for owner_id, at in moments.items()}, value=owner)
