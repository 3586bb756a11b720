"""Whoever leaves the channel leaves what it gave: refused kindly, but in what is theirs, until they are back in it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import FileRequest, Member, Partner, Partnership, Post, Schedule
from handlers import presence
from sandbox.actors.person import Person
from sandbox.api.faults import Fault, Kind
from sandbox.slack.people import HOME
from sandbox.slack.state import Message
from tests import polling
from tests.choosing import people
from tests.world import MONDAY, World

GONE = "You’ve left this partnership’s channel"


def _member(world: World, person: Person) -> Member:
    with Session(world.bot.database.engine) as session:
        return session.scalars(select(Member).where(Member.user_id == person.user_id)).one()


def _hosts(world: World) -> set[str]:
    with Session(world.bot.database.engine) as session:
        rows = session.scalars(select(Member.user_id).where(Member.host)).all()
    return {world.slack.people[user_id].name for user_id in rows}


def _asked_for(world: World) -> list[str]:
    with Session(world.bot.database.engine) as session:
        return list(session.scalars(select(FileRequest.what)))


def _forgotten_by(world: World, person: Person) -> None:
    """They are out of the channel, and the event never came."""
    world.slack.channels[HOME].members.discard(person.user_id)


async def _two_hosts(world: World) -> tuple[Person, Message]:
    """Amina has made Marek a host; what he has heard of it privately."""
    amina, marek = await world.begins(), world.person("Marek Nowak")
    await marek.types("/partnership join Tideway Foodbank, voluntary")
    await world.person("Dr Priya Raman").types("@Pencil join Quayside Surgery, public")
    await amina.types("/partnership host @Marek Nowak")
    await world.settle()
    return marek, marek.dms()[-1]


async def _presses(world: World, person: Person, action: str, value: str = "1") -> str:
    """What the person reads who presses this in their messages with Pencil."""
    place = world.slack.direct(person.user_id).id
    button = {"type": "button", "action_id": action, "value": value, "text": {"type": "plain_text", "text": "x"}}
    row = {"type": "actions", "block_id": "b", "elements": [button]}
    message = world.slack.add(place, world.slack.bot_user, "a button", [row])
    before = len(person.dms())
    await person.presses(message, action)
    texts = [message.plain for message in person.dms()[before:]]
    return "\n".join([*texts, *([person.form.plain] if person.form else [])])


async def test_a_host_who_was_removed_makes_no_host_in_an_old_message(world: World) -> None:
    marek, made = await _two_hosts(world)
    await marek.presses(made, "host.open")
    listing = marek.dms()[-1]
    assert "Add a host" in [label for label, _, _ in listing.buttons]
    await marek.presses(listing, "host.add")
    assert await marek.searches("who.by_name", "raman")
    await marek.leaves()
    assert _hosts(world) == {"Amina Okafor"}

    assert await marek.submits(people(marek, "who", world.person("Dr Priya Raman"))) is None
    assert _hosts(world) == {"Amina Okafor"}
    await marek.presses(listing, "host.add")

    assert GONE in marek.dms()[-1].plain
    assert _member(world, marek).left_at is not None


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("host.pass", "3"),
        ("host.take", "1"),
        ("end.export", "1"),
        ("end.continue", "1"),
        ("house.keep", "1.6"),
        ("house.stake", "1.6"),
    ],
)
async def test_nor_gets_the_export_nor_changes_or_ends_anything(world: World, action: str, value: str) -> None:
    marek, _ = await _two_hosts(world)
    await marek.leaves()

    assert GONE in await _presses(world, marek, action, value)

    assert _hosts(world) == {"Amina Okafor"}
    assert _asked_for(world) == []
    with Session(world.bot.database.engine) as session:
        assert session.get_one(Partnership, 1).keep_months == 24


async def test_a_host_who_comes_back_is_a_member(world: World) -> None:
    marek, _ = await _two_hosts(world)
    await marek.leaves()
    await marek.joins()

    assert _member(world, marek).left_at is None
    assert _hosts(world) == {"Amina Okafor"}
    await marek.types("/partnership export")
    assert "Only a host" in marek.private()[-1].plain


async def _ends(world: World, marek: Person) -> None:
    await _presses(world, marek, "end.continue")
    assert marek.form is not None
    await marek.submits({"name": "Exe Bay Together"})


async def _raises_the_floor(world: World, marek: Person) -> None:
    await _presses(world, marek, "house.open")
    assert marek.form is not None
    await marek.submits({"floor": "8"})


async def _adds(world: World, marek: Person) -> None:
    await _presses(world, marek, "host.add")
    assert marek.form is not None
    await marek.submits(people(marek, "who", world.person("Dr Priya Raman")))


async def _exports(world: World, marek: Person) -> None:
    await _presses(world, marek, "end.export")


async def _hands_over(world: World, marek: Person) -> None:
    await _presses(world, marek, "host.hand")
    assert marek.form is not None
    await marek.submits(people(marek, "who", world.person("Dr Priya Raman")))


async def _asks_to_host(world: World, marek: Person) -> None:
    await _presses(world, marek, "host.ask")
    assert marek.form is not None
    await marek.submits(people(marek, "who", world.person("Dr Priya Raman")))


async def _passes_on(world: World, marek: Person) -> None:
    await _presses(world, marek, "host.pass", "3")


async def _keeps_less(world: World, marek: Person) -> None:
    await _presses(world, marek, "house.keep", "1.6")


async def _pauses(world: World, marek: Person) -> None:
    await _presses(world, marek, "partnership.pause")
    assert marek.form is not None
    await marek.submits({})


async def _halves_every_rhythm(world: World, marek: Person) -> None:
    await _presses(world, marek, "reflection.begin")


async def _switches_off(world: World, marek: Person) -> None:
    await _presses(world, marek, "timetable.set_back", "1.skills off")


async def _has_every_win_quoted(world: World, marek: Person) -> None:
    await world.person("Amina Okafor").types("/win We opened the hub")
    await _presses(world, marek, "story.choose")
    assert marek.form is not None
    await marek.submits({"readers": "inside"})


Grave = Callable[[World, Person], Awaitable[None]]
GRAVE = [
    _ends,
    _raises_the_floor,
    _adds,
    _exports,
    _hands_over,
    _asks_to_host,
    _passes_on,
    _keeps_less,
    _pauses,
    _halves_every_rhythm,
    _switches_off,
    _has_every_win_quoted,
]


def _kept(world: World) -> Any:
    with Session(world.bot.database.engine) as session:
        settings: list[Any] = [
            *session.execute(select(Partnership.pulse_floor, Partnership.keep_months)),
            *session.execute(select(Partnership.paused_at, Partnership.reflecting)),
            *session.scalars(select(Schedule.kind).where(~Schedule.on).order_by(Schedule.kind)),
        ]
        posts = session.scalars(select(Post.id).where(Post.kind.in_(["host-made", "hosting"]))).all()
    return settings, _hosts(world) - {"Marek Nowak"}, _asked_for(world), len(posts)


@pytest.mark.parametrize("does", GRAVE)
async def test_where_the_event_was_missed_slack_is_asked_before_anything_grave(world: World, does: Grave) -> None:
    marek, _ = await _two_hosts(world)
    before = _kept(world)
    _forgotten_by(world, marek)

    await does(world, marek)

    assert _kept(world) == before
    gone = _member(world, marek)
    assert gone.left_at is not None  # which was news
    assert not gone.host


@pytest.mark.parametrize("does", GRAVE)
async def test_no_answer_is_no_yes(world: World, does: Grave, monkeypatch: pytest.MonkeyPatch) -> None:
    marek, _ = await _two_hosts(world)
    before = _kept(world)
    world.sandbox.faults.add(Fault(Kind.HANG, "conversations.members", seconds=0.3))

    with monkeypatch.context() as impatient:
        impatient.setattr(presence, "SECONDS", 0.05)
        await does(world, marek)

    assert _kept(world) == before
    messages = [*marek.private(), *marek.dms()]
    assert any("Slack didn’t tell me in time" in message.plain for message in messages)
    assert _member(world, marek).left_at is None
    await does(world, marek)
    assert _kept(world) != before


async def test_nor_is_an_error(world: World) -> None:
    marek, _ = await _two_hosts(world)
    world.sandbox.faults.add(Fault(Kind.ERROR, "conversations.members", error="channel_not_found"))
    assert "Slack didn’t tell me in time" in await _presses(world, marek, "end.export")
    assert _asked_for(world) == []


async def test_in_the_channel_nobody_is_asked_of(world: World) -> None:
    marek, _ = await _two_hosts(world)
    world.sandbox.faults.add(Fault(Kind.ERROR, "conversations.members", times=-1))
    await marek.types("/partnership host @Dr Priya Raman")
    await marek.types("/partnership export")
    assert "Dr Priya Raman" in _hosts(world)
    assert _asked_for(world) == ["export"]


async def test_what_is_theirs_stays_theirs(world: World) -> None:
    marek, _ = await _two_hosts(world)
    await marek.leaves()
    await _presses(world, marek, "win.share")
    told = marek.dms()[-1]
    assert GONE in told.plain

    await marek.presses(told, "preferences.open")
    await marek.submits({"from": "20:00", "to": "08:00"})
    assert _member(world, marek).quiet_from == "20:00"
    await marek.presses(told, "mydata.show")
    assert "my-data" in _asked_for(world)
    assert _member(world, marek).left_at is not None
    await _presses(world, marek, "win.share")
    await marek.presses(marek.dms()[-1], "forget.open")
    assert marek.form is not None
    assert await marek.submits({}) is None
    with Session(world.bot.database.engine) as session:
        assert session.scalars(select(Member.id).where(Member.user_id == marek.user_id)).all() == []


async def test_they_may_ask_for_it_in_their_messages_with_pencil(world: World) -> None:
    marek, _ = await _two_hosts(world)
    await marek.leaves()
    place = world.slack.direct(marek.user_id).id
    await marek.types("/partnership my-data", place)
    assert _asked_for(world) == ["my-data"]
    await marek.types("/partnership quiet 20:00-08:00", place)
    assert _member(world, marek).quiet_to == "08:00"
    await marek.types("/partnership export", place)
    assert _asked_for(world) == ["my-data"]


async def test_a_pulse_they_were_invited_to_may_be_answered(world: World) -> None:
    people, post = await polling.opened(world)
    gone = people[5]
    await gone.leaves()
    token = next(value for _, action, value in post.buttons if action == "pulse.take")
    assert token is not None

    await _presses(world, gone, "pulse.take", token)
    assert await gone.submits(dict.fromkeys(polling.items(gone), "4")) is None
    assert await gone.submits() is None

    assert await world.bot.database.read(polling.ballots_cast) == 1
    assert _member(world, gone).left_at is not None


async def test_what_was_still_to_come_to_them_does_not(world: World) -> None:
    marek, _ = await _two_hosts(world)
    await marek.types("/partnership quiet 09:00-12:00")
    await marek.types("/partnership export")
    await marek.opens_home()
    await world.person("Dr Priya Raman").types("@Pencil step-back")
    await world.settle()
    before = len(marek.dms())
    assert "Exe Bay Together" in str(marek.home and marek.home.payload)

    await marek.leaves()
    await world.moves_to(MONDAY.replace(hour=13))

    assert len(marek.dms()) == before
    assert _asked_for(world) == []
    assert "Exe Bay Together" not in str(marek.home and marek.home.payload)


async def test_nor_is_the_role_taken_from_outside_while_nobody_has_it(world: World) -> None:
    amina, marek = await world.begins(), world.person("Marek Nowak")
    await marek.types("/partnership join Tideway Foodbank, voluntary")
    await amina.leaves()
    _forgotten_by(world, marek)

    await _presses(world, marek, "host.take")

    assert _hosts(world) == set()
    assert _member(world, marek).left_at is not None


async def test_nor_is_it_accepted_from_outside(world: World) -> None:
    amina, priya = await world.begins(), world.person("Dr Priya Raman")
    await priya.types("@Pencil join Quayside Surgery, public")
    await amina.types("/partnership ask-to-host @Dr Priya Raman")
    await world.settle()
    _forgotten_by(world, priya)

    await priya.presses(priya.dms()[-1], "host.yes")

    assert _hosts(world) == {"Amina Okafor"}
    assert _member(world, priya).left_at is not None


async def test_nor_is_a_pulse_stopped_from_outside(world: World) -> None:
    cast, _ = await polling.opened(world)
    pulse = await polling.newest_pulse(world)
    _forgotten_by(world, cast[0])

    await _presses(world, cast[0], "pulse.stop", str(pulse.id))

    assert (await polling.newest_pulse(world)).outcome is None
    assert _member(world, cast[0]).left_at is not None


@pytest.mark.parametrize("action", ["tidy.do", "tidy.undo"])
async def test_nor_are_organisations_tidied_from_outside(world: World, action: str) -> None:
    marek, _ = await _two_hosts(world)
    amina, value = world.person("Amina Okafor"), "rename.3.0..Harbour Surgery"
    if action == "tidy.undo":
        await _presses(world, amina, "tidy.do", value)
        value = next(value for _, called, value in amina.dms()[-1].buttons if called == action) or ""
    before = _organisations(world)
    _forgotten_by(world, marek)

    await _presses(world, marek, action, value)

    assert _organisations(world) == before
    assert _member(world, marek).left_at is not None


def _organisations(world: World) -> list[str]:
    with Session(world.bot.database.engine) as session:
        return list(session.scalars(select(Partner.name).order_by(Partner.id)))


async def test_what_they_had_asked_for_of_their_own_still_comes(world: World) -> None:
    marek, _ = await _two_hosts(world)
    await marek.types("/partnership my-data")
    await marek.types("/partnership export")

    await marek.leaves()

    assert _asked_for(world) == ["my-data"]


async def test_a_host_who_asked_and_left_hears_no_answer(world: World) -> None:
    amina, priya = await world.begins(), world.person("Dr Priya Raman")
    await priya.types("@Pencil join Quayside Surgery, public")
    await amina.types("/partnership ask-to-host @Dr Priya Raman")
    await world.settle()
    await amina.leaves()
    before = len(amina.dms())

    await priya.presses(priya.dms()[-1], "host.not_now")
    await world.settle()

    assert len(amina.dms()) == before


async def test_an_answer_that_comes_later_is_no_yes_either(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "SECONDS", 0.05)
    marek, _ = await _two_hosts(world)
    told = asyncio.Event()

    async def slow(_: object) -> None:
        asyncio.get_running_loop().call_later(0.3, told.set)
        await told.wait()

    world.sandbox.faults.before["conversations.members"] = slow
    assert "Slack didn’t tell me in time" in await _presses(world, marek, "end.export")
    await told.wait()

    assert _asked_for(world) == []
