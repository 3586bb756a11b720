"""Before a celebration somebody is privately offered the spotlight for their partner; passed on, it goes to another.

Partners take turns. Nobody is named as missing, nothing is counted by partner, nobody learns who passed it on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from bot.db.statements import insert_new
from bot.lib.refusals import Refusal
from bot.models import Member, Occasion, Partner, Partnership, Schedule, Spotlight
from bot.partnership import ask_budget
from bot.schedule import timetable
from bot.schedule.batches import Batch
from bot.wins._spotlight_turns import LONG_AGO, candidates
from bot.wins.views import spotlight as view

KIND = "spotlight"  # of post
_CELEBRATIONS = "celebrations"

_NEARING = (
    select(Schedule, Partnership)
    .join(Partnership, Partnership.id == Schedule.partnership_id)
    .where(Schedule.ahead_at <= bindparam("now"), Partnership.uninstalled_at.is_(None))
    .order_by(Schedule.ahead_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=Schedule)
)


class NoCelebrationError(Refusal):
    """No celebration is coming, so there is nothing to offer the spotlight for."""


class UnderWayError(Refusal):
    """Somebody has been offered the spotlight of the next celebration already."""


class NobodyToAskError(Refusal):
    """Nobody of the partner is here and can be asked one more thing this week."""


@dataclass(frozen=True)
class _Offer:
    """Whom it is offered to, for which celebration; it may be passed on, a turn each time."""

    partnership: Partnership
    partner: Partner
    person: Member
    occasion: str
    turn: int = 0

    def row(self, now: datetime) -> dict[str, Any]:
        return {
            "partnership_id": self.partnership.id,
            "occasion": self.occasion,
            "turn": self.turn,
            "partner_id": self.partner.id,
            "member_id": self.person.id,
            "offered_at": now,
        }


def offer(session: Session, *, now: datetime, batch: Batch) -> int:
    """A tick: before each celebration that nears, somebody is privately offered the spotlight."""
    rows = session.execute(batch.of(_NEARING, Schedule.partnership_id), {"now": now, "limit": batch.most}).all()
    coming: dict[int, tuple[Partnership, str]] = {}
    at: dict[int, datetime] = {}
    for schedule, partnership in rows:
        schedule.ahead_at = None
        if schedule.next_at is not None and schedule.next_at > now and partnership.paused_at is None:
            occasion = timetable.coming(schedule, partnership, now).occasion
            coming[partnership.id] = (partnership, occasion)
            at[partnership.id] = schedule.next_at
    if coming:
        _offer_first(session, coming, at, now)
    return len(rows)


def _offer_first(
    session: Session, coming: dict[int, tuple[Partnership, str]], at: Mapping[int, datetime], now: datetime
) -> None:
    """The first in turn of each partnership is offered it, unless somebody has it already."""
    for partnership_id in _under_way(session, list(coming)):
        del coming[partnership_id]
    places = candidates(session, [partnership for partnership, _ in coming.values()], at, now)
    offers = [
        _Offer(partnership, partner, places[partnership.id].people[partner.id][0], occasion)
        for partnership, occasion in coming.values()
        for partner in places[partnership.id].in_turn(now)[:1]
    ]
    _put(session, offers, now)


def _under_way(session: Session, partnership_ids: Sequence[int]) -> list[int]:
    """Partnerships in which somebody has it since the last celebration: where that one moved, it moves along."""
    last = func.coalesce(_last_celebration(Spotlight.partnership_id), LONG_AGO)
    query = select(Spotlight.partnership_id).where(
        Spotlight.partnership_id.in_(partnership_ids), Spotlight.offered_at > last
    )
    return list(session.scalars(query.distinct()))


def _last_celebration(partnership_id: Any) -> Any:
    came = select(func.max(Occasion.came_at)).where(
        Occasion.partnership_id == partnership_id, Occasion.kind == _CELEBRATIONS
    )
    return came.scalar_subquery()


def over(session: Session, spotlight: Spotlight) -> bool:
    """Whether the celebration it was offered for has been."""
    last = session.scalar(select(_last_celebration(spotlight.partnership_id)))
    return last is not None and last >= spotlight.offered_at


def offer_to(session: Session, partnership: Partnership, partner: Partner, now: datetime) -> None:
    """Somebody of this partner is offered it for the next celebration, as a host wishes; who, nobody else hears."""
    schedule = session.get(Schedule, (partnership.id, _CELEBRATIONS))
    if schedule is None or schedule.next_at is None or schedule.next_at <= now:
        raise NoCelebrationError
    if _under_way(session, [partnership.id]):
        raise UnderWayError
    place = candidates(session, [partnership], {partnership.id: schedule.next_at}, now)[partnership.id]
    people = place.people.get(partner.id, [])
    if not people or partner.left_at is not None:
        raise NobodyToAskError
    occasion = timetable.coming(schedule, partnership, now).occasion
    if not _put(session, [_Offer(partnership, partner, people[0], occasion)], now):
        raise UnderWayError  # another host was quicker


def offer_next(session: Session, partnership: Partnership, passed: Spotlight, now: datetime) -> None:
    """It is offered to somebody else of the partner, or else to the next partner, while there is time."""
    next_at = timetable.next_at(session, partnership.id, _CELEBRATIONS)
    if next_at is None or next_at <= now:
        return
    tried = session.execute(
        select(Spotlight.member_id, Spotlight.partner_id, Spotlight.turn).where(
            Spotlight.partnership_id == partnership.id, Spotlight.occasion == passed.occasion
        )
    ).all()
    place = candidates(session, [partnership], {partnership.id: next_at}, now)[partnership.id]
    asked = {row.member_id for row in tried}
    tried_partners = {row.partner_id for row in tried}
    colleagues = [member for member in place.people.get(passed.partner_id, []) if member.id not in asked]
    others = [partner for partner in place.in_turn(now) if partner.id not in tried_partners]
    turn = max(row.turn for row in tried) + 1
    partner = session.get_one(Partner, passed.partner_id)
    if colleagues and partner.left_at is None:
        _put(session, [_Offer(partnership, partner, colleagues[0], passed.occasion, turn)], now)
    elif others:
        person = place.people[others[0].id][0]
        _put(session, [_Offer(partnership, others[0], person, passed.occasion, turn)], now)


def _put(session: Session, offers: Sequence[_Offer], now: datetime) -> int:
    """Each is privately offered it, unless that turn has been somebody's; to how many it was."""
    made = insert_new(
        session,
        Spotlight,
        [offer.row(now) for offer in offers],
        returning=(Spotlight.partnership_id, Spotlight.id),
        on=["partnership_id", "occasion", "turn"],
    )
    ids = {partnership_id: spotlight_id for partnership_id, spotlight_id in made}  # noqa: C416  # a row is no pair to mypy
    asks = []
    for new in offers:
        if new.partnership.id in ids:
            new.partner.invited_at = new.person.invited_at = now
            message = view.offer(
                new.partner.name, new.partnership.channel_id, new.partnership.id, ids[new.partnership.id]
            )
            asks.append(ask_budget.Ask(new.person, new.partnership.zone, message, KIND, f"{new.occasion}.{new.turn}"))
    ask_budget.put(session, asks, now)
    return len(asks)
