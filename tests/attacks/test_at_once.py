"""People who act at the same moment, and acts that arrive again while they are still being answered."""

import asyncio
import logging
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.models import (
    Assent,
    AuditEntry,
    Base,
    Help,
    Member,
    Partnership,
    Post,
    Proposal,
    Request,
    Spotlight,
    Vision,
    Win,
)
from bot.transfer.format import SHARED
from sandbox.actors.person import Person
from sandbox.app import payloads
from sandbox.slack.people import HOME
from sandbox.slack.state import Message
from tests.choosing import people
from tests.world import MONDAY, World, as_it_was

STUCK = "Nobody can give our patients a lift to the clinic"
THURSDAY = MONDAY + timedelta(days=3, hours=5)


@pytest.fixture(autouse=True)
def _nothing_fails(caplog: pytest.LogCaptureFixture) -> Any:
    yield
    assert not [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]


async def _coalition(world: World) -> tuple[Person, Person, Person]:
    amina = await world.begins()
    marek, priya = world.person("Marek Nowak"), world.person("Dr Priya Raman")
    await marek.types("/partnership join Tideway Foodbank, voluntary")
    await priya.types("@Pencil join Quayside Surgery, public")
    await world.settle()
    return amina, marek, priya


async def _asked(world: World, able: Person, stuck: Person) -> Message:
    await able.types("@Pencil skill driving a minibus")
    await stuck.types(f"/blocker {STUCK}")
    await stuck.presses(stuck.private()[-1], "blocker.post")
    await world.moves_to(world.sandbox.clock.now())
    return next(message for message in able.dms() if "help.yes" in str(message.blocks))


def _all(world: World, table: type[Base]) -> list[Any]:
    with Session(world.bot.database.engine, expire_on_commit=False) as session:
        return list(session.scalars(select(table)))


def _hosts(world: World) -> set[str]:
    with Session(world.bot.database.engine) as session:
        return set(session.scalars(select(Member.user_id).where(Member.host, Member.forgotten_at.is_(None))))


@pytest.mark.parametrize("other", ["help.yes", "help.not_now"])
async def test_a_yes_beside_another_answer_is_one_answer(world: World, other: str) -> None:
    _, marek, priya = await _coalition(world)
    question = await _asked(world, priya, marek)

    await asyncio.gather(
        *(priya.presses(as_it_was(question), action) for action in ("help.yes", other, "help.yes", other))
    )
    await world.settle()

    [request] = _all(world, Request)
    helped = [row for row in _all(world, Help) if row.taken_at]
    met = [post for post in _all(world, Post) if post.kind == "introduction"]
    assert len(helped) == len(met) == (1 if request.answer == "yes" else 0)
    assert len([post for post in _all(world, Post) if post.kind == "blocker-note"]) == len(helped)


async def test_a_friend_named_while_saying_yes_is_one_answer(world: World) -> None:
    _, marek, priya = await _coalition(world)
    hana = world.person("Hana Kobayashi")
    await hana.types("@Pencil join Wharf Pharmacy, private")
    question = as_it_was(await _asked(world, priya, marek))
    await priya.presses(question, "help.knows")

    await asyncio.gather(priya.submits(people(priya, "who", hana)), priya.presses(question, "help.yes"))
    await world.settle()

    answers = [request.answer for request in _all(world, Request)]
    introduced = [post for post in _all(world, Post) if post.kind == "introduction"]
    assert answers in (["yes"], ["knows", None])
    assert len(introduced) == (answers == ["yes"])


async def test_fixed_while_somebody_says_yes(world: World) -> None:
    _, marek, priya = await _coalition(world)
    question = as_it_was(await _asked(world, priya, marek))
    card = next(message for message in world.room if "blocker.fixed" in str(message.blocks))
    await marek.presses(card, "blocker.fixed")

    await asyncio.gather(marek.submits({"how": "A bus came"}), priya.presses(question, "help.yes"))
    await world.settle()

    assert "nothing was recorded" not in "".join(message.plain for message in [*priya.dms(), *marek.private()])


@pytest.mark.parametrize("first", ["host.yes", "host.not_now"])
async def test_a_host_to_be_answers_once(world: World, first: str) -> None:
    amina, _, priya = await _coalition(world)
    await amina.types("/partnership ask-to-host @Dr Priya Raman")
    await world.settle()
    question = as_it_was(priya.dms()[-1])

    await asyncio.gather(*(priya.presses(question, action) for action in (first, "host.yes", "host.not_now", first)))
    await world.settle()

    [told] = [post for post in _all(world, Post) if post.kind == "hosting-answer"]
    assert (priya.user_id in _hosts(world)) == ("yes" in str(told.text).lower())


async def test_two_hosts_who_hand_over_to_each_other_leave_a_host(world: World) -> None:
    amina, marek, priya = await _coalition(world)
    await amina.types("/partnership host @Marek Nowak")
    assert _hosts(world) == {amina.user_id, marek.user_id}

    await asyncio.gather(
        amina.types("/partnership hand-over @Marek Nowak"), marek.types("/partnership hand-over @Amina Okafor")
    )

    assert len(_hosts(world)) >= 1
    assert priya.user_id not in _hosts(world)


