"""Blockers, as the people involved see them."""

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest

from bot.models import Base
from sandbox.actors.person import Person
from sandbox.slack.people import GENERAL, HOME
from sandbox.slack.state import Message
from tests.world import FRIDAY, MONDAY, World, as_it_was

STUCK = "Nobody answers at the parking office"


async def _previewed(world: World, person: Person, what: str = STUCK) -> Message:
    """The person has said what is stuck, by command or by mention, and sees the card alone."""
    await person.types(f"/blocker {what}" if person.may_command else f"@Pencil blocker {what}")
    return person.private()[-1]


async def _raised(world: World, person: Person, what: str = STUCK, *, action: str = "blocker.post") -> Message:
    await person.presses(await _previewed(world, person, what), action)
    await world.settle()
    return _card(world)


def _cards(world: World) -> list[Message]:
    return [
        message
        for message in world.room
        if "blocker.help" in str(message.blocks) or "blocker.reopen" in str(message.blocks)
    ]


def _card(world: World) -> Message:
    return _cards(world)[-1]


def _thread(world: World, card: Message) -> list[str]:
    return [message.plain for message in world.room if message.thread_ts == card.ts]


@pytest.mark.parametrize("name", ["Marek Nowak", "Dr Priya Raman"])
async def test_the_card_is_shown_privately_before_it_is_posted(world: World, name: str) -> None:
    await world.begins()
    person = world.person(name)

    preview = await _previewed(world, person)

    assert preview.only_for == person.user_id
    assert STUCK in preview.plain
    assert [label for label, _, _ in preview.buttons] == ["Post it", "Post without my name", "Edit", "Drop it"]
    assert _cards(world) == []
    await person.presses(preview, "blocker.post")
    await world.settle()
    card = _card(world)
    assert f"<@{person.user_id}> is stuck" in card.plain
    assert STUCK in card.plain
    assert "no need to ask" in card.plain
    assert [label for label, _, _ in card.buttons] == ["I can help", "It’s fixed"]


async def test_a_form_does_the_same(world: World) -> None:
    amina = await world.begins()
    priya = world.person("Dr Priya Raman")
    await priya.presses(world.room[0], "blocker.raise")
    assert await priya.submits({"text": "We need a room for twelve"}) is None
    await priya.presses(priya.private()[-1], "blocker.post")
    await amina.types("/blocker")
    assert await amina.submits({"text": "Our form is too long"}) is None
    await amina.presses(amina.private()[-1], "blocker.post")
    await world.settle()

    assert ["room for twelve" in message.plain for message in _cards(world)] == [True, False]
    assert "Exe Bay Council" in _card(world).plain


