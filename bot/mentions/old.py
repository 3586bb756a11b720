"""Words from before mentions were marks: where a win thanks somebody, `@Name` in it becomes a mark."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.lib import marks
from bot.mentions import names
from bot.mentions.names import Mentioned
from bot.models import Partnership, Post, Revision, Thanks, Win
from bot.outbox.kinds import HOMES
from bot.partnership import revisions
from bot.slack import redact
from bot.slack.messages import Message
from bot.slack.rich_text import GONE

_BATCH = 200


@dataclass(frozen=True)
class OldMentions:
    """A partnership whose words have yet to be looked at, and the ids of the people whom its wins may name."""

    partnership_id: int
    user_ids: Sequence[str]


def waiting(session: Session) -> OldMentions | None:
    """The first such partnership."""
    partnership_id = session.scalar(select(Partnership.id).where(Partnership.old_mentions).order_by(Partnership.id))
    if partnership_id is None:
        return None
    return OldMentions(partnership_id, sorted({user_id for _, user_id, _ in _thanked(session, partnership_id)}))


def _thanked(session: Session, partnership_id: int) -> Iterator[tuple[int, str, str]]:
    rows = session.execute(
        select(Win.id, Thanks.user_id, Win.text)
        .join(Thanks, Thanks.win_id == Win.id)
        .where(Win.partnership_id == partnership_id, Win.text.contains("@"))
        .order_by(Win.id, Thanks.user_id)
    )
    return ((win_id, user_id, text) for win_id, user_id, text in rows if not user_id.startswith(GONE))


def mark(session: Session, partnership_id: int, people: Mapping[str, Mentioned], now: datetime) -> int:
    """How many wins mention somebody by a mark from now on; in Slack nothing looks otherwise for it."""
    partnership = session.scalars(select(Partnership).where(Partnership.id == partnership_id).with_for_update()).one()
    by_win: dict[int, list[Mentioned]] = defaultdict(list)
    texts: dict[int, str] = {}
    for win_id, user_id, text in _thanked(session, partnership_id):
        person = people.get(user_id)
        if person is not None and f"@{person.name}" in text:
            by_win[win_id].append(person)
            texts[win_id] = text
    named = {person.user_id: person for of_win in by_win.values() for person in of_win}
    known = names.keep_in(session, partnership, list(named.values()), now) if named else {}
    changed: dict[str, dict[str, str]] = {}
    for win_id, of_win in by_win.items():
        by_name = {f"@{person.name}": known[person.user_id] for person in of_win}
        changed[texts[win_id]] = by_name
        session.execute(update(Win).where(Win.id == win_id).values(text=marks.marked(texts[win_id], by_name)))
        for revision in session.scalars(select(Revision).where(*revisions.of(Win, [win_id]))):
            if isinstance(before := revision.before.get("text"), str):
                revision.before = {**revision.before, "text": marks.marked(before, by_name)}
    _mark_posts(session, partnership_id, changed)
    partnership.old_mentions = False
    session.flush()
    return len(by_win)


def _mark_posts(session: Session, partnership_id: int, changed: Mapping[str, Mapping[str, str]]) -> None:
    after = 0
    here = (Post.partnership_id == partnership_id, Post.text.contains("@"), Post.kind.not_in(HOMES))
    while changed and (
        rows := session.execute(
            select(Post.id, Post.blocks).where(*here, Post.id > after).order_by(Post.id).limit(_BATCH)
        ).all()
    ):
        after = rows[-1].id
        for post_id, blocks in rows:
            if blocks and (new := _marked(blocks, changed)) != blocks:
                values = Message(tuple(new)).payload()
                session.execute(update(Post).where(Post.id == post_id).values(**values))


def _marked(part: Any, changed: Mapping[str, Mapping[str, str]]) -> Any:
    if isinstance(part, list):
        return [_marked(item, changed) for item in part]
    if not isinstance(part, dict):
        return part
    if part.get("type") == "text" and isinstance(shown := part.get("text"), str) and "@" in shown:
        for text, by_name in changed.items():
            if redact.shows(shown, text):
                return {**part, "text": marks.marked(shown, by_name)}
    return {name: _marked(value, changed) for name, value in part.items()}
