"""Ties: how often two organisations have worked on the same thing. For reports; never said in the room."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from bot.models import Blocker, Help, Member


@dataclass(frozen=True)
class Tie:
    """Two organisations, the lower id first, and on how many fixed blockers they met."""

    partner_ids: tuple[int, int]
    times: int


def between(session: Session, partnership_id: int, since: datetime, until: datetime) -> Sequence[Tie]:
    """Every pair that met over what was fixed from `since` on and before `until`, the closest first.

    Whoever was stuck and those who helped with it meet. Of a nameless blocker only those who helped are known.
    """
    fixed = and_(
        Blocker.partnership_id == partnership_id,
        Blocker.fixed_at >= since,
        Blocker.fixed_at < until,
        Blocker.undone_at.is_(None),
    )
    helper = and_(
        Member.partnership_id == Help.partnership_id, Member.team_id == Help.team_id, Member.user_id == Help.user_id
    )
    helped = (
        select(Blocker.id, Member.partner_id)
        .join(Help, Help.blocker_id == Blocker.id)
        .join(Member, helper)
        .where(fixed, Help.helped, Member.partner_id.is_not(None))
    )
    met: dict[int, set[int]] = defaultdict(set)
    for blocker_id, partner_id in session.execute(helped):
        assert partner_id is not None
        met[blocker_id].add(partner_id)
    stuck = (
        select(Blocker.id, Member.partner_id)
        .join(Member, Member.id == Blocker.member_id)
        .where(fixed, Member.partner_id.is_not(None))
    )
    for blocker_id, partner_id in session.execute(stuck):
        if blocker_id in met:
            assert partner_id is not None
            met[blocker_id].add(partner_id)
    times = Counter(pair for partners in met.values() for pair in combinations(sorted(partners), 2))
    return [Tie(pair, number) for pair, number in sorted(times.items(), key=lambda one: (-one[1], one[0]))]
