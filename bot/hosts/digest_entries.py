"""What hosts hear in their weekly digest, noted where it happens; the digest itself is written once a week.

An entry holds no words: what it says is read when the digest is written, so it is true then. Of a line that says what
is to be done, its room says afterwards what has become of it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.db.statements import core_connection, insert_into, rows_changed
from bot.models import DigestEntry, Post
from bot.outbox import kinds, posts
from bot.outbox.kinds import To
from bot.slack import parts
from bot.slack.blocks import Block
from bot.slack.messages import Message

DIGEST = "digest"  # kind of post
_NEWEST = 40  # digests that are kept true: those of some weeks, each host's own
_ONCE = ["partnership_id", "kind", "about"]


class AtOnceError(AssertionError):
    """A kind of message that the table of kinds does not keep for the digest."""


def note(session: Session, partnership_id: int, about: str, *, kind: str, now: datetime, anew: bool = False) -> None:
    """Hosts hear of it with the next digest; `anew` also where they have heard of the same before."""
    note_each(session, [(partnership_id, about)], kind=kind, now=now, anew=anew)


def note_each(
    session: Session, happened: Sequence[tuple[int, str]], *, kind: str, now: datetime, anew: bool = False
) -> None:
    """The same for several partnerships, each with what it is about."""
    kinds.check(kind)
    if kinds.KINDS[kind].to is not To.DIGEST:
        raise AtOnceError(kind)
    if not happened:
        return
    rows = [
        {"partnership_id": partnership_id, "kind": kind, "about": about, "noted_at": now, "times": 0}
        for partnership_id, about in happened
    ]
    statement = insert_into(session, DigestEntry)
    if anew:
        statement = statement.on_conflict_do_update(index_elements=_ONCE, set_={"times": 0, "noted_at": now})
    else:
        statement = statement.on_conflict_do_nothing(index_elements=_ONCE)
    core_connection(session).execute(statement, rows)


def withdraw(session: Session, partnership_id: int, about: str, *, kind: str) -> bool:
    """Whether it was noted and hosts had not heard of it yet; then they do not."""
    unheard = delete(DigestEntry).where(*_named(partnership_id, about, kind), DigestEntry.times == 0)
    return rows_changed(session, unheard) > 0


def noted(session: Session, partnership_id: int, about: str, *, kind: str) -> bool:
    """Whether there is an entry, be it that hosts have heard of it."""
    return session.scalar(select(DigestEntry.id).where(*_named(partnership_id, about, kind))) is not None


def line(kind: str, about: str, blocks: Sequence[Block]) -> list[Block]:
    """A line of a digest, as it is found there again."""
    return parts.part(_name(kind, about), blocks)


def restate(session: Session, partnership_id: int, about: str, blocks: Sequence[Block], *, kind: str) -> None:
    """In digests that have said it already, the line says this from now on."""
    shown = select(DigestEntry.id).where(*_named(partnership_id, about, kind), DigestEntry.times > 0)
    if session.scalar(shown) is None:
        return
    digest, name = select(Post.id, Post.blocks), _name(kind, about)
    newest = (
        digest.where(Post.partnership_id == partnership_id, Post.kind == DIGEST, Post.text.is_not(None))
        .order_by(Post.occasion.desc())
        .limit(_NEWEST)
    )
    if post_ids := _restated(session, newest, name, blocks):
        held = digest.where(Post.id.in_(post_ids)).order_by(Post.id).with_for_update()  # other lines may change too
        posts.revise_all(session, _restated(session, held, name, blocks))


def _restated(session: Session, digests: Any, name: str, blocks: Sequence[Block]) -> dict[int, Message | None]:
    """Those of the digests in which the line says something else, with it as it is to be."""
    changed = {row.id: parts.with_part(row.blocks, name, blocks) for row in session.execute(digests)}
    return {post_id: Message(tuple(restated)) for post_id, restated in changed.items() if restated is not None}


def _name(kind: str, about: str) -> str:
    return f"{kind}.{about}"


def _named(partnership_id: int, about: str, kind: str) -> tuple[Any, ...]:
    return (DigestEntry.partnership_id == partnership_id, DigestEntry.kind == kind, DigestEntry.about == about)
