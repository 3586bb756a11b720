"""What is held on a person: a summary at once, and all of it as files."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Table, and_, func, or_, select
from sqlalchemy.orm import Session

from bot.db.columns import Moment
from bot.mentions import names
from bot.models import Aim, Base, FileRequest, Member, Partner, Partnership, Post
from bot.outbox import kinds
from bot.outbox.files import File
from bot.partnership import revisions
from bot.privacy import traces
from bot.privacy.facts import Held
from bot.privacy.views import my_data as view
from bot.privacy.views import my_data_page as page
from bot.privacy.views import my_data_sentences as sentences
from bot.settings import Settings

WHAT = "my-data"  # as a request for files
_CLASSES = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}

# Columns shown of these: what else they have is about how Slack was called, by the real clock.
_SHOWN = {"posts": ("kind", "written_at", "sent_at", "text"), "parcels": ("what", "asked_at")}


def held(session: Session, member: Member) -> Held:
    """How many rows of each table name the person."""
    counts, numbers = {}, names.numbers_of(session, member.partnership_id, member)
    for table in traces.tables():
        naming = traces.naming(table, member)
        if naming:
            here = table.columns["partnership_id"] == member.partnership_id
            number = session.scalars(select(func.count()).select_from(table).where(here, or_(*naming.values()))).one()
            counts[table.name] = number
    mentions = session.scalars(select(func.count()).select_from(Post).where(*_mentions(member, numbers))).one()
    return Held({name: number for name, number in counts.items() if number}, mentions)


def _mentions(member: Member, numbers: Sequence[int]) -> tuple[Any, ...]:
    """Messages to the channel or to others in which the person is named."""
    marks = [names.holding([Post.text], number) for number in numbers]
    return (
        Post.partnership_id == member.partnership_id,
        Post.channel != member.user_id,
        or_(Post.text.contains(f"<@{member.user_id}>", autoescape=True), *marks),
    )


def files(session: Session, request: FileRequest, settings: Settings, now: datetime) -> list[File]:  # noqa: ARG001
    """Everything as data, and the same to read."""
    member = session.get_one(Member, request.member_id)
    partnership = session.get_one(Partnership, request.partnership_id)
    numbers = names.numbers_of(session, partnership.id, member)
    rows = dict(_rows(session, member))
    mentions = [
        {"kind": kind, "written_at": _plain(at), "text": text}
        for kind, at, text in session.execute(
            select(Post.kind, Post.written_at, Post.text).where(*_mentions(member, numbers)).order_by(Post.id)
        )
    ]
    kept = {
        "partnership": partnership.name,
        "made_at": _plain(now),
        "you": {"team_id": member.team_id, "user_id": member.user_id},
        "held": rows,
        "messages_that_name_you": mentions,
        "earlier_wordings": list(_earlier_wordings(session, member)),
        "not_in_here": list(view.NOT_IN_HERE),
    }
    content = names.filled(session, kept)
    readable = page.page(content, _called(session, rows))
    return [
        File("my-data.json", json.dumps(content, ensure_ascii=False, indent=2).encode()),
        File("my-data.html", readable.encode()),
    ]


def _called(session: Session, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> sentences.Called:
    """The names of what the rows point at."""

    def pointed_at(column: str) -> set[int]:
        return {row[column] for of_table in rows.values() for row in of_table if row.get(column)}

    partners = select(Partner.id, Partner.name).where(Partner.id.in_(pointed_at("partner_id")))
    aims = select(Aim.id, Aim.text).where(Aim.id.in_(pointed_at("aim_id")))
    called = [{key: names.filled(session, text) for key, text in session.execute(query)} for query in (partners, aims)]
    return sentences.Called(*called)


def _rows(session: Session, member: Member) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for table in traces.tables():
        naming = traces.naming(table, member)
        if not naming:
            continue
        here = and_(table.columns["partnership_id"] == member.partnership_id, or_(*naming.values()))
        owned = [_for_owner(table, row, member) for row in session.execute(select(table).where(here))]
        if owned:
            yield table.name, owned


def _for_owner(table: Table, row: Row[Any], member: Member) -> dict[str, Any]:
    """The row as its own person may have it: all of what is theirs; of others’, what names them and what they wrote."""
    values = {name: _plain(value) for name, value in row._mapping.items()}  # noqa: SLF001
    own = values.get("member_id") == member.id or values.get("user_id") == member.user_id or table.name == "posts"
    if own and table.name != "revisions":
        shown = _SHOWN.get(table.name, values)
        return {name: value for name, value in values.items() if name in shown and name != "partnership_id"}
    keys = {column.name for column in table.primary_key} | {"noun", "row_id"}
    me = {member.id, member.user_id}
    naming = {name for name in traces.naming(table, member) if values[name] in me}
    times = {column.name for column in table.columns if isinstance(column.type, Moment)}
    words = {words for words, author in kinds.authors(_CLASSES.get(table)).items() if author in naming}
    return {name: value for name, value in values.items() if name in keys | naming | times | words}


def _earlier_wordings(session: Session, member: Member) -> Iterator[dict[str, Any]]:
    """How the person's words read before, on others' things too; of what is their own, what else stood there."""
    for table, noun in revisions.NOUNS.items():
        authors = kinds.authors(table)
        for revision, theirs in revisions.written_by(session, table, member):
            own = any(authors[words] == "member_id" for words in theirs)
            shown = {
                name: value
                for name, value in revision.before.items()
                if name in theirs or (own and name not in authors and isinstance(value, str))
            }
            about = {"of": noun, "id": revision.row_id, "somebody_elses": not own}
            yield {**about, "revised_at": _plain(revision.revised_at), **shown}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value
