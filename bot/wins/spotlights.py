"""Fair turns: whose partner the spotlight is offered to before a celebration, and what they make of it.

Partners take turns. Nobody is named as missing, nothing is counted by partner, nobody learns who passed it on.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, select, update
from sqlalchemy.orm import Session

from bot.db.statements import core_connection, insert_new
from bot.lib.refusals import GoneError, NotYoursError, Refusal
from bot.lib.text import tidy
from bot.models import Credit, Member, Occasion, Partner, Partnership, Post, Revision, Schedule, Spotlight, Win
from bot.partnership import ask_budget, audit_log, members, preferences
from bot.partnership.members import Who
from bot.schedule import timetable
from bot.schedule.batches import Batch
from bot.slack import redact as erasing
from bot.wins.views import spotlight as view

KIND = NOUN = "spotlight"  # of post, and as its revisions call it
CELEBRATIONS = "celebrations"
LINES, LENGTH = 3, 600
MOST_AT_ONCE = 3  # in one celebration; what was sent late waits its turn
LATELY = timedelta(days=7)
QUARTER = timedelta(weeks=13)
ACCEPTED, PASSED = "accepted", "passed"
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class TooLongError(Refusal):
    """Three lines, and no more."""


class PassedOnError(Refusal):
    """It has been passed on, and may be somebody else's by now."""


class TakenUpError(Refusal):
    """It has been taken up; what was said can be taken back, not passed on."""


class OverError(Refusal):
    """The celebration it was offered for has been."""


@dataclass
class _Place:
    """What choosing somebody in a partnership needs to know."""

    partners: list[Partner] = field(default_factory=list)
    people: dict[int, list[Member]] = field(default_factory=lambda: defaultdict(list))  # who may be asked, by partner
    seen: dict[int, datetime] = field(default_factory=dict)


_NEARING = (
    select(Schedule, Partnership)
    .join(Partnership, Partnership.id == Schedule.partnership_id)
    .where(Schedule.ahead_at <= bindparam("now"))
    .order_by(Schedule.ahead_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=Schedule)
)


def offer(session: Session, *, calendar: str, now: datetime, batch: Batch) -> int:
    """A turn of the clock: before each celebration that nears, somebody is privately offered the spotlight."""
    rows = session.execute(batch.of(_NEARING, Schedule.partnership_id), {"now": now, "limit": batch.most}).all()
    coming: dict[int, tuple[Partnership, str]] = {}
    at: dict[int, datetime] = {}
    for schedule, partnership in rows:
        schedule.ahead_at = None
        if schedule.next_at is not None and schedule.next_at > now and partnership.paused_at is None:
            occasion = timetable.coming(schedule, partnership, calendar, now).occasion
            coming[partnership.id] = (partnership, occasion)
            at[partnership.id] = schedule.next_at
    if coming:
        _offer_first(session, coming, at, now)
    return len(rows)


def _offer_first(
    session: Session, coming: dict[int, tuple[Partnership, str]], at: Mapping[int, datetime], now: datetime
) -> None:
    """The first in turn of each partnership is offered it, unless somebody has it already."""
    for busy in _under_way(session, list(coming)):
        del coming[busy]
    places = _places(session, [partnership for partnership, _ in coming.values()], at, now)
    offers = [
        _Offer(partnership, partner, places[partnership.id].people[partner.id][0], occasion)
        for partnership, occasion in coming.values()
        for partner in _in_turn(places[partnership.id], now)[:1]
    ]
    _offer(session, offers, now)


def _last_celebrated(partnership_id: Any) -> Any:
    came = select(func.max(Occasion.came_at)).where(
        Occasion.partnership_id == partnership_id, Occasion.kind == CELEBRATIONS
    )
    return came.scalar_subquery()


def _under_way(session: Session, partnership_ids: Sequence[int]) -> list[int]:
    """Partnerships in which somebody has it since the last celebration: where that one moved, it moves along."""
    last = func.coalesce(_last_celebrated(Spotlight.partnership_id), _LONG_AGO)
    query = select(Spotlight.partnership_id).where(
        Spotlight.partnership_id.in_(partnership_ids), Spotlight.offered_at > last
    )
    return list(session.scalars(query.distinct()))


def _places(
    session: Session, here: Sequence[Partnership], celebrated: Mapping[int, datetime], now: datetime
) -> dict[int, _Place]:
    """`celebrated` is when each celebrates next: whoever has quiet hours until then is not asked."""
    zones = {one.id: one.zone for one in here}
    ids = list(zones)
    places = {one: _Place() for one in ids}
    if not ids:
        return places
    room = ask_budget.may_be_asked(session, here, now)
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
    for partnership_id, partner_id, at in session.execute(_appeared(ids)):
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


