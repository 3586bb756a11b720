"""Help across organisations, as the people involved see it."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Base
from jobs.tick import tick
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.blockers.coalition import coalition, digest, joins
from tests.choosing import people
from tests.world import MONDAY, World, as_it_was

STUCK = "Nobody can give our patients a lift to the clinic"
WEDNESDAY = MONDAY + timedelta(days=2)


async def _offers(person: Person, what: str) -> None:
    await person.types(f"/skill {what}" if person.may_command else f"@Pencil skill {what}")


async def _raises(world: World, person: Person, what: str = STUCK, *, action: str = "blocker.post") -> Message:
    await person.types(f"/blocker {what}" if person.may_command else f"@Pencil blocker {what}")
    await person.presses(person.private()[-1], action)
    await world.moves_to(world.sandbox.clock.now())
    return _card(world)


def _card(world: World) -> Message:
    return [
        message
        for message in world.room
        if "blocker.help" in str(message.blocks) or "blocker.reopen" in str(message.blocks)
    ][-1]


def _questions(person: Person) -> list[Message]:
    return [message for message in person.dms() if "help.yes" in str(message.blocks)]


def _group(world: World, *people: Person) -> list[Message]:
    members = frozenset(person.user_id for person in people)
    return list(world.slack.messages(world.slack.groups[members])) if members in world.slack.groups else []


def _hears(person: Person) -> list[str]:
    return [message.plain for message in person.dms() if message.only_for is None]


@pytest.mark.parametrize("names", [("Marek Nowak", "Dr Priya Raman"), ("Dr Priya Raman", "Marek Nowak")])
async def test_somebody_elsewhere_whose_skill_fits_is_asked_and_introduced_with_a_yes(
    world: World, names: tuple[str, str]
) -> None:
    await coalition(world)
    stuck, able = world.person(names[0]), world.person(names[1])
    await _offers(able, "driving a minibus, watercolour")

    await _raises(world, stuck)

    [question] = _questions(able)
    assert STUCK in question.plain
    assert f"<@{stuck.user_id}>" in question.plain
    assert "driving a minibus" in question.plain
    assert "nobody hears about it" in question.plain
    assert [label for label, _, _ in question.buttons] == ["I can help", "I know someone", "Not now"]
    old = as_it_was(question)
    await able.presses(question, "help.yes")
    await world.settle()
    [met] = _group(world, stuck, able)
    assert STUCK in met.plain
    assert "The story so far" in met.plain
    assert f"meet <@{able.user_id}>" in met.plain
    assert f"On it: <@{able.user_id}>" in _card(world).plain
    assert "You said you can help" in _hears(able)[-1]
    await able.presses(old, "help.yes")
    await world.settle()
    assert len(_group(world, stuck, able)) == 1


async def test_colleagues_are_not_asked_nor_those_who_do_not_want_it(world: World) -> None:
    _, marek, priya = await coalition(world)
    owen = await joins(world, "Owen Blake", "Quayside Surgery")
    ben = world.person("Ben Carter")  # has not said where he is from
    for person in (owen, ben, priya):
        await _offers(person, "driving a minibus")
    await _offers(marek, "driving a minibus")
    await marek.presses(marek.private()[-1], "skill.settle", choose=["announce"])

    await _raises(world, priya)

    assert [_questions(person) for person in (owen, ben, marek, priya)] == [[], [], [], []]


async def test_passing_is_told_to_nobody_and_hosts_hear_of_silence_once(world: World) -> None:
    amina, marek, priya = await coalition(world)
    await _offers(priya, "driving a minibus")
    await _raises(world, marek)
    before = len(_hears(amina)), len(_hears(marek)), len(world.room)

    await priya.presses(_questions(priya)[0], "help.not_now")
    await world.settle()

    assert "Nobody hears about it" in _hears(priya)[-1]
    assert (len(_hears(amina)), len(_hears(marek)), len(world.room)) == before
    await world.moves_to(WEDNESDAY - timedelta(minutes=1))
    assert "haven’t found anybody" not in await digest(amina)
    await world.moves_to(WEDNESDAY + timedelta(minutes=1))
    lines = await digest(amina)
    assert STUCK in lines
    assert "haven’t found anybody" in lines
    assert priya.user_id not in lines
    assert len(_hears(amina)) == before[0]
    for week in (1, 2):
        await world.moves_to(MONDAY + timedelta(weeks=week))
    assert len([message for message in _hears(amina) if "haven’t found anybody" in message]) == 1


async def test_hosts_hear_with_their_digest_where_nobody_fits(world: World) -> None:
    amina, marek, priya = await coalition(world)
    await _offers(priya, "watercolour")

    await _raises(world, marek)

    assert "haven’t found anybody" in await digest(amina)
    assert _questions(priya) == []


async def test_nobody_is_asked_twice_in_a_week_and_requests_are_spread(world: World) -> None:
    _, marek, priya = await coalition(world)
    hana = await joins(world, "Hana Kobayashi", "Wharf Pharmacy, private")
    await _offers(priya, "driving a minibus")
    await _raises(world, marek)
    await _offers(hana, "driving a minibus")

    await _raises(world, marek, "No lift for the day trip either")

    assert (len(_questions(priya)), len(_questions(hana))) == (1, 1)
    await world.moves_to(MONDAY + timedelta(days=8))
    await _raises(world, marek, "And no lift on Fridays")
    assert (len(_questions(priya)), len(_questions(hana))) == (2, 2)


async def test_at_most_three_are_asked_about_one_blocker(world: World) -> None:
    _, marek, priya = await coalition(world)
    others = [
        await joins(world, name, organisation)
        for name, organisation in (
            ("Hana Kobayashi", "Wharf Pharmacy, private"),
            ("Rosie Chudley", "Kind Minds, voluntary"),
            ("Vikram Shah", "Estuary Bus Company, private"),
        )
    ]
    for person in (priya, *others):
        await _offers(person, "driving a minibus")

    await _raises(world, marek)

    assert sum(len(_questions(person)) for person in (priya, *others)) == 3


@pytest.mark.parametrize("name", ["Hana Kobayashi", "Vikram Shah"])
async def test_somebody_may_be_thought_of_and_is_asked_next(world: World, name: str) -> None:
    _, marek, priya = await coalition(world)
    friend = await joins(world, name, "Wharf Pharmacy, private")
    await _offers(priya, "driving a minibus")
    await _raises(world, marek)

    await priya.presses(_questions(priya)[0], "help.knows")
    assert await priya.submits(people(priya, "who", priya)) is not None
    assert await priya.submits(people(priya, "who", friend)) is None
    await world.settle()

    assert f"I’ll ask <@{friend.user_id}> privately" in priya.private()[-1].plain
    [question] = _questions(friend)
    assert f"because <@{priya.user_id}> thought of you" in question.plain
    assert f"You thought of <@{friend.user_id}>" in _hears(priya)[-1]
    await friend.presses(question, "help.yes")
    await world.settle()
    assert len(_group(world, marek, friend)) == 1


async def test_whoever_may_not_be_asked_may_be_written_to(world: World) -> None:
    _, marek, priya = await coalition(world)
    await _offers(priya, "driving a minibus")
    await _raises(world, marek)
    stranger = world.person("Neil Beer")
    await stranger.leaves()

    await priya.presses(_questions(priya)[0], "help.knows")
    assert await priya.submits(people(priya, "who", stranger)) is None
    await world.settle()

    assert "write to them yourself" in priya.private()[-1].plain
    assert _questions(stranger) == []


async def test_questions_say_so_when_it_is_fixed_meanwhile(world: World) -> None:
    amina, marek, priya = await coalition(world)
    await _offers(priya, "driving a minibus")
    card = await _raises(world, marek)
    old = as_it_was(_questions(priya)[0])
    await marek.presses(card, "blocker.fixed")
    assert await marek.submits({"how": "The bus runs again"}) is None
    await world.settle()

    assert "has been fixed" in _hears(priya)[-1]
    await priya.presses(old, "help.yes")
    assert "The bus runs again" in priya.dms()[-1].plain
    assert _group(world, marek, priya) == []
    await world.moves_to(WEDNESDAY + timedelta(minutes=1))
    assert "haven’t found anybody" not in await digest(amina)

    await marek.presses(_card(world), "blocker.reopen")
    await world.settle()
    assert len(_questions(priya)) == 1


async def test_a_question_that_is_not_theirs_is_not_answered(world: World) -> None:
    _, marek, priya = await coalition(world)
    await _offers(priya, "driving a minibus")
    await _raises(world, marek)

    await marek.presses(_questions(priya)[0], "help.yes")
    await world.settle()

    assert "On it: " not in _card(world).plain


async def test_a_nameless_blocker_asks_anybody_and_introduces_the_hosts(world: World) -> None:
    amina, marek, priya = await coalition(world)
    owen = await joins(world, "Owen Blake", "Quayside Surgery")
    await _offers(owen, "driving a minibus")

    await _raises(world, priya, action="blocker.nameless")

    [question] = _questions(owen)
    assert "Somebody in" in question.plain
    assert priya.user_id not in str(question.blocks)
    await owen.presses(question, "help.yes")
    await world.settle()
    [met] = _group(world, amina, owen)
    assert "raised without a name" in met.plain
    assert priya.user_id not in str(met.blocks)
    assert _group(world, priya, owen) == []
    assert marek.user_id not in str(met.blocks)


@pytest.mark.parametrize("word", ["restricted_action", "invalid_user_combination"])
async def test_where_slack_has_no_group_each_hears_of_the_other(world: World, word: str) -> None:
    _, marek, priya = await coalition(world)
    await _offers(priya, "driving a minibus")
    await _raises(world, marek)
    world.slack.groups_refused = word

    await priya.presses(_questions(priya)[0], "help.yes")
    await world.settle()

    for person, other in ((marek, priya), (priya, marek)):
        [met] = [message for message in person.dms() if "The story so far" in message.plain]
        assert f"<@{other.user_id}>" in met.plain
    await world.tells_of_trouble()
    assert not any("introduction" in message for message in _hears(world.person("Amina Okafor")))


async def test_saying_so_on_the_card_answers_the_question(world: World) -> None:
    _, marek, priya = await coalition(world)
    await _offers(priya, "driving a minibus")
    card = await _raises(world, marek)

    await priya.presses(card, "blocker.help")
    await world.settle()

    assert _questions(priya) == []
    assert "You said you can help" in _hears(priya)[-1]


async def test_two_turns_at_once_ask_once(world: World) -> None:
    _, marek, priya = await coalition(world)
    await _offers(priya, "driving a minibus")
    for what in (STUCK, "No lift for the day trip either", "And no lift on Fridays"):
        await marek.types(f"/blocker {what}")
        await marek.presses(marek.private()[-1], "blocker.post")

    await asyncio.gather(*(tick(world.bot) for _ in range(4)))
    await world.settle()

    assert len(_questions(priya)) == 1


async def test_two_who_say_yes_at_once_are_both_introduced(world: World) -> None:
    _, marek, priya = await coalition(world)
    hana = await joins(world, "Hana Kobayashi", "Wharf Pharmacy, private")
    for person in (priya, hana):
        await _offers(person, "driving a minibus")
    await _raises(world, marek)

    await asyncio.gather(*(person.presses(_questions(person)[0], "help.yes") for person in (priya, hana)))
    await world.settle()

    assert [len(_group(world, marek, person)) for person in (priya, hana)] == [1, 1]


async def test_help_is_sought_again_once_the_only_helper_steps_back(world: World) -> None:
    amina, marek, priya = await coalition(world)
    await _offers(priya, "driving a minibus")
    await _raises(world, marek)
    await priya.presses(_questions(priya)[0], "help.yes")
    await world.moves_to(WEDNESDAY + timedelta(days=5))
    assert "haven’t found anybody" not in await digest(amina)

    await priya.presses(
        [message for message in priya.dms() if "blocker.step_back" in str(message.blocks)][-1], "blocker.step_back"
    )
    await world.moves_to(WEDNESDAY + timedelta(days=5, minutes=1))

    assert "haven’t found anybody" in await digest(amina)


async def test_the_story_so_far_has_what_was_said_below_the_card(world: World) -> None:
    amina, marek, priya = await coalition(world)
    await _offers(priya, "driving a minibus")
    card = await _raises(world, marek)
    await amina.presses(card, "blocker.help")
    await world.settle()

    await priya.presses(_questions(priya)[0], "help.yes")
    await world.settle()

    [met] = _group(world, marek, priya)
    assert f"<@{amina.user_id}> can help with this" in met.plain
    assert f"On it already: <@{amina.user_id}>" in met.plain


async def test_help_is_sought_once_the_teller_has_said_where_they_are_from(world: World) -> None:
    _, _, priya = await coalition(world)
    ben = world.person("Ben Carter")
    await _offers(priya, "driving a minibus")
    await _raises(world, ben)
    assert _questions(priya) == []

    await ben.types("/partnership join Exe Bay Council")
    await world.moves_to(world.sandbox.clock.now())

    assert len(_questions(priya)) == 1


async def test_whoever_wants_no_questions_gets_none(world: World) -> None:
    amina, marek, priya = await coalition(world)
    await _offers(priya, "driving a minibus")
    with world.bot.database.engine.begin() as connection:
        connection.exec_driver_sql(f"update members set asks = 0 where user_id = '{priya.user_id}'")

    await _raises(world, marek)

    assert _questions(priya) == []
    assert "haven’t found anybody" in await digest(amina)


async def test_what_waits_for_a_person_stands_in_my_pencil_until_it_is_answered(world: World) -> None:
    _, marek, priya = await coalition(world)
    await _offers(priya, "driving a minibus")
    await _raises(world, marek)

    async def mine() -> str:
        await priya.types("@Pencil mine")
        await priya.presses(priya.private()[-1], "mine.open")
        assert priya.form is not None
        shown = priya.form.plain
        await priya.closes()
        return shown

    assert "Can you help with this?" in await mine()
    await priya.presses(_questions(priya)[0], "help.yes")
    assert "Can you help with this?" not in await mine()
    await marek.presses(_card(world), "blocker.fixed")
    assert await marek.submits({"how": "The surgery has a driver"}) is None
    assert "May I say so beside your skills?" in await mine()


async def test_hosts_hear_nothing_of_an_introduction_that_slack_will_not_take(world: World) -> None:
    amina, marek, priya = await coalition(world)
    await marek.types("/partnership quiet 20:00-08:00")
    await _offers(priya, "driving a minibus")
    await _raises(world, marek)
    [question] = _questions(priya)
    await world.moves_to(MONDAY + timedelta(hours=12))
    await priya.presses(question, "help.yes")
    await marek.types("/partnership forget-me")
    assert await marek.submits({}) is None
    before = len(_hears(amina))

    await world.moves_to(WEDNESDAY - timedelta(hours=1))
    await world.tells_of_trouble()

    assert len(_hears(amina)) == before
    await amina.types("/partnership mine")
    await amina.presses(amina.form or amina.private()[-1], "mine.part", "1.hosts")
    assert "was refused" not in str(amina.form and amina.form.plain)


async def test_nobody_is_introduced_to_somebody_who_has_been_forgotten(world: World) -> None:
    _, marek, priya = await coalition(world)
    await _offers(priya, "driving a minibus")
    await marek.types("/partnership quiet 09:00-20:00")
    await _raises(world, marek)
    await priya.presses(_questions(priya)[0], "help.yes")
    await priya.types("@Pencil forget-me")
    await priya.presses(priya.private()[-1], "forget.open")
    assert await priya.submits() is None

    await world.moves_to(MONDAY + timedelta(hours=11))

    assert not any("can help" in message for message in _hears(marek)[-1:])
    assert _group(world, marek, priya) == []


async def test_a_group_in_which_somebody_was_who_is_forgotten_is_nowhere_named_by_them(world: World) -> None:
    _, marek, priya = await coalition(world)
    await _offers(priya, "driving a minibus")
    await _raises(world, marek)
    await priya.presses(_questions(priya)[0], "help.yes")
    await world.settle()
    assert len(_group(world, marek, priya)) == 1

    await priya.types("@Pencil forget-me")
    await priya.presses(priya.private()[-1], "forget.open")
    assert await priya.submits() is None
    await world.settle()

    with Session(world.bot.database.engine) as session:
        for table in Base.metadata.sorted_tables:
            assert priya.user_id not in str(session.execute(select(table)).all()), table.name
    assert priya.user_id not in str(_group(world, marek, priya)[0].blocks)


async def test_those_asked_have_working_days_of_the_partnership_to_answer(world: World) -> None:
    amina, marek, priya = await coalition(world)
    await amina.types("/partnership settings closed 3 to 4 March")
    await _offers(priya, "driving a minibus")
    await _raises(world, marek)

    await world.moves_to(WEDNESDAY + timedelta(minutes=1))
    assert "haven’t found anybody" not in await digest(amina)

    await world.moves_to(WEDNESDAY + timedelta(days=2, minutes=1))
    assert "haven’t found anybody" in await digest(amina)


async def test_who_was_stuck_and_has_left_is_not_written_to(world: World) -> None:
    amina, marek, priya = await coalition(world)
    await _offers(priya, "driving a minibus")
    await _raises(world, marek)
    await marek.leaves()
    before = len(marek.dms())

    await priya.presses(_questions(priya)[0], "help.yes")
    await world.settle()

    assert _group(world, marek, priya) == []
    assert len(_group(world, amina, priya)) == 1
    assert len(marek.dms()) == before


async def test_somebody_in_the_channel_who_never_acted_may_be_thought_of(world: World) -> None:
    _, marek, priya = await coalition(world)
    owen = world.person("Owen Blake")
    await _offers(priya, "driving a minibus")
    await _raises(world, marek)

    await priya.presses(_questions(priya)[0], "help.knows")
    assert await priya.submits({"who": owen}) is None
    await world.settle()

    assert len(_questions(owen)) == 1
