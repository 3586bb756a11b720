"""Ties between organisations: the wins that they share, and the blockers that one fixed with the other's help.

Where it is not known from which organisation somebody was stuck, as without a name, there is no tie; nor where an
organisation does not wish to be named in a win.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from bot.lib.periods import Period
from bot.models import Blocker, Credit, Help, Member, Partner, Win
from bot.partnership import partners
from bot.wins.entries import of_blocker


@dataclass(frozen=True)
class Tie:
    """Two organisations, by name, and what they did together."""

    first: str
    second: str
    wins: int  # that they share
    helped: int  # blockers of the second that were fixed with help from the first
    was_helped: int
    times: int  # a blocker, and the win that came of it, are one


@dataclass(frozen=True)
class WorkMap:
    """Who worked with whom over a period: those who did most together first, and who did nothing with anybody."""

    period: Period
    organisations: int
    ties: Sequence[Tie]
    alone: Sequence[str]


def gather(session: Session, partnership_id: int, period: Period) -> WorkMap:
    """The ties of the period, in three statements."""
    shared, given = _shared(session, partnership_id, period), help_given(session, partnership_id, period)
    helped: dict[tuple[str, str], set[str]] = defaultdict(set)
    for giver, taker, blocker_id in given:
        helped[giver, taker].add(of_blocker(blocker_id))
    pairs = {(first, second) if _order(first) < _order(second) else (second, first) for first, second in helped}
    ties = [_tie(pair, shared, helped) for pair in pairs | set(shared)]
    here = [partner.name for partner in partners.all_of(session, partnership_id) if partner.left_at is None]
    tied = {name for tie in ties for name in (tie.first, tie.second)}
    return WorkMap(
        period,
        len({*here, *tied}),
        sorted(ties, key=lambda tie: (-tie.times, _order(tie.first), _order(tie.second))),
        sorted(set(here) - tied, key=_order),
    )


def _tie(
    pair: tuple[str, str], shared: Mapping[tuple[str, str], set[str]], helped: Mapping[tuple[str, str], set[str]]
) -> Tie:
    wins, there, back = shared.get(pair, set()), helped.get(pair, set()), helped.get((pair[1], pair[0]), set())
    return Tie(*pair, len(wins), len(there), len(back), len(wins | there | back))


def _order(name: str) -> tuple[str, str]:
    return name.casefold(), name


def _shared(session: Session, partnership_id: int, period: Period) -> dict[tuple[str, str], set[str]]:
    """By pair, the wins that both share, each by what it came from."""
    rows = session.execute(
        select(Win.origin, Partner.name)
        .join(Credit, Credit.win_id == Win.id)
        .join(Partner, Partner.id == Credit.partner_id)
        .where(
            Win.partnership_id == partnership_id,
            Win.recorded_at >= period.begins,
            Win.recorded_at < period.ends,
            Win.undone_at.is_(None),
        )
    )
    sharing: dict[str, list[str]] = defaultdict(list)
    for origin, name in rows:
        sharing[origin].append(name)
    shared: dict[tuple[str, str], set[str]] = defaultdict(set)
    for origin, names in sharing.items():
        for pair in combinations(sorted(names, key=_order), 2):
            shared[pair].add(origin)
    return shared


def help_given(session: Session, partnership_id: int, period: Period) -> Sequence[tuple[str, str, int]]:
    """Which organisation helped which other with a blocker that was fixed in the period, each once a blocker."""
    helper, author = aliased(Member), aliased(Member)
    giving, taking = aliased(Partner), aliased(Partner)
    known = and_(helper.partnership_id == Help.partnership_id, helper.user_id == Help.user_id)
    rows = session.execute(
        select(giving.name, taking.name, Blocker.id)
        .join(Help, and_(Help.blocker_id == Blocker.id, Help.helped))
        .join(helper, known)
        .join(author, author.id == Blocker.member_id)
        .join(giving, giving.id == helper.partner_id)
        .join(taking, taking.id == author.partner_id)
        .where(
            Blocker.partnership_id == partnership_id,
            Blocker.fixed_at >= period.begins,
            Blocker.fixed_at < period.ends,
            Blocker.undone_at.is_(None),
            giving.id != taking.id,
        )
        .distinct()
    )
    return [(giver, taker, blocker_id) for giver, taker, blocker_id in rows]
