"""Sums that do not add up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.models import Cheer, Post, Pulse, PulseParticipation
from bot.report import facts
from sandbox.actors.person import Person
from tests.simulation.planted.plant import celebrates, found
from tests.simulation.run import Simulation

pytestmark = pytest.mark.slow


def _celebration(session: Session) -> Post:
    query = select(Post).where(Post.kind == "win", Post.ts.is_not(None)).order_by(Post.id.desc())
    post = session.scalars(query).first()
    assert post is not None
    return post


def test_a_cheer_that_is_not_shown_is_found() -> None:
    async def plant(run: Simulation) -> None:
        await celebrates(run)
        with Session(run.engine) as session, session.begin():
            post, now = _celebration(session), run.clock.now()
            session.add(Cheer(post_id=post.id, user_id="U0NOBODY", team_id="T0", partnership_id=1, cheered_at=now))

    found(plant, "shows no cheers, and there are")


def test_a_cheer_that_is_shown_and_not_there_is_found() -> None:
    async def plant(run: Simulation) -> None:
        await celebrates(run)
        room = run.ours.channel
        other = next(user_id for user_id in run.ours.here if user_id != run.ours.host)
        with run.mishaps.fair():
            await Person(run.door, other).presses(run.slack.messages(room.id)[-1], "celebration.cheer")
            await run.pencil.settle()
        with Session(run.engine) as session, session.begin():
            session.execute(delete(Cheer))

    found(plant, "says .*, and there are")


@pytest.mark.parametrize(
    ("lie", "match"),
    [
        (lambda report: replace(report, wins=report.wins - 1), "the report has .* wins, of"),
        (
            lambda report: replace(report, by_month=[*report.by_month, (date(2020, 1, 1), 1, 0)]),
            "the report's months have",
        ),
        (lambda report: replace(report, shared=report.wins + 1), "the report has .* shared wins, and there are"),
    ],
    ids=["wins", "months", "shared"],
)
def test_a_report_that_counts_otherwise_is_found(
    monkeypatch: pytest.MonkeyPatch, lie: Callable[[Any], Any], match: str
) -> None:
    honest = facts.gather

    async def plant(run: Simulation) -> None:
        await celebrates(run)
        monkeypatch.setattr(facts, "gather", lambda *args: lie(honest(*args)))

    found(plant, match)


def test_what_a_closed_pulse_still_holds_is_found() -> None:
    async def plant(run: Simulation) -> None:
        await celebrates(run)
        with Session(run.engine) as session, session.begin():
            now = run.clock.now()
            pulse = Pulse(
                partnership_id=1, post_id=_celebration(session).id, occasion="planted", round=0, items=[], groups=[],
                floor=5, invited=1, written_at=now, closes_at=now, nudges=[], closed_at=now,
            )  # fmt: skip
            session.add(pulse)
            session.flush()
            session.add(PulseParticipation(pulse_id=pulse.id, member_id=1, partnership_id=1))

    found(plant, "still holds something of closed pulses")
