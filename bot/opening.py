"""Pulses open: who is invited, what is asked, and in which groups answers may be told."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import Block
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import ballots, gate, hosts, outbox, partnerships, pulse, results
from bot.models import Member, Partner, Partnership, Pulse
from bot.settings import Settings
from bot.statements import asked
from bot.timetable import Due
from bot.views import pulse as view
from bot.views.pulse import State


def compose(session: Session, due: Sequence[Due], settings: Settings, now: datetime) -> None:
    """A pulse opens wherever enough people are known; elsewhere the hosts hear why not."""
    ids = [one.partnership_id for one in due]
    here = {one.id: one for one in session.scalars(select(Partnership).where(Partnership.id.in_(ids)))}
    people = _people(session, ids)
    busy = set(session.scalars(select(Pulse.partnership_id).where(Pulse.partnership_id.in_(ids), pulse.unfinished())))
    rounds = _rounds(session, ids)
    before = results.latest(session, ids)
    for one in due:
        partnership = here[one.partnership_id]
        if partnership.id in busy:
            still_open = view.still_open(one.channel_id)
            hosts.tell(session, partnership.id, still_open, kind=pulse.UNOPENED, occasion=one.occasion, now=now)
            continue
        needed = 2 * partnership.pulse_floor
        known = people[partnership.id]
        if len(known) < needed:
            too_few = view.too_few_members(len(known), needed, one.channel_id, settings.command_partnership)
            hosts.tell(session, partnership.id, too_few, kind=pulse.UNOPENED, occasion=one.occasion, now=now)
            continue
        _open(
            session,
            partnership,
            one,
            known,
            rounds.get(partnership.id, 0),
            before.get(partnership.id, []),
            settings,
            now,
        )


def _people(session: Session, partnership_ids: Sequence[int]) -> dict[int, list[tuple[int, int | None, str | None]]]:
    """Members, each with organisation and sector."""
    rows = session.execute(
        select(Member.partnership_id, Member.id, Member.partner_id, Partner.sector)
        .outerjoin(Partner, Partner.id == Member.partner_id)
        .where(Member.partnership_id.in_(partnership_ids), *partnerships.here())
        .order_by(Member.id)
    )
    found: dict[int, list[tuple[int, int | None, str | None]]] = defaultdict(list)
    for partnership_id, member_id, partner_id, sector in rows:
        found[partnership_id].append((member_id, partner_id, sector))
    return found


def _rounds(session: Session, partnership_ids: Sequence[int]) -> dict[int, int]:
    rows = session.execute(
        select(Pulse.partnership_id, func.max(Pulse.round))
        .where(Pulse.partnership_id.in_(partnership_ids), func.coalesce(Pulse.outcome, "") != State.WITHDRAWN)
        .group_by(Pulse.partnership_id)
    )
    return {partnership_id: last + 1 for partnership_id, last in rows}


def _open(
    session: Session,
    partnership: Partnership,
    due: Due,
    people: Sequence[tuple[int, int | None, str | None]],
    rounds: int,
    before: Sequence[Block],
    settings: Settings,
    now: datetime,
) -> None:
    token = outbox.new_token()
    groups = gate.groups([(partner_id, sector) for _, partner_id, sector in people], partnership.pulse_floor)
    made = Pulse(
        partnership_id=partnership.id,
        occasion=due.occasion,
        round=rounds,
        items=[one.key for one in asked(rounds)],
        groups=[[one.name, list(one.sectors), one.invited] for one in groups],
        floor=partnership.pulse_floor,
        invited=len(people),
        written_at=now,
    )
    pulse.set_times(made, now, partnership.zone, settings.holidays)
    post_id = outbox.write(
        session,
        partnership_id=partnership.id,
        kind=pulse.KIND,
        occasion=due.occasion,
        channel=due.channel_id,
        message=view.opening(pulse.described(made, partnership, token), before),
        now=now,
        token=token,
    )
    if post_id is None:
        return
    made.post_id = post_id
    session.add(made)
    session.flush()
    ballots.begin(session, made, token, pulse.master(settings))
    places = {sector: place for place, one in enumerate(groups) for sector in one.sectors}
    ballots.invite(session, made, [(member_id, places.get(sector, 0)) for member_id, _, sector in people])
