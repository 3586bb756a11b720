"""Forgetting a person: their name goes for good, what was counted still counts, and of their words what they choose."""

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Table, and_, delete, func, select, update
from sqlalchemy.orm import Session

from bot.commitments import acts as commitments
from bot.db.statements import refresh
from bot.lib.refusals import Refusal
from bot.mentions import names
from bot.models import (
    Base,
    FileRequest,
    Member,
    Pace,
    Partnership,
    Post,
    Proof,
    Request,
    Revision,
    Skill,
)
from bot.outbox import posts
from bot.outbox.kinds import HOMES, KINDS, TAKEN_BACK
from bot.partnership import members, revisions
from bot.partnership.members import Who
from bot.privacy import taken_back, traces
from bot.privacy.facts import ForgetMe
from bot.slack import redact
from bot.slack.rich_text import GONE

NOWHERE = f"{GONE}workspace"
_BATCH = 500


class LastHostError(Refusal):
    """The partnership would be left without anybody who may run it."""


class NothingHeldError(Refusal):
    """Nothing is held on the person here, or not any more."""


def at_stake(session: Session, partnership: Partnership, who: Who) -> tuple[Member | None, ForgetMe]:
    """The member, if they are one, and what is at stake; a refusal where nobody is named, or nobody else hosts."""
    member = _to_forget(session, partnership, who)
    words = {kind: len(taken_back.places(session, member, [kind])) if member else 0 for kind in TAKEN_BACK}
    elsewhere = len(set(traces.partnerships_naming(session, who)) - {partnership.id})
    mentions = _mentions(session, partnership.id, names.numbers_of(session, partnership.id, who))
    return member, ForgetMe(partnership.id, partnership.channel_id, partnership.name, words, mentions, elsewhere)


def _mentions(session: Session, partnership_id: int, numbers: Collection[int]) -> int:
    """In how many places words of people mention somebody."""
    columns = {column for kind in KINDS.values() for words in kind.words for column, _ in words.columns}
    tables = {column.class_: [other for other in columns if other.class_ is column.class_] for column in columns}
    return sum(
        session.scalars(
            select(func.count()).where(table.partnership_id == partnership_id, names.holding(table_columns, number))
        ).one()
        for table, table_columns in tables.items()
        if hasattr(table, "partnership_id")
        for number in numbers
    )


def _to_forget(session: Session, partnership: Partnership, who: Who) -> Member | None:
    session.execute(select(Partnership.id).where(Partnership.id == partnership.id).with_for_update(key_share=True))
    member = members.lookup(session, partnership.id, who)
    if member is None and partnership.id not in traces.partnerships_naming(session, who):
        raise NothingHeldError
    if member is None:
        return None
    others = select(func.count()).where(
        Member.partnership_id == partnership.id, Member.host, Member.id != member.id, *members.present()
    )
    if member.host and session.scalars(others).one() == 0:
        raise LastHostError
    return member


def forget(session: Session, partnership: Partnership, who: Who, chosen: Collection[str], now: datetime) -> ForgetMe:
    """Nothing names the person any more, here or in the channel; what they chose of their words is gone too."""
    known, before = at_stake(session, partnership, who)
    member = known or members.note_named(session, partnership, who, now)
    gone = f"{GONE}{secrets.token_hex(8)}"
    numbers = names.numbers_of(session, partnership.id, who)
    commitments.release(session, member)
    _delete_own(session, member)
    texts = taken_back.take(session, member, chosen, now)
    _drop_unsent_groups(session, member)
    _redraw(session, partnership, who, texts)
    for table in traces.tables():
        _rename(session, table, partnership.id, who, gone)
        _rewrite(session, table, partnership.id, who, gone)
    names.forget(session, partnership.id, gone)
    for number in numbers:
        names.redraw(session, partnership.id, number)
    lanes = session.scalars(select(Pace.key).where(Pace.key.contains(who.user_id, autoescape=True))).all()
    theirs = [lane for lane in lanes if who.user_id in lane.removeprefix("home:").split(",")]
    session.execute(delete(Pace).where(Pace.key.in_(theirs)))
    session.flush()
    refresh(session, member)
    member.host = member.named = False
    member.quiet_from = member.quiet_to = member.zone = member.snoozed_until = None
    member.forgotten_at = now
    session.flush()
    return before


def _delete_own(session: Session, member: Member) -> None:
    """What was only ever the person's own: skills and what shows them, private messages, files under way."""
    session.execute(delete(FileRequest).where(FileRequest.member_id == member.id))
    session.execute(delete(Proof).where(Proof.member_id == member.id))
    skills = select(Skill.id).where(Skill.member_id == member.id)
    session.execute(update(Request).where(Request.skill_id.in_(skills)).values(skill_id=None))
    session.execute(delete(Revision).where(*revisions.of(Skill, skills)))
    session.execute(delete(Skill).where(Skill.member_id == member.id))
    private = and_(Post.partnership_id == member.partnership_id, Post.channel == member.user_id)
    _detach(session, select(Post.id).where(private))
    session.execute(delete(Post).where(private))


def _detach(session: Session, post_ids: Any) -> None:
    """Nothing points at these posts any more."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if table.name == "posts" or not any(key.column.table.name == "posts" for key in column.foreign_keys):
                continue
            if column.nullable:
                session.execute(update(table).where(column.in_(post_ids)).values({column.name: None}))
            elif column.primary_key:
                session.execute(delete(table).where(column.in_(post_ids)))


def _drop_unsent_groups(session: Session, member: Member) -> None:
    """There is nobody left to introduce: what was still to be said to the person and others is not said."""
    waiting = select(Post.id, Post.channel).where(
        Post.partnership_id == member.partnership_id, Post.ts.is_(None), Post.channel.contains(",", autoescape=True)
    )
    ids = [row.id for row in session.execute(waiting) if member.user_id in row.channel.split(",")]
    _detach(session, ids)
    session.execute(delete(Post).where(Post.id.in_(ids)))


def _redraw(session: Session, partnership: Partnership, who: Who, texts: Collection[str]) -> None:
    """What stands in the channel, or with others, says it without the name and without the words."""
    after = 0
    while rows := session.execute(
        select(Post.id, Post.blocks)
        .where(Post.partnership_id == partnership.id, Post.id > after, Post.text.is_not(None))
        .where(Post.kind.not_in(HOMES))
        .order_by(Post.id)
        .limit(_BATCH)
    ).all():
        after = rows[-1].id
        for post_id, blocks in rows:
            if blocks and (changed := redact.without(blocks, who.user_id, texts)) != blocks:
                posts.revise(session, post_id, redact.message(changed))


def _rename(session: Session, table: Table, partnership_id: int, who: Who, gone: str) -> None:
    for user, team in traces.by_id(table):
        session.execute(
            update(table)
            .where(table.columns["partnership_id"] == partnership_id, user == who.user_id)
            .values({user.name: gone, team.name: NOWHERE})
        )


def _rewrite(session: Session, table: Table, partnership_id: int, who: Who, gone: str) -> None:
    """Wherever else the id stands, it is that of nobody."""
    columns, keys = traces.wholes(table), list(table.primary_key.columns)
    if not columns:
        return
    here = and_(table.columns["partnership_id"] == partnership_id, traces.holding(table, who.user_id))
    for row in session.execute(select(*keys, *columns).where(here)).all():
        values = row._mapping  # noqa: SLF001
        changed = {
            column.name: new
            for column in columns
            if (new := traces.without(values[column], who, gone)) != values[column]
        }
        if changed:
            session.execute(update(table).where(*(key == values[key] for key in keys)).values(changed))
