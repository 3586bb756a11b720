"""Whom Slack's own list leaves out is found by name: people of this partnership, by its people."""

import asyncio
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.models import Member, Thanks
from bot.slack.forms import beside
from bot.slack.views.errors import NOT_HERE
from sandbox.actors.person import Person
from sandbox.actors.refusal import CannotError
from sandbox.api.faults import Fault, Kind
from sandbox.api.views import new_view
from sandbox.app import payloads
from sandbox.slack.people import GENERAL, HOME
from tests.choosing import people
from tests.world import World

WITH = beside("with")


async def _joined(world: World) -> tuple[Person, Person, Person]:
    amina, sian, priya = await world.begins(), world.person("Siân Prosser"), world.person("Dr Priya Raman")
    await sian.types("/partnership join Withy Library, public")
    await priya.types("@Pencil join Quayside Surgery, public")
    return amina, sian, priya


async def _form(person: Person) -> None:
    await person.types("/win")
    assert person.form is not None


async def test_somebody_of_another_workspace_is_found_and_thanked(world: World) -> None:
    amina, _, priya = await _joined(world)
    await _form(amina)
    with pytest.raises(CannotError):
        await amina.submits({"text": "The clinic opened", "with": [priya]})

    assert await amina.searches(WITH, "quay") == [("Dr Priya Raman, Quayside Surgery", priya.user_id)]
    assert await amina.submits({"text": "The clinic opened", WITH: [priya]}) is None

    with Session(world.bot.database.engine) as session:
        assert [row.user_id for row in session.query(Thanks)] == [priya.user_id]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("", ["Amina Okafor", "Dr Priya Raman", "Siân Prosser"]),
        ("SIAN", ["Siân Prosser"]),
        ("prosser siân", ["Siân Prosser"]),
        ("council", ["Amina Okafor"]),
        ("%", []),
        ("nobody", []),
    ],
)
async def test_what_is_typed_is_looked_for_in_names_and_organisations(
    world: World, typed: str, names: list[str]
) -> None:
    amina, *_ = await _joined(world)
    await _form(amina)
    assert [label.partition(",")[0] for label, _ in await amina.searches(WITH, typed)] == names


async def test_nobody_is_offered_who_has_left_or_is_in_another_partnership(world: World) -> None:
    amina, sian, priya = await _joined(world)
    leila = world.person("Leila Haddad")
    world.slack.channels[GENERAL].members.add(leila.user_id)
    await leila.types("/partnership start Others", channel="general")
    await priya.leaves()

    await _form(amina)

    assert {value for _, value in await amina.searches(WITH)} == {amina.user_id, sian.user_id}


async def _asks(world: World, person: Person, about: str, typed: str = "") -> list[Any]:
    """What is offered to whoever has such a form, however they came by it."""
    block = {"type": "input", "block_id": WITH, "element": {"action_id": "people.find"}}
    payload = {"type": "modal", "callback_id": "win.record", "private_metadata": about, "blocks": [block]}
    view = new_view(world.slack, payload, person.user_id)
    asked = payloads.block_suggestion(world.slack, person.about, view, block, typed, {})
    answer = await world.sandbox.app.deliver("interactive", asked)
    assert set(answer) == {"options"}
    return list(answer["options"])


async def test_nobody_is_offered_to_who_does_not_belong(world: World, caplog: pytest.LogCaptureFixture) -> None:
    amina, sian, _ = await _joined(world)
    leila = world.person("Leila Haddad")
    await leila.types("/partnership start Others", channel="general")
    await sian.leaves()

    assert len(await _asks(world, amina, HOME)) == 2
    assert await _asks(world, sian, HOME) == []
    assert [option["value"] for option in await _asks(world, leila, GENERAL)] == [leila.user_id]
    for about in ("", "C0NOWHERE 1", "C0NOWHERE", "0"):
        assert await _asks(world, amina, about) == []
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_whoever_left_meanwhile_is_not_chosen_and_nothing_typed_is_lost(world: World) -> None:
    amina, sian, priya = await _joined(world)
    await _form(amina)
    assert await amina.searches(WITH)
    await priya.leaves()

    answers = {"text": "The clinic opened", **people(amina, "with", sian, priya)}
    assert await amina.submits(answers) == {WITH: NOT_HERE}
    assert amina.form is not None
    assert await amina.submits({**answers, WITH: []}) is None


async def test_somebody_of_another_partnership_is_not_slipped_in(world: World) -> None:
    amina, *_ = await _joined(world)
    leila = world.person("Leila Haddad")
    await leila.types("/partnership start Others", channel="general")
    await _form(amina)
    assert await amina.searches(WITH)
    assert amina.form is not None
    forged = {"text": {"type": "plain_text", "text": "x"}, "value": leila.user_id}
    amina.form.found[WITH].append(forged)

    assert await amina.submits({"text": "The clinic opened", WITH: [leila]}) == {WITH: NOT_HERE}


async def test_one_person_is_chosen_in_one_of_the_two_lists(world: World) -> None:
    amina, sian, priya = await _joined(world)
    await amina.types("/partnership host")
    assert await amina.submits() == {"who": "Choose somebody, or close this form. Nothing has changed."}
    both = people(amina, "who", sian) | people(amina, "who", priya) | {"who": sian}
    assert "more than one name" in (await amina.submits(both) or {})["who"]
    assert await amina.submits({"who": None, beside("who"): priya}) is None
    with Session(world.bot.database.engine) as session:
        assert {member.user_id for member in session.query(Member) if member.host} == {amina.user_id, priya.user_id}


async def test_names_that_slack_does_not_tell_in_time_are_left_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    amina, sian, priya = await _joined(world)
    monkeypatch.setattr("handlers.people._SECONDS", 0.1)
    await _form(amina)
    assert len(await amina.searches(WITH)) == 3
    for person in (sian, priya):
        world.bot.slack.forget(person.user_id)
    world.sandbox.faults.add(Fault(Kind.HANG, "users.info", seconds=0.5, times=2))

    assert [value for _, value in await amina.searches(WITH)] == [amina.user_id]
    assert len(await amina.searches(WITH)) == 3


async def test_somebody_found_by_name_is_thanked_in_a_win_that_is_changed(world: World) -> None:
    amina, _, priya = await _joined(world)
    await amina.types("/win The clinic opened")
    await amina.presses(amina.private()[-1], "win.edit")

    assert await amina.submits({WITH: [priya]}) is None

    with Session(world.bot.database.engine) as session:
        assert [row.user_id for row in session.query(Thanks)] == [priya.user_id]


async def test_names_that_come_late_are_not_waited_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    amina, sian, priya = await _joined(world)
    await _form(amina)
    assert len(await amina.searches(WITH)) == 3
    for person in (sian, priya):
        world.bot.slack.forget(person.user_id)
    monkeypatch.setattr("handlers.people._SECONDS", 0.1)
    told = asyncio.Event()

    async def slow(_: object) -> None:
        asyncio.get_running_loop().call_later(0.6, told.set)
        await told.wait()

    world.sandbox.faults.before["users.info"] = slow
    assert [value for _, value in await amina.searches(WITH)] == [amina.user_id]
    await told.wait()
