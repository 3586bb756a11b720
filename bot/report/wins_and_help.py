"""Wins and help as a report tells of them: who had a share, in which sectors, and who may be named."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, false, func, select
from sqlalchemy.orm import Session

from bot.lib.periods import Period
from bot.models import Aim, Credit, Member, Partner, Thanks, Win, Withheld
from bot.slack.rich_text import GONE
from bot.ties import entries
from bot.wins.entries import of_blocker


@dataclass(frozen=True)
class ReportedWin:
    """A win, without anybody who has not agreed to be named."""

    on: date
    origin: str
    text: str
    consent: str
    aim: str | None
    partners: tuple[str, ...]  # those that have not asked to be left out here
    sectors: frozenset[str | None]
    shared: bool
    author: str | None  # Slack user ids of people who may be named
    thanked: tuple[str, ...]
    unnamed: tuple[str, ...]  # ids of people thanked who may not be named: their names have to go from the text


def reported_wins(session: Session, partnership_id: int, period: Period) -> tuple[ReportedWin, ...]:
    """The wins of the period, oldest first; in four statements."""
    chosen = (
        Win.partnership_id == partnership_id,
        Win.recorded_at >= period.begins,
        Win.recorded_at < period.ends,
        Win.undone_at.is_(None),
    )
    rows = session.execute(
        select(Win, Member.user_id, Member.named, Aim.text, func.coalesce(Aim.origin_id, Aim.id))
        .join(Member, Member.id == Win.member_id)
        .outerjoin(Aim, Aim.id == Win.aim_id)
        .where(*chosen)
        .order_by(Win.recorded_at, Win.id)
    ).all()
    shares: dict[int, list[tuple[int, str, str | None]]] = defaultdict(list)
    for win_id, partner_id, name, sector in session.execute(
        select(Credit.win_id, Partner.id, Partner.name, Partner.sector)
        .join(Win, Win.id == Credit.win_id)
        .join(Partner, Partner.id == Credit.partner_id)
        .where(*chosen)
        .order_by(Partner.name, Partner.id)
    ):
        shares[win_id].append((partner_id, name, sector))
    hidden = set(
        session.execute(
            select(Withheld.win_id, Withheld.partner_id).join(Win, Win.id == Withheld.win_id).where(*chosen)
        )
    )
    thanked: dict[tuple[int, bool], list[str]] = defaultdict(list)
    known = and_(Member.partnership_id == Thanks.partnership_id, Member.user_id == Thanks.user_id)
    for win_id, user_id, named in session.execute(
        select(Thanks.win_id, Thanks.user_id, func.coalesce(Member.named, false()))
        .join(Win, Win.id == Thanks.win_id)
        .outerjoin(Member, known)
        .where(*chosen)
        .order_by(Thanks.user_id)
    ):
        if not user_id.startswith(GONE):
            thanked[win_id, bool(named)].append(user_id)
    newest = {origin: text for _, _, _, text, origin in rows if origin is not None}  # an aim by its latest words
    return tuple(
        ReportedWin(
            on=period.day(win.recorded_at),
            origin=win.origin,
            text=win.text,
            consent=win.consent,
            aim=newest.get(origin),
            partners=tuple(name for partner_id, name, _ in shares[win.id] if (win.id, partner_id) not in hidden),
            sectors=frozenset(sector for _, _, sector in shares[win.id]),
            shared=len(shares[win.id]) > 1,
            author=author if named and not author.startswith(GONE) else None,
            thanked=tuple(thanked[win.id, True]),
            unnamed=tuple(thanked[win.id, False]),
        )
        for win, author, named, _, origin in rows
    )


@dataclass(frozen=True)
class ReportedHelp:
    """Help between organisations: `times` counts all of it, `known` names only what wins that are quoted tell of."""

    times: int = 0
    known: tuple[tuple[str, str, int], ...] = ()  # who helped whom, and with how many blockers; most first


def help_between(session: Session, partnership_id: int, period: Period, quoted: Sequence[ReportedWin]) -> ReportedHelp:
    """Which organisation helped which other with blockers fixed in the period, as far as `quoted` wins name both.

    Where it is not known from which organisation somebody was stuck, as without a name, there is nothing to count.
    """
    given = entries.help_given(session, partnership_id, period)
    partners_of = {win.origin: win.partners for win in quoted}
    counts = Counter(
        (giver, taker)
        for giver, taker, blocker_id in given
        if {giver, taker} <= set(partners_of.get(of_blocker(blocker_id), ()))
    )
    in_order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ReportedHelp(len(given), tuple((*names, number) for names, number in in_order))
