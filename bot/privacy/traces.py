"""Where the data name a person: by their row among the members, by their Slack id, or within what is kept as a whole.

Read off the tables themselves, so that a new one is known from its first day.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, String, Table, cast, or_, select
from sqlalchemy.orm import Session

from bot.models import Base, Member
from bot.partnership.members import Who
from bot.pulse.ballots import HELD

# A column with somebody's Slack id, and the one beside it with their workspace.
PAIRS = {"user_id": "team_id", "friend_id": "friend_team", "owner_id": "owner_team"}
# What an open pulse holds is told to nobody and changed by nobody; it is gone with the close.
SEALED = {table.__tablename__ for table in HELD}


def tables() -> Iterator[Table]:
    """Every table whose rows belong to a partnership, but for those of an open pulse."""
    for table in Base.metadata.sorted_tables:
        if "partnership_id" in table.columns and table.name not in SEALED:
            yield table


def by_member(table: Table) -> list[Column[Any]]:
    """Columns that point at a member."""
    return [
        column for column in table.columns if any(key.column.table.name == "members" for key in column.foreign_keys)
    ]


def by_id(table: Table) -> list[tuple[Column[Any], Column[Any]]]:
    """Columns with a Slack id, each with its workspace's."""
    return [(table.columns[user], table.columns[team]) for user, team in PAIRS.items() if user in table.columns]


def naming(table: Table, member: Member) -> dict[str, ColumnElement[bool]]:
    """What makes a row of this table name the member, by column."""
    conditions: dict[str, ColumnElement[bool]] = {column.name: column == member.id for column in by_member(table)}
    for user, _ in by_id(table):
        conditions[user.name] = user == member.user_id
    if table.name == "posts":
        conditions["channel"] = table.columns["channel"] == member.user_id
    return conditions


def partnerships_naming(session: Session, who: Who) -> list[int]:
    """The ids of all partnerships in which the person is named, be it by others alone."""
    ids: set[int] = set()
    for table in tables():
        for user, team in by_id(table):
            ids |= set(session.scalars(_partnerships_where(table, user, team, who)))
    return sorted(ids)


def _partnerships_where(table: Table, user: Column[Any], team: Column[Any], who: Who) -> Any:
    theirs = (user == who.user_id, team.in_([who.team_id, ""]))
    return select(table.columns["partnership_id"]).where(*theirs).distinct()


def wholes(table: Table) -> list[Column[Any]]:
    """Columns in which an id may stand among other things: texts, and what is kept as JSON."""
    ids = {column.name for pair in by_id(table) for column in pair}
    return [column for column in table.columns if isinstance(column.type, JSON | String) and column.name not in ids]


def holding(table: Table, text: str) -> ColumnElement[bool]:
    """Rows in which the text stands in any such column."""
    mentions = [cast(column, String).contains(text, autoescape=True) for column in wholes(table)]
    return or_(*mentions)


def without(kept: Any, who: Who, instead: str) -> Any:
    """The same with `instead` wherever the id stood."""
    if isinstance(kept, str):
        return re.sub(rf"\b{re.escape(who.user_id)}\b", instead, kept)
    if isinstance(kept, list | dict):
        return json.loads(without(json.dumps(kept), who, instead))
    return kept
