"""A turn of the clock takes as many statements for a whole batch of partnerships as for one."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from benchmarks.generate import NOW, Size, fill
from bot.blockers import find_helpers
from bot.checkins import lifecycle as checkins
from bot.commitments import asking
from bot.consultations import lifecycle as consultations
from bot.digest import weekly
from bot.hosts import delivery_alerts, reflection
from bot.lib.clock import wall
from bot.models import (
    Blocker,
    Checkin,
    Commitment,
    Consultation,
    ConsultationAnswer,
    ConsultationPrompt,
    Member,
    Partnership,
    Post,
    Pulse,
    Schedule,
    Skill,
    Spotlight,
    Win,
)
from bot.pulse import ballots, results
from bot.pulse import lifecycle as pulse
from bot.roll_call import lifecycle as roll_call
from bot.schedule import calendars, timetable
from bot.schedule.batches import Batch
from bot.schedule.recurrence import next_fire
from bot.settings import Settings
from bot.wins import spotlight_offers
from jobs.composers import COMPOSERS
from jobs.tick import BATCH, _compose, _let_go, _steps
from tests.databases import ENGINES
from tests.growth.watching import watching

pytestmark = [pytest.mark.database, pytest.mark.slow]

SETTINGS = Settings(_env_file=None)
MANY = BATCH
WHOLE = Batch(BATCH)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class _Life:
    """Partnerships that go through all that a turn of the clock can bring, and how many statements each thing took."""

    def __init__(self, url: str, number: int) -> None:
        self.on: Engine = ENGINES(url)
        self.number = number
        self.taken: dict[str, int] = {}
        fill(self.on, Size(wins=20 * number, schedules=len(timetable.KINDS) * number))

    def changes(self, *statements: Any) -> None:
        with Session(self.on) as session, session.begin():
            for statement in statements:
                session.execute(statement)

    def takes(self, name: str, step: Callable[[Session], int]) -> None:
        with Session(self.on, expire_on_commit=False) as session, watching(self.on) as watched, session.begin():
            done = step(session)
            session.flush()
        assert done == self.number, f"{name}: {done}"
        self.taken[name] = len(watched.statements)

    def stand_in_slack(self, at: datetime) -> None:
        """What is owed has been sent."""
        self.changes(
            update(Post).where(Post.method.is_not(None)).values(method=None, ts="1.0", sent_at=at, fate="sent")
        )

    def comes(self, kind: str, late: timedelta = timedelta()) -> datetime:
        """The kind is due in all of them, at its own time; nothing else has been said lately."""
        with Session(self.on) as session:
            first = session.get_one(Schedule, (1, kind))
            place = session.get_one(Partnership, 1)
            at = next_fire(timetable.rhythm(first, place), calendars.of(place), NOW).at
        self.changes(
            update(Schedule).where(Schedule.on).values(next_at=at + timedelta(weeks=2)),
            update(Schedule).where(Schedule.kind == kind).values(next_at=at),
            update(Post).values(written_at=NOW - timedelta(weeks=30)),
            update(Pulse).values(results_at=None),
        )
        with Session(self.on) as session:
            before = session.scalars(select(Post.id).where(Post.kind == kind)).all()
        now = at + late
        self.takes(
            f"{kind} composed", lambda session: _compose(session, kind=kind, settings=SETTINGS, now=now, batch=WHOLE)
        )
        with Session(self.on) as session:
            made = session.scalars(select(Post.partnership_id).where(Post.kind == kind, Post.id.not_in(before))).all()
        assert len(made) == self.number, kind
        self.stand_in_slack(now)
        return now


def _vote(session: Session) -> int:
    rows = session.execute(
        select(Pulse, Post.token).join(Post, Post.id == Pulse.post_id).where(Pulse.closed_at.is_(None))
    ).all()
    for open_pulse, token in rows:
        key = ballots.key(session, open_pulse, token, None)
        members = session.scalars(select(Member.id).where(Member.partnership_id == open_pulse.partnership_id)).all()
        for member_id in members:
            ballots.cast(session, open_pulse, member_id, ballots.seal(key, token, 0, [3] * len(open_pulse.items)))
    return len(rows)


def _invite(session: Session) -> None:
    """Everybody who is a member may answer the open pulses."""
    for open_pulse in session.scalars(select(Pulse).where(Pulse.closed_at.is_(None))).all():
        ids = session.scalars(select(Member.id).where(Member.partnership_id == open_pulse.partnership_id)).all()
        ballots.invite(session, [(open_pulse, [(member_id, 0) for member_id in ids])])


def _pulses(life: _Life) -> None:
    life.changes(update(Partnership).values(pulse_floor=3), update(Pulse).values(written_at=NOW - timedelta(weeks=9)))
    now = life.comes("pulse")
    life.takes("pulse opens", partial(pulse.settle, now=now, batch=WHOLE))
    with Session(life.on) as session, session.begin():
        _vote(session)
    life.takes("pulse closes", partial(pulse.close, settings=SETTINGS, now=now + 15 * DAY, batch=WHOLE))
    life.stand_in_slack(now)
    life.takes("results are told", partial(pulse.post_results, now=now + 30 * DAY, batch=WHOLE))
    life.stand_in_slack(now)
    life.takes("hosts are reminded", partial(results.remind, now=now + 40 * DAY, batch=WHOLE))

    life.changes(
        update(Pulse).where(Pulse.results_id.is_not(None)).values(closed_at=None, release=None, results_id=None),
        update(Pulse).values(remind_at=None),
    )
    with Session(life.on) as session, session.begin():
        _invite(session)
    later = now + 60 * DAY
    life.takes("pulse stays open", partial(pulse.close, settings=SETTINGS, now=later, batch=WHOLE))
    life.takes("pulse closes without", partial(pulse.close, settings=SETTINGS, now=later + 30 * DAY, batch=WHOLE))
    life.changes(update(Pulse).where(Pulse.extended).values(outcome=None, closed_at=None))
    life.takes("pulse is lost", partial(pulse.close, settings=SETTINGS, now=later + 30 * DAY, batch=WHOLE))
    absent = {"opened_at": None, "outcome": None, "closed_at": None, "extended": False}
    life.changes(update(Pulse).where(Pulse.extended).values(**absent), update(Post).values(sent_at=None, fate=None))
    life.takes("pulse does not open", partial(pulse.settle, now=later, batch=WHOLE))


def _checkins(life: _Life) -> None:
    now = life.comes("checkins")
    life.changes(update(Checkin).where(Checkin.closed_at.is_(None)).values(stage="urgency"))
    life.takes("check-in opens", partial(checkins.settle, now=now, batch=WHOLE))
    life.takes("check-in closes", partial(checkins.close, now=now + 9 * DAY, batch=WHOLE))
    with Session(life.on) as session, session.begin():
        people = session.execute(select(Member.partnership_id, func.min(Member.id)).group_by(Member.partnership_id))
        session.add_all(
            Commitment(partnership_id=place, member_id=person, text="Ring them.", taken_at=NOW, ask_at=now)
            for place, person in people
        )
    life.takes("people are asked about what they took on", partial(asking.ask, now=now, batch=WHOLE))


def _roll_calls(life: _Life) -> None:
    now = life.comes("roll-call")
    life.takes("roll-call counts down", partial(roll_call.settle, now=now, batch=WHOLE))
    life.takes("roll-call closes", partial(roll_call.close, now=now + 9 * DAY, batch=WHOLE))


def _consultations(life: _Life) -> None:
    with Session(life.on) as session, session.begin():
        people = session.execute(select(Member.partnership_id, func.min(Member.id)).group_by(Member.partnership_id))
        for place, person in people.all():
            here = {"partnership_id": place}
            row = Consultation(**here, member_id=person, until=NOW.date(), opened_at=NOW)
            session.add(row)
            session.flush()
            prompt = ConsultationPrompt(**here, consultation_id=row.id, number=1, text="What would you miss?")
            session.add(prompt)
            session.flush()
            said = {"consultation_id": row.id, "prompt_id": prompt.id, "text": "The bread", "key_hash": f"{row.id}"}
            session.add(ConsultationAnswer(**here, **said, id=row.id, of_organisation=False, passed_on=False))
    now = life.comes("consultations")
    life.changes(update(Partnership).values(paused_at=NOW))
    life.takes("consultation is put off", partial(consultations.put_off, now=now + 9 * DAY, batch=WHOLE))
    life.changes(update(Partnership).values(paused_at=None))
    life.takes("consultation ends", partial(_end, now=now))


def _end(session: Session, *, now: datetime) -> int:
    open_ones = session.scalars(select(Consultation)).all()
    consultations.close(session, open_ones, now)
    return len(open_ones)


def _help(life: _Life) -> None:
    life.changes(
        update(Blocker).where(Blocker.fixed_at.is_(None)).values(seek_at=NOW, text="Who is good at welding?"),
        update(Skill).values(name="welding", key="welding", removed_at=None),
        update(Member).values(asks=9),
    )
    life.takes("help is sought", partial(find_helpers.seek, now=NOW, batch=WHOLE))
    life.takes("hosts hear of nobody", partial(find_helpers.seek, now=NOW + 9 * DAY, batch=WHOLE))
    life.changes(update(Schedule).where(Schedule.kind == "celebrations").values(ahead_at=NOW, next_at=NOW + DAY))
    life.takes("the spotlight is offered", partial(spotlight_offers.offer, now=NOW, batch=WHOLE))
    life.changes(update(Spotlight).values(text="We lend tools", answer="accepted"))


def _rest(life: _Life) -> None:
    life.changes(update(Schedule).values(turned_at=NOW + DAY))
    life.takes("clock is set right", lambda session: _all_right(session, life.number))
    life.changes(update(Partnership).values(paused_at=NOW - DAY, resume_at=NOW))
    life.takes("pauses end", partial(reflection.end_pauses, now=NOW, batch=WHOLE))
    life.takes("what waited is let go", lambda session: _let_go(session, now=NOW) + life.number)
    life.changes(update(Partnership).values(paused_at=None, digest_at=NOW))
    life.takes("hosts get their digest", partial(weekly.write, now=NOW + HOUR, batch=WHOLE))
    life.changes(update(Post).values(method="chat.postMessage", fate="refused", told_at=None))
    life.takes(
        "hosts hear of trouble", lambda session: bool(delivery_alerts.alert_hosts(session, wall(), NOW)) * life.number
    )
    life.stand_in_slack(NOW)


def _all_right(session: Session, number: int) -> int:
    return timetable.set_right(session, NOW, Batch(len(timetable.KINDS) * number)) // len(timetable.KINDS)


def _lived(url: str, number: int) -> dict[str, int]:
    life = _Life(url, number)
    _help(life)
    _checkins(life)
    _roll_calls(life)
    _consultations(life)
    for kind in ("celebrations", "skills", "vision"):
        life.changes(update(Win).where(Win.id % 2 == 0).values(post_id=None))
        life.comes(kind, late=2 * HOUR)
    _pulses(life)
    _rest(life)
    life.on.dispose()
    return life.taken


def test_what_is_due_in_many_partnerships_takes_no_more_statements_than_in_one(
    new_database: Callable[[], str],
) -> None:
    in_one, many = _lived(new_database(), 1), _lived(new_database(), MANY)

    assert {f"{kind} composed" for kind in COMPOSERS} <= set(in_one)
    grown = {name: (in_one[name], number) for name, number in many.items() if number > in_one[name]}
    assert grown == {}
    assert max(many.values()) <= 40, many


@pytest.mark.parametrize("number", [1, MANY])
def test_a_turn_with_nothing_due_is_a_few_statements(new_database: Callable[[], str], number: int) -> None:
    life = _Life(new_database(), number)
    taken = []
    for step in _steps(SETTINGS, NOW):
        with Session(life.on) as session, watching(life.on) as watched:
            assert step(session) == 0
        taken.append(len(watched.statements))
    life.on.dispose()

    assert max(taken) <= 2
    assert sum(taken) <= 32
