"""What the data can say about how a partnership is doing.

Each fact is counted over the last thirteen weeks and over the thirteen before.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, distinct, func, select
from sqlalchemy.orm import Session, aliased

from bot.db.columns import Moment
from bot.models import (
    HAPPENED,
    Blocker,
    Cheer,
    Commitment,
    Credit,
    Help,
    Member,
    Partner,
    Partnership,
    Proposal,
    Skill,
    Thanks,
    Win,
)
from bot.partnership import partners

QUARTER = timedelta(weeks=13)


class Fact(StrEnum):
    """Something that can be counted, by the date it happened."""

    NEW_MEMBERS = "new members"
    NEW_PARTNERS = "new partners"
    WINS = "wins"
    JOINT_WINS = "joint wins"
    FIRST_WINS = "first wins"
    AUTHORS = "tellers"
    SHARING_PARTNERS = "sharing partners"
    THANKS = "thanks"
    CHEERS = "cheers"
    BLOCKERS = "blockers"
    FIXED = "fixed"
    OFFERS = "offers"
    HELP_ACROSS = "help across"
    SKILLS = "skills"
    HIDDEN_SKILLS = "hidden skills"
    AIM_WINS = "aim wins"
    PROPOSALS = "proposals"
    STEPS = "steps"


@dataclass(frozen=True)
class Figure:
    """How often in the last thirteen weeks, how often in the thirteen before, and when last.

    `parts` say of how many each aim has, in their order, where the fact is told by aim.
    """

    fact: Fact
    now: int
    before: int | None  # none: the partnership had not begun
    last: datetime | None
    parts: tuple[int, ...] = ()


def _rows(owner: Any, at: Any, key: Any, *where: Any) -> Select[Any]:
    """The partnership, when it happened, and what is counted once however often it happened."""
    return select(owner.label("owner"), at.label("at"), key.label("key")).where(*where)


def _wins(key: Any, *where: Any) -> Select[Any]:
    return _rows(Win.partnership_id, Win.recorded_at, key, Win.undone_at.is_(None), *where)


def _shared() -> Any:
    return select(Credit.partner_id).where(Credit.win_id == Win.id).offset(1).limit(1).exists()


def _first() -> Any:
    earlier = aliased(Win)
    before = select(earlier.id).where(
        earlier.member_id == Win.member_id, earlier.id < Win.id, earlier.undone_at.is_(None)
    )
    return ~before.exists()


def _helped_across() -> Any:
    """Somebody who helped is from another organisation than whoever was stuck."""
    author, helper = aliased(Member), aliased(Member)
    known = and_(helper.partnership_id == Help.partnership_id, helper.user_id == Help.user_id)
    return (
        select(Help.user_id)
        .join(helper, known)
        .join(author, author.id == Blocker.member_id)
        .where(Help.blocker_id == Blocker.id, Help.helped, helper.partner_id != author.partner_id)
        .exists()
    )


def _fixed(*where: Any) -> Select[Any]:
    return _rows(Blocker.partnership_id, Blocker.fixed_at, Blocker.id, Blocker.undone_at.is_(None), *where)


def _offered(*where: Any) -> Select[Any]:
    return _rows(Skill.partnership_id, Skill.offered_at, Skill.id, Skill.removed_at.is_(None), *where)


_COUNTED: dict[Fact, Select[Any]] = {
    Fact.NEW_MEMBERS: _rows(Member.partnership_id, Member.seen_at, Member.id),
    Fact.NEW_PARTNERS: _rows(Partner.partnership_id, Partner.joined_at, Partner.id, *partners.kept()),
    Fact.WINS: _wins(Win.id),
    Fact.JOINT_WINS: _wins(Win.id, _shared()),
    Fact.FIRST_WINS: _wins(Win.id, _first()),
    Fact.AUTHORS: _wins(Win.member_id),
    Fact.SHARING_PARTNERS: _wins(Credit.partner_id).join(Credit, Credit.win_id == Win.id),
    Fact.THANKS: _wins(Thanks.user_id).join(Thanks, Thanks.win_id == Win.id),
    Fact.CHEERS: _rows(Cheer.partnership_id, Cheer.cheered_at, Cheer.user_id),
    Fact.BLOCKERS: _rows(Blocker.partnership_id, Blocker.raised_at, Blocker.id, Blocker.undone_at.is_(None)),
    Fact.FIXED: _fixed(),
    Fact.OFFERS: _rows(Help.partnership_id, Help.taken_at, Help.user_id),
    Fact.HELP_ACROSS: _fixed(_helped_across()),
    Fact.SKILLS: _offered(),
    Fact.HIDDEN_SKILLS: _offered(Skill.hidden),
    Fact.AIM_WINS: _wins(Win.id, Win.aim_id.is_not(None)),
    Fact.PROPOSALS: _rows(Proposal.partnership_id, Proposal.proposed_at, Proposal.id),
    Fact.STEPS: _rows(
        Commitment.partnership_id,
        Commitment.answered_at,
        Commitment.id,
        Commitment.outcome == HAPPENED,
        Commitment.checkin_id.is_not(None),
    ),
}


def figures(
    session: Session, begun: dict[int, datetime], facts: Collection[Fact], now: datetime
) -> dict[int, dict[Fact, Figure]]:
    """Every fact for every partnership, in one statement a fact. `begun` says when each partnership started."""
    by_partnership: dict[int, dict[Fact, Figure]] = defaultdict(dict)
    quarter = now - QUARTER
    values = {"owners": list(begun), "now": now, "quarter": quarter, "before": now - 2 * QUARTER}
    for fact in facts:
        counted = session.execute(_figures(fact), values)
        for owner, late, early, last in counted:
            by_partnership[owner][fact] = Figure(fact, late, early if begun[owner] <= quarter else None, last)
        for owner, began in begun.items():
            by_partnership[owner].setdefault(fact, Figure(fact, 0, 0 if began <= quarter else None, None))
    return by_partnership


@cache
def _figures(fact: Fact) -> Select[Any]:
    rows, quarter = _COUNTED[fact].subquery(), bindparam("quarter", type_=Moment())
    lately, earlier = case((rows.c.at > quarter, rows.c.key)), case((rows.c.at <= quarter, rows.c.key))
    return (
        select(rows.c.owner, func.count(distinct(lately)), func.count(distinct(earlier)), func.max(rows.c.at))
        .where(rows.c.owner.in_(bindparam("owners", expanding=True)))
        .where(rows.c.at > bindparam("before"), rows.c.at <= bindparam("now"))
        .group_by(rows.c.owner)
    )


def begun(session: Session, partnership_ids: Sequence[int]) -> dict[int, datetime]:
    """When each partnership started."""
    rows = session.execute(select(Partnership.id, Partnership.started_at).where(Partnership.id.in_(partnership_ids)))
    return {row.id: row.started_at for row in rows}