async def test_two_hosts_who_are_forgotten_at_once_leave_one(world: World) -> None:
    amina, marek, _ = await _coalition(world)
    await amina.types("/partnership host @Marek Nowak")
    for host in (amina, marek):
        await host.types("/partnership forget-me")

    await asyncio.gather(*(host.submits({}) for host in (amina, marek)))

    assert len(_hosts(world)) == 1


async def test_whoever_is_forgotten_while_the_role_comes_leaves_a_host(world: World) -> None:
    amina, marek, _ = await _coalition(world)
    await marek.types("/partnership forget-me")

    await asyncio.gather(marek.submits({}), amina.types("/partnership hand-over @Marek Nowak"))

    assert len(_hosts(world)) == 1


async def test_the_same_proposal_arriving_again_and_again_is_one(world: World) -> None:
    _, _, priya = await _coalition(world)
    await priya.types("@Pencil vision")
    message = world.slack.add(
        HOME, priya.user_id, payloads.marked(world.slack, "@Pencil vision propose Nobody eats alone")
    )
    event = payloads.app_mention(world.slack, priya.about, message)

    await asyncio.gather(*(world.sandbox.app.deliver("events_api", event) for _ in range(4)))
    await world.settle()

    assert len(_all(world, Proposal)) == 1
    assert len([message for message in world.room if "Nobody eats alone" in message.plain]) == 1


async def test_two_organisations_assent_at_once(world: World) -> None:
    amina, marek, priya = await _coalition(world)
    await amina.types("/partnership settings assent on")
    await amina.types("/partnership vision propose Nobody eats alone")
    await world.settle()
    card = next(message for message in world.room if "Nobody eats alone" in message.plain)

    await asyncio.gather(
        *(person.presses(as_it_was(card), "proposal.pencil") for person in (marek, priya, amina, marek, priya))
    )
    await world.settle()

    assert len(_all(world, Vision)) == 1
    assert len(_all(world, Assent)) == 2
    assert len([post for post in _all(world, Post) if post.kind == "proposal-note"]) == 1


async def test_a_pulse_is_put_back_once_by_hosts_who_do_it_at_once(world: World) -> None:
    amina, marek, _ = await _coalition(world)
    await amina.types("/partnership host @Marek Nowak")
    await amina.types("/partnership pulse skip")
    skipped = as_it_was(amina.private()[-1])

    await asyncio.gather(*(host.presses(skipped, "pulse.unskip") for host in (amina, marek) * 3))

    assert [audit_entry.deed for audit_entry in _all(world, AuditEntry)].count("pulse.unskipped") == 1


async def test_the_spotlight_is_taken_or_passed_on_and_not_both(world: World) -> None:
    await _coalition(world)
    await world.moves_to(THURSDAY)
    [offered] = _all(world, Spotlight)
    with Session(world.bot.database.engine) as session:
        user_id = session.get_one(Member, offered.member_id).user_id
    person = world.sandbox.person(user_id)
    question = as_it_was(next(message for message in person.dms() if "spotlight.pass" in str(message.blocks)))
    await person.presses(question, "spotlight.say")

    await asyncio.gather(
        person.submits({"lines": "We feed people"}),
        *(person.presses(question, "spotlight.pass") for _ in range(3)),
    )
    await world.settle()

    rows = sorted(_all(world, Spotlight), key=lambda row: row.turn)
    assert len(rows) == (2 if rows[0].answer == "passed" else 1)
    assert (rows[0].text is None) == (rows[0].answer == "passed")


async def test_what_is_said_while_it_ends_is_answered(world: World) -> None:
    amina, marek, priya = await _coalition(world)
    await amina.types("/partnership end")
    await amina.presses(amina.private()[-1], "end.continue")

    await asyncio.gather(
        amina.submits({"name": "Exe Bay Together"}),
        marek.types("/partnership my-data"),
        marek.types("/partnership vision propose One more"),
        priya.types("@Pencil preferences"),
        priya.types("@Pencil forget-me"),
        marek.types("/partnership step-back"),
        amina.types("/partnership hand-over @Marek Nowak"),
    )
    await world.settle()

    if not _all(world, Partnership):
        assert {table.__tablename__ for table in Base.__subclasses__() if _all(world, table)} <= SHARED


async def test_a_win_is_told_by_whoever_is_forgotten_meanwhile(world: World) -> None:
    _, marek, _ = await _coalition(world)
    await marek.types("/partnership forget-me")

    await asyncio.gather(
        marek.submits({}), *(marek.types(f"/win Told {number}") for number in range(3)), marek.types("/skill sailing")
    )

    with Session(world.bot.database.engine) as session:
        forgotten = select(func.count()).where(Member.forgotten_at.is_not(None))
        assert session.scalars(forgotten).one() == 1
    assert len(_all(world, Win)) == 3
