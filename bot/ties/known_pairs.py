"""Pairs of organisations that need no introduction: they have worked together, or do so now, or were offered one."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import combinations

from sqlalchemy import and_, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from bot.models import Blocker, Credit, Help, Introduced, Introduction, Member, Win, Withheld

REST = timedelta(weeks=13)  # before two are suggested again who were offered an introduction

Pair = frozenset[int]  # of partners' ids


def all_of(session: Session, partnership_id: int, now: datetime) -> set[Pair]:
    """All of them, in three statements. A win counts also where one of the two does not wish to be named in it."""
    return {
        *_of_wins(session, partnership_id),
        *_of_blockers(session, partnership_id),
        *_of_introductions(session, partnership_id, now),
    }


def _of_wins(session: Session, partnership_id: int) -> Iterable[Pair]:
    standing = (Win.partnership_id == partnership_id, Win.undone_at.is_(None))
    shares = union_all(
        *(
            select(table.win_id, table.partner_id).join(Win, Win.id == table.win_id).where(*standing)
            for table in (Credit, Withheld)
        )
    )
    return _pairs(session.execute(shares))


def _of_blockers(session: Session, partnership_id: int) -> Iterable[Pair]:
    """Also where it is not fixed yet."""
    helper, author = aliased(Member), aliased(Member)
    rows = session.execute(
        select(helper.partner_id, author.partner_id)
        .select_from(Blocker)
        .join(author, author.id == Blocker.member_id)
        .join(Help, Help.blocker_id == Blocker.id)
        .join(helper, and_(helper.partnership_id == Help.partnership_id, helper.user_id == Help.user_id))
        .where(Blocker.partnership_id == partnership_id, Blocker.undone_at.is_(None))
        .where(helper.partner_id != author.partner_id)
        .distinct()
    )
    return (frozenset((giver, taker)) for giver, taker in rows if giver is not None and taker is not None)


def _of_introductions(session: Session, partnership_id: int, now: datetime) -> Iterable[Pair]:
    lately = or_(Introduction.met_at.is_not(None), Introduction.offered_at > now - REST)
    rows = session.execute(
        select(Introduced.introduction_id, Introduced.partner_id)
        .join(Introduction, Introduction.id == Introduced.introduction_id)
        .where(Introduction.partnership_id == partnership_id, Introduction.undone_at.is_(None), lately)
    )
    return _pairs(rows)


def _pairs(rows: Iterable[tuple[int, int]]) -> Iterable[Pair]:
    """Of partners, by what they have in common."""
    together: dict[int, set[int]] = defaultdict(set)
    for thing, partner_id in rows:
        together[thing].add(partner_id)
    return (frozenset(pair) for ids in together.values() for pair in combinations(ids, 2))
