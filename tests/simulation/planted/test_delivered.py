"""What is owed and does not come, or comes twice, or elsewhere."""

from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.models import Member, Post
from sandbox.actors.person import Person
from tests.simulation.planted.plant import DAYS, celebrates, found, found_in, found_within, in_session
from tests.simulation.run import Simulation
from tests.simulation.slack import mishaps

pytestmark = pytest.mark.slow


def test_a_message_that_comes_twice_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    async def finds_nothing(*_: Any) -> None:
        return None

    monkeypatch.setattr("jobs.calls._look", finds_nothing)
    monkeypatch.setattr(mishaps, "CALM", 0.3)
    found_within(30, "a message stands .* times")


@pytest.fixture
def _hosts_hear_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def says_nothing(_: Any) -> int:
        return 0

    monkeypatch.setattr("tests.simulation.pencil.alert_hosts", says_nothing)


@pytest.mark.usefixtures("_hosts_hear_nothing")
def test_a_post_that_is_late_and_of_which_no_host_hears_is_found() -> None:
    async def work(run: Simulation) -> None:
        await run.goes_on(1)
        host, room = Person(run.door, run.ours.host), run.ours.channel.name
        run.mishaps.outage(100)
        await host.types("/win We opened the hub", room)
        await host.presses(host.private(room)[-1], "win.celebrate")
        await run.goes_on(3)

    found_in(work, "has waited since .* and no host has heard of it")


@pytest.mark.usefixtures("_hosts_hear_nothing")
def test_a_post_that_is_refused_and_of_which_no_host_hears_is_found() -> None:
    async def plant(run: Simulation) -> None:
        await celebrates(run)
        with Session(run.engine) as session, session.begin():
            session.execute(update(Post).where(Post.kind == "win").values(fate="refused"))

    found(plant, "is .* and no host has heard of it")


def test_what_does_not_come_round_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.tick.schedule.claim", lambda *_: ([], 0))
    found_within(DAYS, "has not come round")


def test_a_post_that_waits_although_nothing_is_wrong_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    async def plant(run: Simulation) -> None:
        monkeypatch.setattr(run.mishaps, "on_call", lambda _: mishaps.OnCall.RATE_LIMITED)
        monkeypatch.setattr(run.mishaps, "retry_after", lambda: 300)
        await celebrates(run)

    found(plant, "still waits for")


def test_a_message_that_stands_nowhere_is_found() -> None:
    def plant(run: Simulation) -> None:
        standing = [said for said in run.slack.messages(run.ours.channel.id) if said.by_app and said.metadata]
        run.slack.remove(standing[-1])

    found(plant, "is sent, and stands nowhere")


def test_a_message_that_says_something_else_is_found() -> None:
    async def plant(run: Simulation) -> None:
        await celebrates(run)
        standing = [said for said in run.slack.messages(run.ours.channel.id) if said.by_app and said.metadata]
        standing[-1].blocks.append({"type": "divider", "block_id": "zq0"})

    found(plant, r"says .* in the channel, and .* in its row")


def test_a_partnership_that_nobody_hosts_is_found() -> None:
    def nobody(session: Session) -> None:
        session.execute(update(Member).values(host=False))

    found(in_session(nobody), "has no host")
