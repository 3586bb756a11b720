"""What people are called whom words mention. Words hold marks (`bot/lib/marks.py`), and a name stands here alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, bindparam, cast, delete, or_, select, update
from sqlalchemy.orm import Session

from bot.db.statements import core_connection, insert_once, rows_changed
from bot.lib import marks
from bot.lib.marks import SOMEONE
from bot.models import Member, Name, Partnership, Post
from bot.outbox import posts
from bot.outbox.kinds import HOMES
from bot.partnership import homes, members, partnerships
from bot.partnership.members import Who
from bot.partnership.partnerships import NoPartnershipError
from bot.schedule import sweeps
from bot.slack import marked
from bot.slack.messages import Message
from bot.slack.rich_text import FORGOTTEN, GONE

_BATCH = 500
_BEGIN = (marks.BEGIN, f"\\u{ord(marks.BEGIN):04x}")  # in a text, and as JSON is kept


@dataclass(frozen=True)
class Mentioned:
    """Somebody whom words mention, as Slack calls them; what it does not tell is left out."""

    user_id: str
    team_id: str
    name: str | None


# In words


def keep(session: Session, partnership: Partnership, people: Sequence[Mentioned], now: datetime) -> dict[str, Name]:
    """The names of these people, by their ids, kept as they are now."""
    kept_on = partnerships.today(partnership, now)
    new = [
        {
            "partnership_id": partnership.id,
            "team_id": person.team_id,
            "user_id": person.user_id,
            "name": person.name,
            "kept_on": kept_on,
        }
        for person in people
    ]
    insert_once(session, Name, new, returning=Name.id, on=["partnership_id", "user_id"])
    kept = rows(session, partnership.id, people)
    for person in people:
        row = kept[person.user_id]
        if is_news(row.name, row.team_id, person):
            _call(session, row, person)
    return kept


def marks_here(session: Session, channel: str, who: Who, given: Collection[str]) -> set[str]:
    """Those of the marks that are of the channel's partnership."""
    partnership = at_home(session, channel, who)
    if partnership is None:
        return set()
    by_id = {marks.numbers(mark)[0]: mark for mark in given}
    here = session.scalars(select(Name.id).where(Name.partnership_id == partnership.id, Name.id.in_(by_id)))
    return {by_id[number] for number in here}


def at_home(session: Session, channel: str, who: Who) -> Partnership | None:
    """The partnership that what is typed there is about."""
    if channel.startswith("D"):
        return next((partnership for partnership, _ in members.memberships(session, who)), None)
    try:
        return partnerships.find(session, channel)
    except NoPartnershipError:
        return None


def rows(session: Session, partnership_id: int, people: Sequence[Mentioned]) -> dict[str, Name]:
    """The rows there are of these people, by their ids."""
    user_ids = [person.user_id for person in people]
    there = session.scalars(select(Name).where(Name.partnership_id == partnership_id, Name.user_id.in_(user_ids)))
    return {row.user_id: row for row in there}


def is_news(name: str | None, team_id: str, person: Mentioned) -> bool:
    """Whether the person is called otherwise than that is kept."""
    return person.name is not None and (name, team_id) != (person.name, person.team_id)


def _call(session: Session, row: Name, person: Mentioned) -> None:
    if row.name is not None and row.name != person.name:
        _sweep(session)
    row.name, row.team_id = person.name, person.team_id
    session.flush()
    redraw(session, row.partnership_id, row.id)


# For readers


def mark_of(row: Name) -> str:
    """The mark that stands in words for the name."""
    return marks.mark(row.id, shown(row.user_id, row.name))


def shown(user_id: str, name: str | None) -> str:
    """The name as it is read in words."""
    return FORGOTTEN if user_id.startswith(GONE) else f"@{name or SOMEONE}"


_SHOWN = select(Name.id, Name.user_id, Name.name).where(Name.id.in_(bindparam("numbers", expanding=True)))


def by_number(session: Session, numbers: Collection[int]) -> dict[int, str]:
    """The names with these numbers as they are read, in one statement."""
    if not numbers:
        return {}
    rows = core_connection(session).execute(_SHOWN, {"numbers": sorted(numbers)})
    return {row.id: shown(row.user_id, row.name) for row in rows}


