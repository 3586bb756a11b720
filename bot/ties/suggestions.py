"""Two organisations that have never worked together, with a reason to try, and two people to ask about it.

Only who may be asked one more thing this week is thought of, so that an offer reaches them.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.models import Member, Partner, Partnership
from bot.partnership import ask_budget, partners
from bot.ties import known_pairs, reasons
from bot.ties.known_pairs import Pair
from bot.ties.reasons import Person, Reason


def of(session: Session, partnership: Partnership, now: datetime, pair: Pair | None = None) -> Reason | None:
    """The best reason there is, or the best for just this pair; nothing where they have worked together by now."""
    known = known_pairs.all_of(session, partnership.id, now)

    def apart(other: Pair) -> bool:
        return other not in known and pair in {None, other}

    return next(reasons.between(session, partnership.id, _askable(session, partnership, now), apart), None)


def _askable(session: Session, partnership: Partnership, now: datetime) -> dict[int, Person]:
    free = ask_budget.may_be_asked(session, [partnership], now)[partnership.id]
    return _people(session, partnership, Member.user_id.in_(free))


def among(session: Session, partnership: Partnership, member_ids: Collection[int]) -> Reason | None:
    """The best reason for just these two people, whatever their week holds."""
    people = _people(session, partnership, Member.id.in_(member_ids))
    return next(reasons.between(session, partnership.id, people, lambda _: True), None)


def _people(session: Session, partnership: Partnership, these: ColumnElement[bool]) -> dict[int, Person]:
    """Those of whom it is known where they are from."""
    rows = session.execute(
        select(Member.id, Member.user_id, Partner.id, Partner.name)
        .join(Partner, Partner.id == Member.partner_id)
        .where(Member.partnership_id == partnership.id, *partners.kept(), these)
        .order_by(Member.id)
    )
    return {row[0]: Person(*row) for row in rows}
