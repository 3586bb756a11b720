"""Forgetting a person: their name goes for good, what was counted still counts, and of their words what they choose."""

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Table, and_, delete, false, func, or_, select, update
from sqlalchemy.orm import Session

from bot.commitments import acts as commitments
from bot.db.statements import refresh
from bot.initiatives import acts_on_ideas, endings
from bot.lib.refusals import Refusal
from bot.mentions import names
from bot.models import (
    Base,
    Blocker,
    Commitment,
    ConsultationAnswer,
    FileRequest,
    Habit,
    Idea,
    Initiative,
    Member,
    Pace,
    Partnership,
    Post,
    Proof,
    Request,
    Revision,
    Skill,
    Spotlight,
    Win,
)
from bot.outbox import posts
from bot.outbox.kinds import HOMES, KINDS, TAKEN_BACK
from bot.partnership import homes, members, revisions
from bot.partnership.members import Who
from bot.privacy import traces
from bot.privacy.facts import ForgetMe
from bot.slack import redact
from bot.slack.rich_text import GONE
from bot.wins import entries

NOWHERE = f"{GONE}workspace"
_BATCH = 500


class LastHostError(Refusal):
    """The partnership would be left without anybody who may run it."""


class NothingHeldError(Refusal):
    """Nothing is held on the person here, or not any more."""


def at_stake(session: Session, partnership: Partnership, who: Who) -> tuple[Member | None, ForgetMe]:
    """The member, if they are one, and what is at stake; a refusal where nobody is named, or nobody else hosts."""
    member = _to_forget(session, partnership, who)
    words = {kind: len(_texts(session, member, [kind])) if member else 0 for kind in TAKEN_BACK}
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
    texts = _texts(session, member, chosen)
    gone = f"{GONE}{secrets.token_hex(8)}"
    numbers = names.numbers_of(session, partnership.id, who)
    commitments.release(session, member)
    _delete_own(session, member)
    _take_back(session, member, chosen, now)
    _take_back_copies(session, member, chosen, texts)
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


def _texts(session: Session, member: Member, kinds: Collection[str]) -> list[str]:
    texts: list[str] = []
    for kind in kinds:
        for column, owner in TAKEN_BACK[kind].columns:
            rows = session.scalars(select(column).where(*_owned(column, owner, member), column.is_not(None)))
            texts += [text for text in rows if text != redact.INSTEAD]
    return texts


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


def _owned(column: Any, owner: Any, member: Member) -> tuple[Any, ...]:
    """Rows whose words are this member's."""
    return column.class_.partnership_id == member.partnership_id, owner == member.id


def _take_back(session: Session, member: Member, chosen: Collection[str], now: datetime) -> None:
    """The words are gone from where they stand, and from how that read before. What nobody has seen yet is undone."""
    if "wins" in chosen:
        unseen = (Win.member_id == member.id, Win.post_id.is_(None), Win.undone_at.is_(None))
        session.execute(update(Win).where(*unseen).values(undone_at=now))
    if "habits" in chosen:
        standing = (Habit.member_id == member.id, Habit.undone_at.is_(None))
        session.execute(update(Habit).where(*standing).values(undone_at=now))
        homes.keep_homes(session, member.partnership_id)
    if "answers" in chosen:
        given = (ConsultationAnswer.member_id == member.id, ConsultationAnswer.undone.is_(False))
        session.execute(update(ConsultationAnswer).where(*given).values(undone=True))
    if "spotlights" in chosen:
        unlit = (Spotlight.member_id == member.id, Spotlight.post_id.is_(None))
        session.execute(update(Spotlight).where(*unlit).values(text=None))
    for kind in chosen:
        for column, owner in TAKEN_BACK[kind].columns:
            mine = update(column.class_).where(*_owned(column, owner, member), column.is_not(None))
            session.execute(mine.values({column.key: redact.INSTEAD}).execution_options(synchronize_session=False))
            own = select(column.class_.id).where(*_owned(column, owner, member))
            for revision in session.scalars(select(Revision).where(*revisions.of(column.class_, own))):
                if isinstance(revision.before.get(column.key), str):
                    revision.before = {**revision.before, column.key: redact.INSTEAD}


def _take_back_copies(session: Session, member: Member, chosen: Collection[str], texts: Collection[str]) -> None:
    """The same words where they were taken over: in what they became, and beside the skills that helped."""
    if "blockers" in chosen:
        own = select(Blocker.id).where(Blocker.member_id == member.id)
        helped = update(Proof).where(Proof.blocker_id.in_(own)).values(text=redact.INSTEAD)
        session.execute(helped.execution_options(synchronize_session=False))
    here = Blocker.partnership_id == member.partnership_id
    theirs = or_(Blocker.member_id == member.id, Blocker.fixed_by == member.id)
    blockers = session.execute(select(Blocker.id, Blocker.outcome).where(here, theirs)).all()
    origins = {entries.of_blocker(blocker.id) for blocker in blockers}
    made = (Win.partnership_id == member.partnership_id, Win.origin.startswith(entries.of_blocker("")))
    wins = [row for row in session.execute(select(Win.id, Win.text, Win.origin).where(*made)) if row.origin in origins]
    _redact_texts(session, Blocker, "outcome", {blocker.id: blocker.outcome for blocker in blockers}, texts)
    _redact_texts(session, Win, "text", {win.id: win.text for win in wins}, texts)
    _take_back_of_initiatives(session, member, texts)


def _take_back_of_initiatives(session: Session, member: Member, texts: Collection[str]) -> None:
    """The same of what was tried of an idea, of the steps people are asked about, and of wins that came of all that."""
    ideas = session.scalars(select(Idea.id).where(Idea.member_id == member.id)).all()
    tried = Initiative.origin.in_([acts_on_ideas.origin_of(idea_id) for idea_id in ideas])
    theirs = or_(Initiative.member_id == member.id, Initiative.step_by == member.id, tried)
    here = Initiative.partnership_id == member.partnership_id
    rows = session.execute(select(Initiative.id, Initiative.text).where(here, theirs)).all()
    asked = select(Commitment.id, Commitment.text).where(Commitment.initiative_id.in_([row.id for row in rows]))
    made = or_(false(), *(Win.origin.startswith(endings.win_origin(row.id)) for row in rows))
    wins = select(Win.id, Win.text).where(Win.partnership_id == member.partnership_id, made)
    _redact_texts(session, Initiative, "text", {row.id: row.text for row in rows}, texts)
    for table, copies in ((Commitment, asked), (Win, wins)):
        _redact_texts(session, table, "text", {row.id: row.text for row in session.execute(copies)}, texts)


def _redact_texts(
    session: Session, table: Any, name: str, texts_by_id: dict[int, str | None], texts: Collection[str]
) -> None:
    """Of these rows, those that say one of the texts, or the beginning of it, say so no more, nor did they before."""

    def is_gone(shown: Any) -> bool:
        return isinstance(shown, str) and any(redact.shows(shown, text) for text in texts)

    ids = [row_id for row_id, text in texts_by_id.items() if is_gone(text)]
    session.execute(
        update(table)
        .where(table.id.in_(ids))
        .values({name: redact.INSTEAD})
        .execution_options(synchronize_session=False)
    )
    if table not in revisions.NOUNS:
        return
    for revision in session.scalars(select(Revision).where(*revisions.of(table, texts_by_id))):
        if is_gone(revision.before.get(name)):
            revision.before = {**revision.before, name: redact.INSTEAD}


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
