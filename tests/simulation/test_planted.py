"""Each invariant sees what it is there to see: a mechanism is broken, and the simulation finds it."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Blocker, Member, Occasion, Partnership, Post, Win
from bot.outbox import posts
from bot.slack.messages import message
from bot.slack.rich_text import say
from bot.transfer import importer
from sandbox.actors.person import Person
from tests.simulation.machine.database import InlineDatabase
from tests.simulation.run import FoundError, Simulation, played, simulate
from tests.simulation.slack import mishaps
from tests.simulation.town import NEIGHBOUR

pytestmark = pytest.mark.slow
_DAYS = 12


def _found(plant: Callable[[Simulation], Any], match: str) -> None:
    """Some days go by, then something is planted, and it is found at the next look."""

    async def work(run: Simulation) -> None:
        await run.goes_on(3)
        planted = plant(run)
        if planted is not None:
            await planted
        await run.look_into_everything()

    with pytest.raises(FoundError, match=match):
        played(2, 5, work)


def _in_session(change: Callable[[Session], None]) -> Callable[[Simulation], None]:
    def plant(run: Simulation) -> None:
        with Session(run.engine) as session, session.begin():
            change(session)

    return plant


def test_what_is_told_and_not_kept_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = InlineDatabase.run

    async def forgetful(self: InlineDatabase, rule: Any, *args: Any, **kwargs: Any) -> Any:
        if getattr(rule, "__name__", "") == "record":
            return await self.read(rule, *args, **kwargs)
        return await honest(self, rule, *args, **kwargs)

    monkeypatch.setattr(InlineDatabase, "run", forgetful)
    with pytest.raises(FoundError, match="was acknowledged and is"):
        simulate(2, _DAYS / 365, 5)


def test_a_message_that_comes_twice_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    async def finds_nothing(*_: Any) -> None:
        return None

    monkeypatch.setattr("jobs.calls._look", finds_nothing)
    monkeypatch.setattr(mishaps, "CALM", 0.3)
    with pytest.raises(FoundError, match="a message stands 2 times"):
        simulate(2, 30 / 365, 5)


def test_a_failure_that_no_host_hears_of_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    async def says_nothing(_: Any) -> int:
        return 0

    monkeypatch.setattr("tests.simulation.pencil.alert_hosts", says_nothing)

    async def work(run: Simulation) -> None:
        await run.goes_on(1)
        host, room = Person(run.door, run.ours.host), run.ours.channel.name
        run.mishaps.outage(100)
        await host.types("/win We opened the hub", room)
        await host.presses(host.private(room)[-1], "win.celebrate")
        await run.goes_on(3)

    with pytest.raises(FoundError, match="no host has heard of it"):
        played(2, 5, work)


def test_what_does_not_come_round_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.tick.schedule.claim", lambda *_: ([], 0))
    with pytest.raises(FoundError, match="has not come round"):
        simulate(2, _DAYS / 365, 5)


def test_a_message_that_stands_nowhere_is_found() -> None:
    def plant(run: Simulation) -> None:
        standing = [said for said in run.slack.messages(run.ours.channel.id) if said.by_app and said.metadata]
        run.slack.remove(standing[-1])

    _found(plant, "is sent, and stands nowhere")


def test_a_fourth_post_of_a_week_is_found() -> None:
    def crowd(session: Session) -> None:
        partnership = session.get_one(Partnership, 1)
        now = partnership.started_at + timedelta(days=8)
        for number, kind in enumerate(("skills", "checkins", "celebrations", "vision")):
            at = now + timedelta(days=number)
            session.add(Occasion(partnership_id=1, kind=kind, occasion=f"planted {number}", came_at=at))
            words = message(say("Planted"))
            posts.write(session, posts.NewPost(1, kind, f"planted {number}", partnership.channel_id, words), at)

    _found(_in_session(crowd), "4 posts that nobody asked for")


def test_a_post_on_a_day_off_of_which_no_host_has_heard_is_found() -> None:
    def plant(session: Session) -> None:
        partnership = session.get_one(Partnership, 1)
        sunday = partnership.started_at + timedelta(days=6)
        session.add(Occasion(partnership_id=1, kind="skills", occasion="planted", came_at=sunday))
        new = posts.NewPost(1, "skills", "planted", partnership.channel_id, message(say("Planted")))
        posts.write(session, new, sunday)

    _found(_in_session(plant), "on a day off")


def test_a_person_asked_too_often_is_found() -> None:
    def ask(session: Session) -> None:
        member = session.scalars(select(Member).where(Member.partnership_id == 1)).first()
        assert member is not None
        for number in range(member.asks + 1):
            new = posts.NewPost(1, "thanked", f"planted {number}", member.user_id, message(say("Planted")))
            posts.write(session, new, member.joined_at + timedelta(days=8))

    _found(_in_session(ask), "has been asked 3 times")


def test_words_shown_to_others_are_found() -> None:
    async def plant(run: Simulation) -> None:
        words = run.ledger.words(run.ours, run.ours.host, "Ours alone")
        assert run.door.bot is not None
        await run.door.bot.slack.post(NEIGHBOUR, words, [say(words)], "0" * 24)

    _found(plant, "was shown to")


def test_a_name_beside_what_was_said_without_one_is_found() -> None:
    def name(run: Simulation) -> None:
        words = run.ledger.words(run.ours, run.ours.host, "Said without a name")
        run.ledger.nameless.add(words.split()[-1])
        with Session(run.engine) as session, session.begin():
            now = run.clock.now()
            session.add(Blocker(partnership_id=1, member_id=1, text=words, raised_at=now))

    _found(name, "was said without a name, and")


def test_somebody_forgotten_who_is_still_named_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.privacy.forget_me._rewrite", lambda *_: None)

    async def work(run: Simulation) -> None:
        await run.goes_on(1)
        with run.mishaps.fair():
            for user_id in run.ours.here:
                await Person(run.door, user_id).types("@Pencil win We opened the hub", run.ours.channel.name)
        for _ in range(3):
            await run.forgets()

    with pytest.raises(FoundError, match="asked to be forgotten, and is in"):
        played(2, 5, work)


def test_a_cheer_that_is_not_shown_is_found() -> None:
    async def plant(run: Simulation) -> None:
        with Session(run.engine) as session, session.begin():
            post_id = session.scalars(select(Post.id).where(Post.kind == "celebrations", Post.ts.is_not(None))).first()
            assert post_id is not None
            connection = session.connection()
            connection.exec_driver_sql(
                "INSERT INTO cheers (post_id, user_id, team_id, partnership_id, cheered_at)"
                f" VALUES ({post_id}, 'U0NOBODY', 'T0', 1, '2026-03-10 10:00:00')"
            )

    async def work(run: Simulation) -> None:
        host = Person(run.door, run.ours.host)
        await run.goes_on(1)
        await host.types("/win We opened the hub", run.ours.channel.name)
        await run.goes_on(6)
        await plant(run)
        await run.look_into_everything()

    with pytest.raises(FoundError, match="shows"):
        played(2, 5, work)


def test_an_import_that_leaves_something_out_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = importer.import_folder

    def careless(on: Any, folder: Any) -> Any:
        imported = honest(on, folder)
        with Session(on) as session, session.begin():
            win = session.scalars(select(Win)).first()
            if win is not None:
                win.text = "something else"
        return imported

    monkeypatch.setattr("tests.simulation.invariants.moved.import_folder", careless)

    async def work(run: Simulation) -> None:
        await run.goes_on(3)
        host = Person(run.door, run.ours.host)
        with run.mishaps.fair():
            await host.types("/win We opened the hub", run.ours.channel.name)
        run.invariants.moved()

    with pytest.raises(FoundError, match="differs after an export and an import"):
        played(2, 5, work)


def test_words_in_the_log_are_found() -> None:
    def plant(run: Simulation) -> None:
        logging.getLogger("bot").info(run.ledger.words(run.ours, run.ours.host, "Somebody's words"))

    _found(plant, "somebody's words are in the log")
