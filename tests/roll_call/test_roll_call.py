"""The roll-call: where is everybody from, asked of the channel once, answered by a press."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from bot.models import Member, Partner, RollCall
from bot.partnership.members import Who
from bot.partnership.partners import key
from bot.roll_call import acts
from sandbox.actors.person import Person
from sandbox.api.faults import Fault, Kind
from sandbox.slack.blocks import walk
from sandbox.slack.people import HOME
from sandbox.slack.state import Message
from tests.world import FRIDAY, MONDAY, World

DAY = timedelta(days=1)
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
QUESTION = "Which organisation are you from?"


def _posts(world: World) -> list[Message]:
    return [message for message in world.room if QUESTION in message.plain]


def _offered(message: Message) -> list[str]:
    """What there is to press or choose, in its order."""
    parts = [part for part in walk(message.blocks) if str(part.get("action_id", "")).startswith("partner.")]
    options = [option for part in parts for option in part.get("options", [part])]
    return [option["text"]["text"] for option in options]


async def _held(world: World) -> list[RollCall]:
    return await world.bot.database.read(lambda session: list(session.scalars(select(RollCall).order_by(RollCall.id))))


async def _presses(world: World, person: Person, **chosen: Any) -> str:
    """What the person privately hears of their press on the newest roll-call."""
    await person.presses(_posts(world)[-1], "partner.choose", **chosen)
    await world.settle()
    return person.private()[-1].plain


async def test_a_working_day_after_the_start_the_channel_is_asked_and_one_press_answers(world: World) -> None:
    await world.begins(roll_call=True)
    ben, priya = world.person("Ben Carter"), world.person("Dr Priya Raman")
    assert _posts(world) == []

    await world.moves_to(TUESDAY)
    [post] = _posts(world)
    assert "I know the organisation of 1 person so far" in post.plain
    assert _offered(post) == ["Exe Bay Council", "Add mine"]

    heard = await _presses(world, ben)
    assert "You’re from Exe Bay Council" in heard
    assert ben.private()[-1].buttons[-1][0] == "Another organisation"

    await priya.presses(post, "partner.add")  # of the workspace that has no Pencil, and never seen before
    assert await priya.submits({"name": "Quayside Surgery", "sector": "public"}) is None
    await world.settle()
    assert "You’re from Quayside Surgery" in priya.private()[-1].plain
    [post] = _posts(world)
    assert "I know the organisation of 3 people so far" in post.plain
    assert _offered(post) == ["Exe Bay Council", "Quayside Surgery", "Add mine"]
    assert "Ben" not in str(post.blocks)
    assert priya.user_id not in str(post.blocks)

    await ben.presses(ben.private()[-1], "partner.ask")  # an answer can be changed, and is counted once
    [another] = [part for part in walk(ben.private()[-1].blocks) if part.get("type") == "static_select"]
    await ben.presses(ben.private()[-1], "partner.choose", choose=another["options"][0]["value"])
    await world.settle()
    assert "You’re from Quayside Surgery" in ben.private()[-1].plain
    assert "3 people" in _posts(world)[0].plain


async def test_an_open_one_offers_what_hosts_have_made_of_the_organisations(world: World) -> None:
    amina, priya = await world.begins(roll_call=True), world.person("Dr Priya Raman")
    await priya.types("@Pencil join Quay Surgery")
    await world.moves_to(TUESDAY)

    for words in ("rename Quay Surgery to Quayside Surgery", "merge Quayside Surgery into Exe Bay Council"):
        await amina.types(f"/partnership {words}")
        await amina.presses(amina.private()[-1], "tidy.do")
        await world.settle()
        if words.startswith("rename"):
            assert _offered(_posts(world)[0]) == ["Exe Bay Council", "Quayside Surgery", "Add mine"]
    assert _offered(_posts(world)[0]) == ["Exe Bay Council", "Add mine"]

    await amina.presses(amina.private()[-1], "tidy.undo")
    await world.settle()
    assert _offered(_posts(world)[0]) == ["Exe Bay Council", "Quayside Surgery", "Add mine"]


async def test_it_closes_after_three_working_days_without_a_new_answer_and_comes_once(world: World) -> None:
    amina = await world.begins(roll_call=True)
    ben, ruth = world.person("Ben Carter"), world.person("Ruth Lacey")
    await world.moves_to(TUESDAY)
    await world.moves_to(TUESDAY + timedelta(minutes=1))

    await world.moves_to(TUESDAY + 2 * DAY)
    await _presses(world, ben)  # on Thursday: three working days from now on
    await world.moves_to(FRIDAY + 3 * DAY)  # on Monday somebody who has said changes nothing about it
    await _presses(world, ben)
    [held] = await _held(world)
    assert held.closes_at == TUESDAY + 7 * DAY

    await world.moves_to(TUESDAY + 7 * DAY - timedelta(minutes=1))
    assert "so far" in _posts(world)[0].plain
    await world.moves_to(TUESDAY + 7 * DAY)
    [post] = _posts(world)
    assert "I know the organisation of 2 people" in post.plain
    assert "closed" in post.plain
    assert _offered(post) == []

    await ruth.types("/partnership join Exe Bay Council")  # what is closed stays as it is
    await world.moves_to(TUESDAY + 28 * DAY)
    [post] = _posts(world)
    assert "2 people" in post.plain
    timetable = await amina.types("/partnership timetable")
    assert timetable is not None
    assert "Roll-call" not in timetable.plain


async def test_a_host_asks_and_a_second_time_hears_of_the_one_that_is_open(world: World) -> None:
    amina = await world.begins(roll_call=True)
    marek = world.person("Marek Nowak")

    refused = await marek.types("/partnership roll-call")
    assert refused is not None
    assert "Only a host" in refused.plain

    asked = await amina.types("/partnership roll call")
    assert asked is not None
    assert "I’ve asked people in" in asked.plain
    await world.settle()
    assert len(_posts(world)) == 1
    await amina.types("@Pencil roll-call")
    assert "has been open in" in amina.private()[-1].plain

    await amina.types("/partnership settings")
    await amina.presses(amina.private()[-1], "rollcall.ask")
    assert "has been open in" in amina.private()[-1].plain
    await world.moves_to(TUESDAY)  # what was to come by itself is not needed any more
    assert len(_posts(world)) == 1

    log = await amina.types("/partnership log")
    assert log is not None
    assert log.plain.count("asked the channel where people are from") == 1
    await world.moves_to(TUESDAY + timedelta(minutes=1))
    await world.moves_to(TUESDAY + 6 * DAY)
    await amina.types("/partnership roll-call")
    await world.settle()
    assert len(_posts(world)) == 2


async def test_two_hosts_who_ask_at_once_ask_once(world: World) -> None:
    amina = await world.begins(roll_call=True)
    await amina.types("/partnership host @Ben Carter")
    hosts = [Who(person.about.team_id, person.user_id) for person in (amina, world.person("Ben Carter"))]

    wishes = await asyncio.gather(*(world.bot.database.run(acts.ask, HOME, who, MONDAY) for who in hosts * 2))
    await world.settle()

    assert [wish.open_since for wish in wishes].count(None) == 1
    assert len(_posts(world)) == 1


async def test_people_who_press_at_once_are_all_counted(world: World) -> None:
    await world.begins(roll_call=True)
    await world.moves_to(TUESDAY)
    [post] = _posts(world)
    people = [world.person(name) for name in ("Ben Carter", "Ruth Lacey", "Marek Nowak", "Noor Iqbal", "Owen Blake")]

    await asyncio.gather(*(person.presses(post, "partner.choose") for person in people))
    await world.settle()

    assert "I know the organisation of 6 people" in _posts(world)[0].plain


async def test_in_a_pause_none_is_posted_and_an_open_one_is_not_counted_down(world: World) -> None:
    amina = await world.begins(roll_call=True)
    await amina.types("/partnership pause until 12 March")
    waits = await amina.types("/partnership roll-call")
    assert waits is not None
    assert "Posts are paused, so I’ll ask on Tuesday 17 March at 10:00" in waits.plain
    await world.moves_to(TUESDAY)
    assert _posts(world) == []
    await world.moves_to(datetime(2026, 3, 17, 9, 59, tzinfo=UTC))
    assert _posts(world) == []

    await world.moves_to(datetime(2026, 3, 17, 10, 0, tzinfo=UTC))
    assert len(_posts(world)) == 1
    await world.moves_to(datetime(2026, 3, 17, 10, 1, tzinfo=UTC))
    await amina.types("/partnership pause")
    await _presses(world, world.person("Ben Carter"))  # answers are taken meanwhile
    await world.moves_to(datetime(2026, 4, 14, 10, 0, tzinfo=UTC))
    assert "I know the organisation of 2 people so far" in _posts(world)[0].plain
    await amina.types("/partnership resume")
    await world.moves_to(datetime(2026, 4, 14, 10, 1, tzinfo=UTC))
    await world.moves_to(datetime(2026, 4, 16, 10, 0, tzinfo=UTC))
    assert "so far" in _posts(world)[0].plain
    await world.moves_to(datetime(2026, 4, 20, 10, 0, tzinfo=UTC))
    assert "closed" in _posts(world)[0].plain


async def test_asked_for_twice_in_a_pause_it_is_logged_once(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership pause until 12 March")
    first, second = [await amina.types("/partnership roll-call") for _ in range(2)]
    assert first is not None
    assert second is not None
    assert first.plain == second.plain
    log = await amina.types("/partnership log")
    assert log is not None
    assert log.plain.count("asked the channel where people are from") == 1


async def test_where_everybody_in_the_channel_is_known_none_comes_at_the_start(world: World) -> None:
    amina = await world.begins(roll_call=True)
    channel = world.slack.channels[HOME]
    channel.members -= {user_id for user_id in channel.members if user_id not in {amina.user_id, world.slack.bot_user}}
    await world.moves_to(TUESDAY)
    await world.moves_to(TUESDAY + 7 * DAY)
    assert _posts(world) == []

    await amina.types("/partnership roll-call")  # a host may all the same
    await world.settle()
    assert len(_posts(world)) == 1


async def test_forty_organisations_stand_by_alphabet_in_one_list(world: World) -> None:
    await world.begins(roll_call=True)
    names = [f"Organisation {number:03}" for number in range(150)]

    def fill(session: Any) -> None:
        here = session.scalars(select(Partner.partnership_id)).first()
        for name in names[::-1]:
            session.add(Partner(partnership_id=here, name=name, key=key(name), joined_at=MONDAY))
        session.add(Partner(partnership_id=here, name="Abbey", key="abbey", joined_at=MONDAY, left_at=MONDAY))

    await world.bot.database.run(fill)
    await world.moves_to(TUESDAY)

    [post] = _posts(world)
    assert _offered(post) == ["Exe Bay Council", *names[:99], "Add mine"]
    assert "52 more" in post.plain
    ben = world.person("Ben Carter")
    [select_] = [part for part in walk(post.blocks) if part.get("type") == "static_select"]
    assert "You’re from Organisation 007" in await _presses(world, ben, choose=select_["options"][8]["value"])


async def test_who_left_is_not_let_in_by_an_old_copy_and_who_is_gone_is_not_counted(world: World) -> None:
    await world.begins(roll_call=True)
    ben = world.person("Ben Carter")
    await world.moves_to(TUESDAY)
    await _presses(world, ben)
    await ben.leaves()
    await _presses(world, world.person("Ruth Lacey"))

    assert "2 people" in _posts(world)[0].plain
    left = await world.bot.database.read(
        lambda session: session.scalar(select(func.count()).where(Member.left_at.is_not(None)))
    )
    assert left == 1


async def test_one_that_slack_refused_is_let_go_when_a_host_asks_again(world: World) -> None:
    amina = await world.begins(roll_call=True)
    world.slack.channels[HOME].members.discard(world.slack.bot_user)
    await world.moves_to(TUESDAY)
    assert _posts(world) == []

    world.slack.channels[HOME].members.add(world.slack.bot_user)
    await amina.types("/partnership roll-call")
    await world.settle()
    assert len(_posts(world)) == 1
    assert [held.closed_at is None for held in await _held(world)] == [False, True]


async def test_a_host_sees_it_coming_moves_it_and_switches_it_off(world: World) -> None:
    amina = await world.begins(roll_call=True)
    for command, expected in (
        ("preview", "Tuesday 3 March at 10:00: Roll-call, asking where people are from"),
        ("timetable", "Roll-call: once, on a Tuesday at 10:00"),
        ("timetable roll-call wed 11:00", "Roll-call: once, on a Wednesday at 11:00"),
    ):
        reply = await amina.types(f"/partnership {command}")
        assert reply is not None
        assert expected in reply.plain, command
    await world.moves_to(TUESDAY)
    assert _posts(world) == []

    await amina.types("/partnership timetable rollcall off")
    await world.moves_to(TUESDAY + 2 * DAY)
    await world.moves_to(TUESDAY + 8 * DAY)
    assert _posts(world) == []
    await amina.types("/partnership timetable roll-call on")
    await world.moves_to(datetime(2026, 3, 18, 11, 0, tzinfo=UTC))
    assert len(_posts(world)) == 1


async def test_where_slack_does_not_say_who_is_there_the_channel_is_asked(world: World) -> None:
    amina = await world.begins(roll_call=True)
    world.slack.channels[HOME].members = {amina.user_id, world.slack.bot_user}
    world.sandbox.faults.add(Fault(Kind.ERROR, "conversations.members", error="internal_error", times=-1))

    await world.moves_to(TUESDAY)

    assert len(_posts(world)) == 1


async def test_its_days_go_by_the_partnerships_own(world: World) -> None:
    amina, ben = await world.begins(roll_call=True), world.person("Ben Carter")
    for day in ("4 March", "9 March"):
        await amina.types(f"/partnership settings closed {day}")

    await world.moves_to(TUESDAY)
    await world.moves_to(TUESDAY + timedelta(minutes=1))
    [held] = await _held(world)
    assert held.closes_at is not None
    assert held.closes_at.date() == (TUESDAY + 7 * DAY).date()

    await world.moves_to(TUESDAY + 2 * DAY)
    await _presses(world, ben)
    [held] = await _held(world)
    assert held.closes_at is not None
    assert held.closes_at.date() == (TUESDAY + 8 * DAY).date()