def _appeared(partnership_ids: Sequence[int]) -> Any:
    """When each partner last stood in the spotlight."""
    return (
        select(Spotlight.partnership_id, Spotlight.partner_id, func.max(Post.written_at))
        .join(Post, Post.id == Spotlight.post_id)
        .where(Spotlight.partnership_id.in_(partnership_ids), Spotlight.text.is_not(None), Post.text.is_not(None))
        .group_by(Spotlight.partnership_id, Spotlight.partner_id)
    )


def _in_turn(place: _Place, now: datetime) -> list[Partner]:
    """Partners that may be offered it, in their turn.

    Those it was never offered to come before all others, then those it was not offered to for a quarter. Among them
    the sector that has waited longest is first, and in it the partner unseen for longest.
    """
    sectors: dict[str | None, datetime] = defaultdict(lambda: _LONG_AGO)
    for partner in place.partners:
        sectors[partner.sector] = max(sectors[partner.sector], partner.invited_at or _LONG_AGO)

    def turn(partner: Partner) -> tuple[Any, ...]:
        unseen = place.seen.get(partner.id, partner.joined_at)
        if partner.invited_at is None or partner.invited_at <= now - QUARTER:
            return (partner.invited_at is not None, sectors[partner.sector], unseen, partner.id)
        return (2, partner.invited_at, unseen, partner.id)

    may = [
        partner
        for partner in place.partners
        if place.people.get(partner.id) and place.seen.get(partner.id, _LONG_AGO) <= now - LATELY
    ]
    return sorted(may, key=turn)


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


def _offer(session: Session, offers: Sequence[_Offer], now: datetime) -> None:
    """Each is privately offered it, unless that turn has been somebody's."""
    made = insert_new(
        session,
        Spotlight,
        [one.row(now) for one in offers],
        returning=(Spotlight.partnership_id, Spotlight.id),
        on=["partnership_id", "occasion", "turn"],
    )
    ids = {partnership_id: spotlight_id for partnership_id, spotlight_id in made}  # noqa: C416  # a row is no pair to mypy
    askings = []
    for one in offers:
        if one.partnership.id in ids:
            one.partner.invited_at = one.person.invited_at = now
            message = view.offer(
                one.partner.name, one.partnership.channel_id, one.partnership.id, ids[one.partnership.id]
            )
            askings.append(
                ask_budget.Ask(one.person, one.partnership.zone, message, KIND, f"{one.occasion}.{one.turn}")
            )
    ask_budget.put(session, askings, now)


def theirs(session: Session, spotlight_id: int, who: Who, now: datetime) -> tuple[Partnership, Partner, Spotlight]:
    """The offer, held for answering, if it was made to this person or they are a host; else a refusal."""
    found = session.scalar(select(Spotlight).where(Spotlight.id == spotlight_id).with_for_update())
    if found is None:
        raise GoneError
    partnership = session.get_one(Partnership, found.partnership_id)
    member = members.admit(session, partnership, who, now)
    if member.id != found.member_id and not (member.host and found.answer == ACCEPTED):
        raise NotYoursError
    return partnership, session.get_one(Partner, found.partner_id), found


def words(session: Session, spotlight: Spotlight) -> str:
    """What the form begins with: what was said or taken back, else what was last said of this partner."""
    if spotlight.text is not None:
        return spotlight.text
    back = select(Revision.before).where(Revision.noun == NOUN, Revision.row_id == spotlight.id)
    before = session.scalar(back.order_by(Revision.id.desc()).limit(1))
    if before is not None and before["text"] != erasing.INSTEAD:
        return str(before["text"])
    last = (
        select(Spotlight.text)
        .where(Spotlight.partner_id == spotlight.partner_id, Spotlight.text != erasing.INSTEAD)
        .order_by(Spotlight.answered_at.desc())
        .limit(1)
    )
    return session.scalar(last) or ""


def accept(session: Session, spotlight_id: int, who: Who, text: str, now: datetime) -> Spotlight:
    """The partner's lines, for the next celebration; where they stand already they are changed there."""
    partnership, partner, found = theirs(session, spotlight_id, who, now)
    if found.answer == PASSED:
        raise PassedOnError
    if partner.left_at is not None:
        raise GoneError
    lines = [line.strip() for line in tidy(text).splitlines() if line.strip()]
    if len(lines) > LINES or len("\n".join(lines)) > LENGTH:
        raise TooLongError
    if found.post_id is not None and session.get_one(Post, found.post_id).text is None:
        found.post_id = None  # a post that was taken away does not come back
    text = "\n".join(lines)
    _keep(session, partnership, found, who, "spotlight.changed", text, now)
    found.text, found.answer, found.answered_at = text, ACCEPTED, now
    session.flush()
    return found


