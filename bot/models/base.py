"""What every table is made of: names of constraints, types of columns."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Index, LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase

from bot.db.columns import Moment


class Base(DeclarativeBase):
    """Names constraints alike on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment(), dict[str, Any]: JSON, list[Any]: JSON, bytes: LargeBinary}  # noqa: RUF012


def partial_index(name: str, *columns: str, where: ColumnElement[bool]) -> Index:
    """An index that holds only some of the rows, and is not looked into for the others."""
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)
