"""What Pencil says that it has, and has not; what was said without a name, and has one."""

from typing import Any

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.models import Blocker, Credit, Win
from sandbox.actors.person import Person
from tests.simulation.machine.database import InlineDatabase
from tests.simulation.planted.plant import DAYS, found, found_within
from tests.simulation.run import Simulation

pytestmark = pytest.mark.slow


def test_what_is_told_and_not_kept_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = InlineDatabase.run

    async def forgetful(self: InlineDatabase, rule: Any, *args: Any, **kwargs: Any) -> Any:
        if getattr(rule, "__name__", "") == "record":
            return await self.read(rule, *args, **kwargs)
        return await honest(self, rule, *args, **kwargs)

    monkeypatch.setattr(InlineDatabase, "run", forgetful)
    found_within(DAYS, "was acknowledged and is nowhere")


def test_a_row_that_is_gone_is_found_although_its_words_are_elsewhere() -> None:
    async def plant(run: Simulation) -> None:
        words = run.ledger.words(run.ours, run.ours.host, "We opened the hub")
        with run.mishaps.fair():
            await Person(run.door, run.ours.host).types(f"/win {words}", run.ours.channel.name)
        _, win_id = run.ledger.acknowledged[words.split()[-1]]
        with Session(run.engine) as session, session.begin():
            session.execute(delete(Credit).where(Credit.win_id == win_id))
            session.execute(delete(Win).where(Win.id == win_id))
            session.add(Blocker(partnership_id=1, member_id=1, text=words, raised_at=run.clock.now()))

    found(plant, "was acknowledged and is gone")


def test_a_name_beside_what_was_said_without_one_is_found() -> None:
    def name(run: Simulation) -> None:
        words = run.ledger.words(run.ours, run.ours.host, "Said without a name")
        run.ledger.nameless.add(words.split()[-1])
        with Session(run.engine) as session, session.begin():
            session.add(Blocker(partnership_id=1, member_id=1, text=words, raised_at=run.clock.now()))

    found(name, "was said without a name, and")
