"""Whom words mention, looked up where the words are to be kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from bot.db import sets
from bot.db.statements import core_connection
from bot.lib import marks
from bot.mentions import names
from bot.mentions.names import Mentioned
from bot.models import Member, Name, Partnership
from bot.partnership import members
from bot.partnership.members import Who


@dataclass(frozen=True)
class Called:
    """The people whom words mention, as a partnership knows them."""

    marks: Mapping[str, str]  # by Slack id
    names: Mapping[int, str]  # as they are read, by number
    strangers: frozenset[str]  # Slack ids of those of whom it is not known that they belong


NOBODY = Called({}, {}, frozenset())

_CALLED: Any = (
    select(Partnership.channel_id, Name.id, Name.user_id, Name.team_id, Name.name, and_(*members.present()))
    .join(Name, Name.partnership_id == Partnership.id)
    .outerjoin(Member, and_(Member.partnership_id == Name.partnership_id, Member.user_id == Name.user_id))
    .where(
        Partnership.channel_id.in_(bindparam("channels", expanding=True)),
        Name.user_id.in_(bindparam("people", expanding=True)),
    )
)

Question = tuple[str, Who, Sequence[Mentioned]]  # channel, who mentions them, and whom: what `find` is asked


def find_all(session: Session, questions: Sequence[Question]) -> list[Called | None]:
    """What `find` answers to each, if it is plain."""
    channels = {channel for channel, *_ in questions}
    user_ids = {person.user_id for *_, people in questions for person in people}
    values = {"channels": list(channels), "people": list(user_ids)}
    known = {(row[0], row[2]): row for row in core_connection(session).execute(_CALLED, values)}
    answers: list[Called | None] = []
    for channel, _, people in questions:
        rows = [known.get((channel, person.user_id)) for person in people]
        if any(
            row is None or names.is_news(row.name, row.team_id, person)
            for row, person in zip(rows, people, strict=True)
        ):
            answers.append(sets.LEFT)
        else:
            answers.append(_called(rows, (row.user_id for row in rows if row is not None and not row[5])))
    return answers


@sets.done_by(find_all)
def find(session: Session, channel: str, who: Who, people: Sequence[Mentioned]) -> Called | None:
    """These people, where the channel's partnership knows all their names as they are.

    Where there is no partnership there is nobody; nothing is returned where names have to be kept first.
    """
    partnership = names.at_home(session, channel, who)
    if partnership is None:
        return NOBODY
    rows = names.rows(session, partnership.id, people)
    for person in people:
        row = rows.get(person.user_id)
        if row is None or names.is_news(row.name, row.team_id, person):
            return None
    return _called(rows.values(), _strangers(session, partnership, channel, people))


def keep(session: Session, channel: str, who: Who, people: Sequence[Mentioned], now: datetime) -> Called:
    """The same, with their names kept as they are now."""
    partnership = names.at_home(session, channel, who)
    if partnership is None:
        return NOBODY
    rows = names.keep(session, partnership, people, now)
    return _called(rows.values(), _strangers(session, partnership, channel, people))


def _strangers(session: Session, partnership: Partnership, channel: str, people: Sequence[Mentioned]) -> Iterable[str]:
    """Those not known to belong; nothing is asked of what is typed elsewhere than at home."""
    if not members.is_home(partnership, channel):
        return ()
    known = [Who(person.team_id, person.user_id) for person in people]
    return (who.user_id for who in members.strangers(session, partnership.id, known))


def _called(rows: Iterable[Any], strangers: Iterable[str]) -> Called:
    shown = [(row.id, row.user_id, names.shown(row.user_id, row.name)) for row in rows]
    by_id = {user_id: marks.mark(number, name) for number, user_id, name in shown}
    return Called(by_id, {number: name for number, _, name in shown}, frozenset(strangers))