_TAKE_UP = (
    update(Spotlight)
    .where(
        Spotlight.member_id == bindparam("member"),
        Spotlight.answer.is_(None),
        Spotlight.offered_at > bindparam("since"),
    )
    .values(answer=ACCEPTED, answered_at=bindparam("now"))
)


def taken_up(session: Session, member: Member, now: datetime) -> None:
    """A win this person has just told takes up what they were offered; lines may still be said as well."""
    if member.invited_at is None or member.invited_at <= now - LATELY:
        return
    core_connection(session).execute(_TAKE_UP, {"member": member.id, "since": now - LATELY, "now": now})


def withdraw(session: Session, spotlight_id: int, who: Who, now: datetime) -> Spotlight:
    """The lines are taken back; other ones may still be said."""
    partnership, _, found = theirs(session, spotlight_id, who, now)
    _keep(session, partnership, found, who, "spotlight.withdrawn", None, now)
    found.text = None
    session.flush()
    return found


def _keep(
    session: Session, partnership: Partnership, found: Spotlight, who: Who, deed: str, text: str | None, now: datetime
) -> None:
    """What was said before; where a host changes another's words, all hosts see that it was changed."""
    if found.text == text:
        return
    member = members.admit(session, partnership, who, now)
    if member.id != found.member_id:
        audit_log.record(session, member, deed, now)
    if found.text is not None:
        before = {"text": found.text}
        row = {"noun": NOUN, "row_id": found.id, "before": before, "member_id": member.id, "revised_at": now}
        session.add(Revision(partnership_id=partnership.id, **row))


def pass_on(session: Session, spotlight_id: int, who: Who, now: datetime) -> None:
    """It is offered to somebody else of the partner, or else to the next partner, while there is time."""
    partnership, partner, found = theirs(session, spotlight_id, who, now)
    if found.answer == PASSED:
        raise PassedOnError
    if found.answer == ACCEPTED and found.text is not None:
        raise TakenUpError
    last = session.scalar(select(_last_celebrated(partnership.id)))
    if last is not None and last >= found.offered_at:
        raise OverError
    found.answer, found.answered_at = PASSED, now
    session.flush()
    next_at = timetable.next_at(session, partnership.id, CELEBRATIONS)
    if next_at is None or next_at <= now:
        return
    tried = session.execute(
        select(Spotlight.member_id, Spotlight.partner_id, Spotlight.turn).where(
            Spotlight.partnership_id == partnership.id, Spotlight.occasion == found.occasion
        )
    ).all()
    place = _places(session, [partnership], {partnership.id: next_at}, now)[partnership.id]
    asked = {row.member_id for row in tried}
    same = [one for one in place.people.get(partner.id, []) if one.id not in asked]
    others = [one for one in _in_turn(place, now) if one.id not in {row.partner_id for row in tried}]
    turn = max(row.turn for row in tried) + 1
    if same and partner.left_at is None:
        _offer(session, [_Offer(partnership, partner, same[0], found.occasion, turn)], now)
    elif others:
        person = place.people[others[0].id][0]
        _offer(session, [_Offer(partnership, others[0], person, found.occasion, turn)], now)


Lit = tuple[str, str]  # a partner's name and lines


def waiting(session: Session, partnership_ids: Sequence[int]) -> dict[int, list[tuple[int, Lit]]]:
    """Lines that no celebration has had yet, by partnership: as many as one has room for."""
    rows = session.execute(
        select(Spotlight, Partner.name)
        .join(Partner, and_(Partner.id == Spotlight.partner_id, Partner.left_at.is_(None)))
        .where(Spotlight.partnership_id.in_(partnership_ids), Spotlight.text.is_not(None), Spotlight.post_id.is_(None))
        .order_by(Spotlight.id)
        .with_for_update(of=Spotlight)
    )
    found: dict[int, list[tuple[int, Lit]]] = defaultdict(list)
    for spotlight, name in rows:
        assert spotlight.text is not None
        if len(found[spotlight.partnership_id]) < MOST_AT_ONCE:
            found[spotlight.partnership_id].append((spotlight.id, (name, spotlight.text)))
    return found


def stand(session: Session, places: Mapping[int, int]) -> None:
    """Each of these stands in its celebration's post."""
    if places:
        session.execute(update(Spotlight), [{"id": one, "post_id": post_id} for one, post_id in places.items()])


def standing(session: Session, post_id: int) -> list[Lit]:
    """What stands in this celebration."""
    rows = session.execute(
        select(Partner.name, Spotlight.text)
        .join(Partner, Partner.id == Spotlight.partner_id)
        .where(Spotlight.post_id == post_id, Spotlight.text.is_not(None))
        .order_by(Spotlight.id)
    )
    return [(name, text) for name, text in rows if text is not None]