async def test_a_draft_can_be_edited_or_dropped(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    preview = await _previewed(world, marek)
    await marek.presses(preview, "blocker.redraft")
    assert await marek.submits({"text": "Nobody answers at the office"}) is None
    assert "Nobody answers at the office" in marek.private()[-1].plain
    await marek.presses(marek.private()[-1], "blocker.drop")
    assert "Nobody answers at the office" in marek.private()[-1].plain

    await marek.presses(preview, "blocker.post")

    assert "posted or dropped already" in marek.private()[-1].plain
    await world.settle()
    assert _cards(world) == []


async def test_pressing_twice_posts_once(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    preview = await _previewed(world, marek)

    await asyncio.gather(*(marek.presses(preview, "blocker.post") for _ in range(3)))
    await world.settle()

    assert len(_cards(world)) == 1


async def test_without_a_name_nothing_leads_back(world: World) -> None:
    amina = await world.begins()
    priya = world.person("Dr Priya Raman")

    card = await _raised(world, priya, action="blocker.nameless")

    assert "Somebody here is stuck" in card.plain
    assert priya.user_id not in str(card.blocks) + card.text
    assert _rows(world, "drafts") == []
    [blocker] = _rows(world, "blockers")
    assert blocker["member_id"] is None
    assert (blocker["raised_at"].hour, blocker["raised_at"].minute) == (0, 0)
    assert priya.user_id not in _everything(world)
    secret = next(value for _, action, value in priya.private()[-1].buttons if action == "blocker.edit")
    assert secret is not None
    assert len(secret.partition(".")[2]) > 20
    assert secret.partition(".")[2] not in _everything(world)

    receipt = priya.private()[-1]
    await priya.presses(receipt, "blocker.edit")
    assert await priya.submits({"text": "Nobody ever answers there"}) is None
    await world.settle()
    assert "Nobody ever answers there" in _card(world).plain
    await amina.types("@Pencil blocker list")
    assert "Raised without a name" in amina.private()[-1].plain
    await priya.presses(receipt, "blocker.undo")
    await world.settle()
    assert _cards(world) == []
    assert priya.user_id not in _everything(world)
    assert {row["member_id"] for row in _rows(world, "revisions")} == {None}


def _rows(world: World, table: str) -> list[dict[str, Any]]:
    """Every row of a table, as it is kept."""
    with world.bot.database.engine.connect() as connection:
        return [dict(row._mapping) for row in connection.execute(Base.metadata.tables[table].select())]


def _everything(world: World) -> str:
    return str([_rows(world, table) for table in Base.metadata.tables])


async def test_without_a_name_no_row_that_names_a_member_changes(world: World) -> None:
    amina = await world.begins()
    await amina.opens_home()
    await world.settle()
    before = _naming(world, amina)

    await _raised(world, amina, action="blocker.nameless")
    await amina.presses(amina.private()[-1], "blocker.edit")
    assert await amina.submits({"text": "Nobody ever answers there"}) is None
    await world.settle()

    assert "Nobody ever answers there" in _card(world).plain
    assert len(before) > 2
    assert _naming(world, amina) == before


def _naming(world: World, person: Person) -> list[str]:
    """Every row in which the person stands: as a member, by their id, or as whose Home it is."""
    [member] = [row["id"] for row in _rows(world, "members") if row["user_id"] == person.user_id]
    return [
        f"{table} {row}"
        for table in Base.metadata.tables
        for row in _rows(world, table)
        if person.user_id in str(row) or row.get("member_id") == member
    ]


async def test_the_key_of_a_nameless_blocker_opens_no_other_and_hosts_need_none(world: World) -> None:
    amina = await world.begins()
    priya, marek = world.person("Dr Priya Raman"), world.person("Marek Nowak")
    await _raised(world, priya, action="blocker.nameless")
    await _raised(world, marek, "Another thing", action="blocker.nameless")
    receipt = marek.private()[-1]
    button = next(element for element in receipt.blocks[-1]["elements"] if element["action_id"] == "blocker.undo")
    button["value"] = re.sub(r"^\d+", "1", button["value"])
    await marek.presses(receipt, "blocker.undo")
    assert "Only the person who wrote it" in marek.private()[-1].plain
    button["value"] = "1"
    await marek.presses(receipt, "blocker.undo")
    assert "Only the person who wrote it" in marek.private()[-1].plain

    await amina.types("/blocker mine")
    await amina.presses(amina.private()[-1], "blocker.post")
    button = next(
        element for element in amina.private()[-1].blocks[-1]["elements"] if element["action_id"] == "blocker.undo"
    )
    button["value"] = "1"
    await amina.presses(amina.private()[-1], "blocker.undo")
    await world.settle()

    assert "Nobody answers" not in str([message.plain for message in _cards(world)])


async def test_the_key_of_a_nameless_blocker_works_only_for_people_of_its_partnership(world: World) -> None:
    await world.begins()
    priya, marek = world.person("Dr Priya Raman"), world.person("Marek Nowak")
    await marek.types("@Pencil join Tideway Foodbank")
    await _raised(world, priya, action="blocker.nameless")
    buttons = priya.private()[-1].blocks[-1]
    await marek.leaves()

    never_here, left = ("Ben Carter", "That’s gone"), ("Marek Nowak", "You’ve left")
    for name, words in (never_here, left):
        person = world.person(name)
        elsewhere = world.slack.add(GENERAL, world.slack.bot_user, "x", [buttons], only_for=person.user_id)
        for action in ("blocker.edit", "blocker.undo"):
            await person.presses(elsewhere, action)
            assert words in person.private(GENERAL)[-1].plain, name
            assert person.form is None, name
    await world.settle()
    assert STUCK in _card(world).plain

    await marek.joins()
    here = world.slack.add(HOME, world.slack.bot_user, "x", [buttons], only_for=marek.user_id)
    await marek.presses(here, "blocker.undo")
    assert "Undone" in marek.private()[-1].plain


async def test_helpers_are_named_and_whoever_is_stuck_hears(world: World) -> None:
    await world.begins()
    marek, priya, noor = world.person("Marek Nowak"), world.person("Dr Priya Raman"), world.person("Noor Iqbal")
    card = await _raised(world, marek)

    await priya.presses(card, "blocker.help")
    await noor.presses(card, "blocker.help")
    await noor.presses(card, "blocker.help")
    await world.settle()

    taken = _card(world).plain
    assert f"On it: <@{priya.user_id}> and <@{noor.user_id}>" in taken
    assert [f"<@{marek.user_id}>" in message for message in _thread(world, card)] == [True, True]
    await noor.presses(noor.private()[-1], "blocker.step_back")
    await marek.presses(card, "blocker.help")
    await world.settle()
    assert f"On it: <@{priya.user_id}>." in _card(world).plain
    assert "This one is yours" in marek.private()[-1].plain


async def test_anyone_may_say_it_is_fixed_and_it_becomes_a_joint_win(world: World) -> None:
    await world.begins()
    marek, priya, noor = world.person("Marek Nowak"), world.person("Dr Priya Raman"), world.person("Noor Iqbal")
    for person, organisation in ((marek, "Tideway Foodbank"), (priya, "Quayside Surgery"), (noor, "Pebble Design")):
        await person.types(f"@Pencil join {organisation}")
    card = await _raised(world, marek)
    await priya.presses(card, "blocker.help")

    await noor.presses(card, "blocker.fixed")
    assert noor.form is not None
    assert await noor.submits({"how": ""}) == {"how": "Please complete this required field."}
    assert await noor.submits({"how": "The surgery shares its permits", "as_win": []}) is None
    await world.settle()

    fixed = _card(world)
    assert f"says <@{noor.user_id}>, with help from <@{priya.user_id}>" in fixed.plain
    assert "The surgery shares its permits" in fixed.plain
    assert [label for label, _, _ in fixed.buttons] == ["Not fixed after all"]
    assert "Thank you" in _thread(world, card)[-1]
    offer = noor.private()[-1]
    for _ in range(2):
        await noor.presses(offer, "blocker.win")
        assert await noor.submits() is None
    receipt = noor.private()[-1]
    assert "The surgery shares its permits" in receipt.plain
    assert "Shared by" in receipt.plain
    assert "Quayside Surgery" in receipt.plain
    await world.moves_to(FRIDAY)
    assert world.celebrations[0].plain.count("The surgery shares its permits") == 1


async def test_two_who_say_fixed_at_once_make_one_outcome_and_both_are_told(world: World) -> None:
    await world.begins()
    marek, priya, noor = world.person("Marek Nowak"), world.person("Dr Priya Raman"), world.person("Noor Iqbal")
    card = await _raised(world, marek)
    for person in (priya, noor):
        await person.presses(card, "blocker.fixed")

    await asyncio.gather(priya.submits({"how": "We rang the mayor"}), noor.submits({"how": "I drew them a map"}))
    await world.settle()

    told = [person.private()[-1].plain for person in (priya, noor)]
    assert sum("The card says so now" in reply for reply in told) == 1
    [second] = [reply for reply in told if "already said this is fixed" in reply]
    assert "We rang the mayor" in second
    assert "I drew them a map" in second
    assert len([message for message in _thread(world, card) if "this is fixed" in message]) == 1


async def test_a_fixed_or_gone_blocker_cannot_be_helped(world: World) -> None:
    await world.begins()
    marek, priya = world.person("Marek Nowak"), world.person("Dr Priya Raman")
    card = await _raised(world, marek)
    before = as_it_was(card)
    receipt = marek.private()[-1]
    await marek.presses(card, "blocker.fixed")
    assert await marek.submits({"how": "They rang back"}) is None

    await priya.presses(before, "blocker.help")
    assert "already said this is fixed" in priya.private()[-1].plain
    await priya.presses(before, "blocker.fixed")
    assert "already said this is fixed" in priya.private()[-1].plain
    await priya.presses(priya.private()[-1], "blocker.reopen")
    await world.settle()
    assert [label for label, _, _ in _card(world).buttons] == ["I can help", "It’s fixed"]
    assert f"<@{priya.user_id}> says this isn’t fixed" in _thread(world, card)[-1]
    await marek.presses(receipt, "blocker.undo")
    await priya.presses(before, "blocker.help")
    assert "That’s gone" in priya.private()[-1].plain
    await marek.presses(receipt, "blocker.restore")
    await world.settle()
    assert STUCK in _card(world).plain


async def test_somebody_elses_words_cannot_be_changed(world: World) -> None:
    await world.begins()
    marek, priya = world.person("Marek Nowak"), world.person("Dr Priya Raman")
    await _raised(world, marek)
    receipt = marek.private()[-1]

    await priya.presses(receipt, "blocker.edit")
    assert "Only the person who wrote it" in priya.private()[-1].plain
    await marek.presses(receipt, "blocker.edit")
    assert await marek.submits({"text": "Nobody answers, still"}) is None
    await world.settle()

    assert "Nobody answers, still" in _card(world).plain


async def test_the_organisation_is_asked_once_and_comes_onto_the_card(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await _raised(world, marek)
    receipt = marek.private()[-1]
    assert "Which organisation are you from?" in receipt.plain

    await marek.presses(receipt, "partner.add")
    assert await marek.submits({"name": "Tideway Foodbank"}) is None
    await world.settle()

    assert "of Tideway Foodbank is stuck" in _card(world).plain


async def test_the_list_tells_who_and_how_long(world: World) -> None:
    amina = await world.begins()
    marek = world.person("Marek Nowak")
    await amina.types("/blocker list")
    assert "Nothing is stuck" in amina.private()[-1].plain
    card = await _raised(world, marek)
    await amina.presses(card, "blocker.help")
    world.sandbox.clock.move_to(MONDAY + timedelta(days=16))

    await amina.types("/blocker list")

    listed = amina.private()[-1].plain
    assert f"<@{marek.user_id}>; on it: <@{amina.user_id}>; open for 2 weeks" in listed


async def test_drafts_are_forgotten_after_the_next_day(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    preview = await _previewed(world, marek)

    await world.moves_to(MONDAY.replace(hour=23) + timedelta(days=1))
    assert len(_rows(world, "drafts")) == 1
    await world.moves_to(MONDAY + timedelta(days=2))
    assert _rows(world, "drafts") == []
    await marek.presses(preview, "blocker.post")

    assert "too old" in marek.private()[-1].plain


async def test_a_draft_is_sealed_and_says_neither_whose_it_is_nor_when_it_was_written(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    for words in (STUCK, "Nobody ever answers there"):
        preview = await _previewed(world, marek, words)
        [row] = _rows(world, "drafts")
        assert set(row) == {"number", "partnership_id", "sealed", "drafted_on"}
        assert row["drafted_on"] == MONDAY.date()
        assert words.encode() not in row["sealed"]
        await marek.presses(preview, "blocker.drop")
        assert words in marek.private()[-1].plain
    assert marek.user_id not in _everything(world)


async def test_a_draft_opens_for_no_other_key(world: World) -> None:
    await world.begins()
    marek, priya = world.person("Marek Nowak"), world.person("Dr Priya Raman")
    his, hers = await _previewed(world, marek), await _previewed(world, priya, "Another thing")
    keys = [next(value for _, action, value in preview.buttons if action == "blocker.post") for preview in (his, hers)]
    assert keys[0] is not None
    assert keys[1] is not None
    for value in ("", "1", "999999", "é", "x" * 2000, keys[0][:16] + keys[1][16:], keys[0][:-8] + "AAAAAAA="):
        for action in ("blocker.post", "blocker.nameless", "blocker.redraft", "blocker.drop"):
            _forge(hers, action, value)
            await priya.presses(hers, action)
            assert "posted or dropped already" in priya.private()[-1].plain, (action, value)
    assert len(_rows(world, "drafts")) == 2


def _forge(message: Message, action: str, value: str) -> None:
    """The button says something else."""
    for block in message.blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == action:
                element["value"] = value


async def test_home_and_my_pencil_show_what_is_mine(world: World) -> None:
    amina = await world.begins()
    await amina.opens_home()
    await _raised(world, amina)
    await world.settle()
    assert amina.home is not None
    assert STUCK in amina.home.plain

    await amina.presses(world.room[0], "mine.open")
    assert amina.form is not None
    assert STUCK in amina.form.plain
    await amina.presses(amina.form, "blocker.fixed")
    assert await amina.submits({"how": "They rang back"}) is None
    await world.settle()
    assert "A blocker, fixed" in _card(world).plain