def user_ids(session: Session, partnership_id: int, numbers: Collection[int]) -> dict[int, str]:
    """Whom the numbers of a partnership mean, as far as they are still to be named, by their Slack ids."""
    rows = session.execute(
        select(Name.id, Name.user_id).where(Name.partnership_id == partnership_id, Name.id.in_(numbers))
    )
    return {row.id: row.user_id for row in rows if not row.user_id.startswith(GONE)}


def agreed(session: Session, partnership_id: int, numbers: Collection[int]) -> set[int]:
    """Those of the numbers that are of people who may be named outside."""
    theirs = and_(Member.partnership_id == Name.partnership_id, Member.user_id == Name.user_id)
    query = select(Name.id).join(Member, theirs).where(Name.id.in_(numbers), Member.named)
    return set(session.scalars(query.where(Name.partnership_id == partnership_id)))


def every(session: Session) -> dict[int, str]:
    """All names, as they are read, by their numbers."""
    rows = session.execute(select(Name.id, Name.user_id, Name.name))
    return {row.id: shown(row.user_id, row.name) for row in rows}


def written(session: Session, texts: Sequence[str]) -> list[str]:
    """The texts as they are read."""
    names = by_number(session, {number for text in texts for number in marks.numbers(text)})
    return [marks.written(text, names) for text in texts]


def filled(session: Session, part: Any) -> Any:
    """Rows, or whatever else is made of texts, as they are read."""
    return marked.filled(part, by_number(session, marked.numbers(part)))


# Called otherwise


def is_called(session: Session, person: Mentioned) -> bool:
    """Whether nothing has to change for the person to be called so."""
    others = session.scalars(_called_otherwise(person).limit(1))
    return others.first() is None


def call(session: Session, person: Mentioned) -> None:
    """The person is called so from now on, where their name stands already too."""
    for row in session.scalars(_called_otherwise(person)).all():
        _call(session, row, person)


def _called_otherwise(person: Mentioned) -> Any:
    theirs = (Name.user_id == person.user_id, Name.team_id.in_([person.team_id, ""]))
    return select(Name).where(*theirs, or_(Name.name != person.name, Name.name.is_(None)))


def redraw(session: Session, partnership_id: int, number: int) -> None:
    """What stands in Slack, and at Home, shows the name with this number as it is now."""
    after = 0
    while rows := session.execute(
        select(Post.id, Post.blocks)
        .where(Post.partnership_id == partnership_id, Post.id > after, Post.text.is_not(None))
        .where(Post.kind.not_in(HOMES), holding([Post.text, Post.blocks], number))
        .order_by(Post.id)
        .limit(_BATCH)
    ).all():
        after = rows[-1].id
        posts.revise_all(session, {row.id: Message(tuple(row.blocks)) for row in rows if row.blocks})
    homes.keep_homes(session, partnership_id)


def holding(columns: Sequence[Any], number: int) -> ColumnElement[bool]:
    """Rows in which a mark with this number stands in any of the columns, which are texts or kept as JSON."""
    return _holding(columns, f"{number}:")


def holding_any(columns: Sequence[Any]) -> ColumnElement[bool]:
    """Rows in which any mark does."""
    return _holding(columns, "")


def _holding(columns: Sequence[Any], begun: str) -> ColumnElement[bool]:
    return or_(
        *(cast(column, String).contains(f"{begin}{begun}", autoescape=True) for column in columns for begin in _BEGIN)
    )


# No longer mentioned


def numbers_of(session: Session, partnership_id: int, who: Who | Member) -> list[int]:
    """The numbers of the person's names here."""
    theirs = (Name.partnership_id == partnership_id, Name.user_id == who.user_id)
    return list(session.scalars(select(Name.id).where(*theirs)))


def forget(session: Session, partnership_id: int, user_id: str) -> None:
    """The name is gone; `user_id` is the made-up one that the person has by now."""
    theirs = (Name.partnership_id == partnership_id, Name.user_id == user_id)
    if rows_changed(session, update(Name).where(*theirs).values(name=None)):
        _sweep(session)


def drop(session: Session, partnership_id: int, used: Collection[int], before: date) -> None:
    """Names that came before this day and are used nowhere are gone."""
    unused = (Name.partnership_id == partnership_id, Name.kept_on < before, Name.id.not_in(list(used)))
    if rows_changed(session, delete(Name).where(*unused)):
        _sweep(session)


def _sweep(session: Session) -> None:
    """Names that stand here no more are gone from the disk too."""
    sweeps.ask(session, [Name.__tablename__])
