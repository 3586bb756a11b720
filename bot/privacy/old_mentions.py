"""Words from before mentions were marks: `@Name` in them becomes a mark where somebody known here is called so."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, or_, select, union, update
from sqlalchemy.orm import Session

from bot.lib import marks
from bot.mentions import names
from bot.mentions.names import Mentioned
from bot.models import Help, Member, Partnership, Post, Proof, Revision, Skill, Thanks, Win
from bot.outbox import kinds
from bot.partnership import revisions
from bot.skills.names import key
from bot.slack import redact
from bot.slack.messages import Message
from bot.slack.rich_text import GONE

Marks = Mapping[str, str]  # by name

_BATCH = 200
_COPIES = (Proof.text, Revision.before)


@dataclass(frozen=True)
class OldMentions:
    """A partnership whose words have yet to be looked at, and the ids of the people whom they may name."""

    partnership_id: int
    team_id: str  # the workspace it was started from
    user_ids: Sequence[str]


_FIRST = (
    select(Partnership.id, Partnership.team_id)
    .where(Partnership.old_mentions, Partnership.uninstalled_at.is_(None))
    .order_by(Partnership.id)
    .limit(1)
)


def waiting(session: Session) -> OldMentions | None:
    """The first such partnership."""
    row = session.execute(_FIRST).first()
    if row is None:
        return None
    partnership_id, team_id = row
    if not _rows(session, partnership_id):
        return OldMentions(partnership_id, team_id, ())
    known = (select(table.user_id).where(table.partnership_id == partnership_id) for table in (Member, Thanks, Help))
    user_ids = session.scalars(union(*known)).all()
    return OldMentions(partnership_id, team_id, sorted(user_id for user_id in user_ids if not user_id.startswith(GONE)))


def _columns() -> dict[Any, list[Any]]:
    """Where words stand that people wrote, by table; copies, and how they read before, among them."""
    columns = {column for kind in kinds.KINDS.values() for words in kind.words for column, _ in words.columns}
    columns -= {column for column, _ in kinds.NAMES.columns}  # of organisations, which mention nobody
    by_table: dict[Any, list[Any]] = defaultdict(list)
    for column in (*columns, *_COPIES):
        by_table[column.class_].append(column)
    return by_table


def _rows(session: Session, partnership_id: int) -> list[tuple[Any, list[str]]]:
    """The rows in whose words an @ stands, each with the columns of its words."""
    rows: list[tuple[Any, list[str]]] = []
    for table, columns in _columns().items():
        holding = or_(*(cast(column, String).contains("@") for column in columns))
        held = session.scalars(select(table).where(table.partnership_id == partnership_id, holding))
        rows += [(row, [column.key for column in columns]) for row in held]
    return rows


def mark(session: Session, partnership_id: int, people: Mapping[str, Mentioned], now: datetime) -> int:
    """How many rows mention somebody by a mark from now on; in Slack nothing looks otherwise for it."""
    partnership = session.scalars(select(Partnership).where(Partnership.id == partnership_id).with_for_update()).one()
    rows = _rows(session, partnership_id)
    texts = [text for row, columns in rows for column in columns for text in _texts(getattr(row, column))]
    named = [person for person in people.values() if any(f"@{person.name}" in text for text in texts)]
    kept = names.keep(session, partnership, named, now) if named else {}
    known = {user_id: names.mark_of(row) for user_id, row in kept.items()}
    called = Counter(person.name for person in named)
    of_all = {f"@{person.name}": known[person.user_id] for person in named if called[person.name] == 1}
    of_wins = _thanked(session, partnership_id, {person.user_id: person for person in named}, known)
    changed: dict[str, Marks] = {}
    number = 0
    for row, columns in rows:
        by_name = of_all | of_wins.get(_win_id(row) or 0, {})
        number += _mark_row(row, columns, by_name, changed)
    session.flush()
    _mark_posts(session, partnership_id, changed)
    partnership.old_mentions = False
    session.flush()
    return number


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, list | dict):
        for value in part.values() if isinstance(part, dict) else part:
            yield from _texts(value)


def _thanked(
    session: Session, partnership_id: int, people: Mapping[str, Mentioned], known: Mapping[str, str]
) -> dict[int, dict[str, str]]:
    """The marks of those whom each win thanks: they are meant, though others may be called alike."""
    by_win: dict[int, dict[str, str]] = defaultdict(dict)
    rows = session.execute(select(Thanks.win_id, Thanks.user_id).where(Thanks.partnership_id == partnership_id))
    for win_id, user_id in rows:
        if user_id in people:
            by_win[win_id][f"@{people[user_id].name}"] = known[user_id]
    return by_win


def _win_id(row: Any) -> int | None:
    if isinstance(row, Revision):
        return row.row_id if row.noun == revisions.NOUNS[Win] else None
    return row.id if isinstance(row, Win) else None


def _mark_row(row: Any, columns: Sequence[str], by_name: Marks, changed: dict[str, Marks]) -> bool:
    """Whether it mentions somebody by a mark from now on; its texts that do are among those `changed`."""
    texts: dict[str, Any] = {column: getattr(row, column) for column in columns}
    new = {column: _marked(text, by_name) for column, text in texts.items()}
    if new == texts:
        return False
    changed |= {text: by_name for text in _texts(texts) if marks.marked(text, by_name) != text}
    for column, text in new.items():
        setattr(row, column, text)
    if isinstance(row, Skill):
        row.key = key(row.name)
    return True


def _marked(part: Any, by_name: Marks) -> Any:
    if isinstance(part, str):
        return marks.marked(part, by_name)
    if isinstance(part, list):
        return [_marked(item, by_name) for item in part]
    return {name: _marked(value, by_name) for name, value in part.items()} if isinstance(part, dict) else part


def _mark_posts(session: Session, partnership_id: int, changed: Mapping[str, Marks]) -> None:
    after = 0
    here = (Post.partnership_id == partnership_id, Post.text.contains("@"), Post.kind.not_in(kinds.HOMES))
    while changed and (
        rows := session.execute(
            select(Post.id, Post.blocks).where(*here, Post.id > after).order_by(Post.id).limit(_BATCH)
        ).all()
    ):
        after = rows[-1].id
        for post_id, blocks in rows:
            if blocks and (new := _in_blocks(blocks, changed)) != blocks:
                values = Message(tuple(new)).payload()
                session.execute(update(Post).where(Post.id == post_id).values(**values))


def _in_blocks(part: Any, changed: Mapping[str, Marks]) -> Any:
    if isinstance(part, list):
        return [_in_blocks(item, changed) for item in part]
    if not isinstance(part, dict):
        return part
    if part.get("type") == "text" and isinstance(shown := part.get("text"), str) and "@" in shown:
        for text, by_name in changed.items():
            if redact.shows(shown, text):
                return {**part, "text": marks.marked(shown, by_name)}
    return {name: _in_blocks(value, changed) for name, value in part.items()}
