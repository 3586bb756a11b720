"""A reaction on a message offers its author to make it a win, where hosts have chosen one; nothing is read for it."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.models import Member, Post
from sandbox.actors.person import Person
from sandbox.app import payloads
from sandbox.slack.people import ESTUARY, GENERAL, HOME
from sandbox.slack.state import Message
from tests.conftest import ROOT
from tests.world import MONDAY, World

WEEK = timedelta(days=7)
SECRET = "The minibus is mended at last"
RECORDED = ROOT / "tests/slack-payloads/payloads/event/reaction_added"


async def _begins(world: World) -> Person:
    amina = await world.begins()
    await amina.types("/partnership settings reaction trophy")
    return amina


async def _member(world: World, name: str) -> Person:
    person = world.person(name)
    await person.types("@Pencil win list")
    await person.types("@Pencil join Somewhere, public")
    await world.settle()
    return person


async def _writes(world: World, person: Person, channel: str = HOME) -> Message:
    await person.types(SECRET, channel)
    return world.slack.messages(channel)[-1]


def _offers(person: Person) -> list[Message]:
    return [message for message in person.dms() if "share it as a win" in message.plain]


def _answers(person: Person) -> list[Message]:
    return [message for message in person.private() if "as a win?" in message.plain]


async def _rows(world: World, table: Any) -> int:
    return await world.bot.database.read(lambda session: session.scalars(select(func.count()).select_from(table)).one())


@pytest.mark.parametrize("name", ["Amina Okafor", "Dr Priya Raman"])
async def test_on_ones_own_message_it_is_answered_once_with_an_empty_form(world: World, name: str) -> None:
    await _begins(world)
    person = world.person(name)
    message = await _writes(world, person)
    world.sandbox.app.retries, world.sandbox.app.installed = True, [world.slack.people["U0001HUB"].team_id, ESTUARY]

    for _ in range(3):  # the second takes it away
        await person.reacts("trophy", message)

    [answer] = _answers(person)
    await person.presses(answer, "win.from_reaction")
    assert person.form is not None
    assert SECRET not in str(person.form.payload)
    assert world.slack.permalink(message) in str(person.form.payload)
    await person.submits({"text": "We have our minibus back"})
    assert "Recorded" in person.private()[-1].plain


async def test_on_somebody_elses_the_author_is_offered_it_and_nobody_is_named(world: World) -> None:
    await _begins(world)
    marek, priya = await _member(world, "Marek Nowak"), world.person("Dr Priya Raman")
    message = await _writes(world, marek)
    members = await _rows(world, Member)
    heard = len(priya.private())

    await priya.reacts("trophy", message)
    await world.settle()

    [offer] = _offers(marek)
    assert ":trophy:" in offer.plain
    assert world.slack.permalink(message) in str(offer.blocks)
    assert priya.user_id not in str(offer.blocks)
    assert SECRET not in str(offer.blocks)
    assert len(priya.private()) == heard
    assert await _rows(world, Member) == members, "to react is to join nothing"
    await marek.presses(offer, "win.from_reaction")
    assert marek.form is not None
    assert world.slack.permalink(message) in str(marek.form.payload)
    methods = {call.method for call in world.slack.calls}
    assert not [method for method in methods if "history" in method or "replies" in method or "reactions" in method]


async def test_a_person_is_offered_it_once_a_week_and_once_for_a_message(world: World) -> None:
    amina = await _begins(world)
    marek = await _member(world, "Marek Nowak")
    first, second, third = [await _writes(world, marek) for _ in range(3)]
    ben, ruth = world.person("Ben Carter"), world.person("Ruth Lacey")

    await asyncio.gather(ben.reacts("trophy", first), ruth.reacts("trophy", first), amina.reacts("trophy", second))
    await world.settle()
    assert len(_offers(marek)) == 1

    world.sandbox.clock.move_to(MONDAY + WEEK - timedelta(hours=1))  # another week of the calendar
    await ben.reacts("trophy", third)
    await world.settle()
    assert len(_offers(marek)) == 1

    world.sandbox.clock.move_to(MONDAY + WEEK + timedelta(hours=1))
    await marek.types("/partnership asks 3")
    offered = first if world.slack.permalink(first) in str(_offers(marek)[0].blocks) else second
    await world.person("Siân Prosser").reacts("trophy", offered)
    await world.settle()
    assert len(_offers(marek)) == 1
    await ruth.reacts("trophy", third)
    await world.settle()
    assert len(_offers(marek)) == 2


@pytest.mark.parametrize("words", ["asks 0", "snooze until 3 April"])
async def test_who_wants_no_private_messages_gets_none_and_their_own_reaction_is_answered(
    world: World, words: str
) -> None:
    amina = await _begins(world)
    marek = await _member(world, "Marek Nowak")
    await marek.types(f"/partnership {words}")
    message = await _writes(world, marek)

    await amina.reacts("trophy", message)
    await world.settle()
    assert _offers(marek) == []

    await marek.reacts("trophy", message)
    assert len(_answers(marek)) == 1


async def test_it_counts_within_the_weeks_allowance(world: World) -> None:
    amina = await _begins(world)
    marek = await _member(world, "Marek Nowak")
    await marek.types("/partnership asks 1")
    await amina.types("/win @Marek Nowak lent us the hall")  # of which Marek hears
    await world.settle()

    await amina.reacts("trophy", await _writes(world, marek))
    await world.settle()

    assert _offers(marek) == []


def _without_authors() -> list[Path]:
    """What Slack has sent from channels that workspaces share, where it did not say whose the message was."""
    return [path for path in sorted(RECORDED.iterdir()) if "item_user" not in path.read_text()]


@pytest.mark.parametrize("recorded", _without_authors(), ids=lambda path: path.stem)
@pytest.mark.parametrize("reactor", ["Marek Nowak", "Dr Priya Raman"])
async def test_where_slack_does_not_say_whose_message_it_is_nobody_is_offered_anything(
    world: World, recorded: Path, reactor: str
) -> None:
    await _begins(world)
    marek, priya = await _member(world, "Marek Nowak"), await _member(world, "Dr Priya Raman")
    message = await _writes(world, marek)
    payload = json.loads(recorded.read_text())["payload"]
    assert payload["is_ext_shared_channel"]
    item = {"type": "message", "channel": HOME, "ts": message.ts}
    payload["event"] |= {"user": world.person(reactor).user_id, "item": item, "reaction": "trophy"}

    await world.sandbox.app.deliver("events_api", payload)
    await world.settle()
    assert [_offers(person) + _answers(person) for person in (marek, priya)] == [[], []]

    payload["event"]["item_user"] = marek.user_id
    await world.sandbox.app.deliver("events_api", payload)
    await world.settle()
    assert len(_offers(marek) + _answers(marek)) == 1
    assert _offers(priya) + _answers(priya) == []


async def _pauses(world: World, amina: Person, marek: Person) -> None:
    await amina.types("/partnership pause until 5 April")


async def _author_leaves(world: World, amina: Person, marek: Person) -> None:
    await marek.leaves()


async def _switches_off(world: World, amina: Person, marek: Person) -> None:
    await amina.types("/partnership settings reaction off")


async def _reactor_is_a_bot(world: World, amina: Person, marek: Person) -> None:
    ben = world.slack.people["U0002HUB"]
    world.slack.people[ben.user_id] = replace(ben, bot=True)


async def _message_goes(world: World, amina: Person, marek: Person) -> None:
    world.slack.remove(world.slack.messages(HOME)[-1])


@pytest.mark.parametrize(
    "before", [_pauses, _author_leaves, _switches_off, _reactor_is_a_bot, _message_goes], ids=lambda do: do.__name__[1:]
)
async def test_nothing_is_offered(world: World, before: Callable[..., Any]) -> None:
    amina = await _begins(world)
    marek, ben = await _member(world, "Marek Nowak"), world.person("Ben Carter")
    message = await _writes(world, marek)
    await before(world, amina, marek)

    await ben.reacts("trophy", message)
    await world.settle()

    assert _offers(marek) == []
    assert _answers(ben) == []


async def test_nor_by_another_reaction_elsewhere_from_outside_or_on_what_no_person_wrote(world: World) -> None:
    amina = await _begins(world)
    marek = await _member(world, "Marek Nowak")
    ben = world.person("Ben Carter")
    before = await _rows(world, Post)

    message = await _writes(world, marek)
    await ben.reacts("tada", message)
    marek_elsewhere = await _writes(world, marek, GENERAL)
    world.slack.channels[GENERAL].members.add(world.slack.bot_user)
    await ben.reacts("trophy", marek_elsewhere)
    await ben.reacts("trophy", world.room[0])  # Pencil's own
    await ben.reacts("trophy", await _writes(world, world.person("Ruth Lacey")))  # who has never done anything here
    outside = world.person("Dan Whitlock")
    world.slack.channels[HOME].members.discard(outside.user_id)
    for change in (
        {},
        {"item_user": None},
        {"item": {"type": "file", "file": "F1"}},
        {"item": {"type": "message", "channel": HOME, "ts": "x"}},
        {"item": {"type": "message"}},
    ):
        payload = payloads.reacted(world.slack, outside.about, message, "trophy")
        payload["event"] |= change
        await world.sandbox.app.deliver("events_api", payload)
    await world.settle()

    assert await _rows(world, Post) == before
    assert [_answers(person) for person in (amina, marek, ben, outside)] == [[], [], [], []]
