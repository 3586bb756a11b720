"""Fair turns: which partners may be offered the spotlight, whose turn it is, and who of them may be asked."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.models import Credit, Member, Partner, Partnership, Post, Spotlight, Win
from bot.partnership import ask_budget, members, preferences
from bot.partnership.ask_budget import Turn

LATELY = timedelta(days=7)
QUARTER = timedelta(weeks=13)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Candidates:
    """What choosing somebody in a partnership needs to know."""

    partners: list[Partner] = field(default_factory=list)
    people: dict[int, list[Member]] = field(default_factory=lambda: defaultdict(list))  # who may be asked, by partner
    seen: dict[int, datetime] = field(default_factory=dict)

    def in_turn(self, now: datetime) -> list[Partner]:
        """Partners that may be offered it, in their turn.

        Those it was never offered to come before all others, then those it was not offered to for a quarter. Among
        them the sector that has waited longest is first, and in it the partner unseen for longest.
        """
        sectors: dict[str | None, datetime] = defaultdict(lambda: LONG_AGO)
        for partner in self.partners:
            sectors[partner.sector] = max(sectors[partner.sector], partner.invited_at or LONG_AGO)

        def rank(partner: Partner) -> tuple[Any, ...]:
            unseen = self.seen.get(partner.id, partner.joined_at)
            if partner.invited_at is None or partner.invited_at <= now - QUARTER:
                return (partner.invited_at is not None, sectors[partner.sector], unseen, partner.id)
            return (2, partner.invited_at, unseen, partner.id)

        may = [
            partner
            for partner in self.partners
            if self.people.get(partner.id) and self.seen.get(partner.id, LONG_AGO) <= now - LATELY
        ]
        return sorted(may, key=rank)


def candidates(
    session: Session, partnerships: Sequence[Partnership], celebrated: Mapping[int, datetime], now: datetime
) -> dict[int, Candidates]:
    """By partnership; `celebrated` is when each celebrates next: whoever has quiet hours until then is not asked."""
    zones = {partnership.id: partnership.zone for partnership in partnerships}
    ids = list(zones)
    places = {partnership_id: Candidates() for partnership_id in ids}
    if not ids:
        return places
    room = ask_budget.may_be_asked(session, partnerships, now, Turn.SPOTLIGHT)
    partners = select(Partner, last_celebrated()).where(Partner.partnership_id.in_(ids), Partner.left_at.is_(None))
    for partner, at in session.execute(partners.order_by(Partner.id)):
        place = places[partner.partnership_id]
        place.partners.append(partner)
        if at is not None:
            place.seen[partner.id] = at
    people = (
        select(Member)
        .where(Member.partnership_id.in_(ids), Member.partner_id.is_not(None), *members.present())
        .order_by(Member.invited_at.is_not(None), Member.invited_at, Member.id)
    )
    for member in session.scalars(people):
        heard_at = preferences.quiet_until(member, zones[member.partnership_id], now) or now
        if member.user_id in room[member.partnership_id] and heard_at < celebrated[member.partnership_id]:
            assert member.partner_id is not None
            places[member.partnership_id].people[member.partner_id].append(member)
    for partnership_id, partner_id, at in session.execute(appeared(ids)):
        seen = places[partnership_id].seen
        seen[partner_id] = max(at, seen.get(partner_id, at))
    return places


def last_celebrated() -> Any:
    """When the newest of a partner's wins that were celebrated was: one look at its end, however many there are."""
    return (
        select(Post.written_at)
        .join(Win, Win.post_id == Post.id)
        .join(Credit, Credit.win_id == Win.id)
        .where(Credit.partner_id == Partner.id, Win.undone_at.is_(None), Post.text.is_not(None))
        .order_by(Credit.win_id.desc())
        .limit(1)
        .correlate(Partner)
        .scalar_subquery()
    )


def appeared(partnership_ids: Collection[int]) -> Any:
    """When each partner last stood in the spotlight."""
    return (
        select(Spotlight.partnership_id, Spotlight.partner_id, func.max(Post.written_at))
        .join(Post, Post.id == Spotlight.post_id)
        .where(Spotlight.partnership_id.in_(partnership_ids), Spotlight.text.is_not(None), Post.text.is_not(None))
        .group_by(Spotlight.partnership_id, Spotlight.partner_id)
    )
