"""Ideas, as the people see them who share, like or would help with them."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.models import AuditEntry, Base, Idea, IdeaHelper, IdeaLike, Member, Revision
from sandbox.actors.person import Person
from tests.ideas.sharing import WHAT_IF, card, cards, decides, previewed, shared, thread_of
from tests.vision.visions import rows
from tests.world import MONDAY, World


@pytest.mark.parametrize("name", ["Marek Nowak", "Dr Priya Raman"])
async def test_the_card_is_shown_privately_before_it_is_posted(world: World, name: str) -> None:
    await world.begins()
    person = world.person(name)

    preview = await previewed(person)

    assert preview.only_for == person.user_id
    assert WHAT_IF in preview.plain
    assert [label for label, _, _ in preview.buttons] == ["Post it", "Post without my name", "Edit", "Drop it"]
    assert cards(world) == []
    await person.presses(preview, "idea.post")
    await world.settle()
    assert f"<@{person.user_id}> has an idea" in card(world).plain
    assert WHAT_IF in card(world).plain
    assert [label for label, _, _ in card(world).buttons] == [
        "I like this",
        "I’d help",
        "Decide …",
    ]


async def test_the_standing_post_leads_to_a_form_that_does_the_same(world: World) -> None:
    await world.begins()
    priya = world.person("Dr Priya Raman")
    await priya.presses(world.room[0], "idea.share")
    assert await priya.submits({"text": "   "}) == {"text": "I found no words in that, so nothing was kept. " + _AGAIN}
    assert await priya.submits({"text": WHAT_IF}) is None
    preview = priya.private()[-1]
    await priya.presses(preview, "idea.redraft")
    assert await priya.submits({"text": "One number to ring"}) is None

    await priya.presses(priya.private()[-1], "idea.post")
    await priya.presses(preview, "idea.post")
    await world.settle()

    assert "One number to ring" in card(world).plain
    assert any("posted or dropped already" in message.plain for message in priya.private())
    assert len(cards(world)) == 1


_AGAIN = "Write what could be, in your own words."


async def test_pressing_twice_posts_once_and_what_is_dropped_is_not_posted(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await marek.presses(await previewed(marek, "Something else"), "blocker.drop")
    preview = await previewed(marek)

    await asyncio.gather(*(marek.presses(preview, "idea.post") for _ in range(3)))
    await world.settle()

    assert len(cards(world)) == 1


async def test_without_a_name_nothing_leads_back(world: World) -> None:
    amina = await world.begins()
    priya = world.person("Dr Priya Raman")

    await shared(world, priya, action="idea.nameless")

    assert "Somebody here has an idea" in card(world).plain
    [idea] = await rows(world, Idea)
    assert idea.member_id is None
    assert (idea.shared_at.hour, idea.shared_at.minute) == (0, 0)
    assert priya.user_id not in _everything(world)
    receipt = priya.private()[-1]
    secret = next(value for _, action, value in receipt.buttons if action == "idea.edit")
    assert secret is not None
    assert secret.partition(".")[2] not in _everything(world)
    await priya.presses(receipt, "idea.edit")
    assert await priya.submits({"text": "One van, and one driver"}) is None
    await world.settle()
    assert "One van, and one driver" in card(world).plain
    await amina.types("@Pencil ideas")
    assert "Shared without a name" in amina.private()[-1].plain
    await priya.presses(receipt, "idea.undo")
    await world.settle()
    assert cards(world) == []
    undone = next(message for message in priya.private() if "Undone" in message.plain)
    await priya.presses(undone, "idea.restore")
    await world.settle()
    assert len(cards(world)) == 1
    assert priya.user_id not in _everything(world)
    assert {row.member_id for row in await rows(world, Revision)} == {None}


def _everything(world: World) -> str:
    """Every row of every table, as it is kept."""
    with world.bot.database.engine.connect() as connection:
        return str([list(connection.execute(table.select())) for table in Base.metadata.sorted_tables])


async def test_a_key_opens_no_other_idea(world: World) -> None:
    await world.begins()
    priya, marek = world.person("Dr Priya Raman"), world.person("Marek Nowak")
    await shared(world, priya, action="idea.nameless")
    await shared(world, marek, "Another", action="idea.nameless")
    receipt = marek.private()[-1]
    button = next(part for part in receipt.blocks[-1]["elements"] if part["action_id"] == "idea.undo")
    button["value"] = "1" + button["value"][1:]

    await marek.presses(receipt, "idea.undo")

    assert "Only the person who wrote it" in marek.private()[-1].plain
    assert len(cards(world)) == 2


async def test_a_like_counts_once_a_person_who_can_take_it_back(world: World) -> None:
    await world.begins()
    marek, priya, ruth = (world.person(name) for name in ("Marek Nowak", "Dr Priya Raman", "Ruth Lacey"))
    await shared(world, marek)

    await asyncio.gather(*(person.presses(card(world), "idea.like") for person in (priya, ruth)))
    await world.settle()
    assert "2 people like this." in card(world).plain
    assert f"<@{priya.user_id}>" not in card(world).plain
    assert len(await rows(world, IdeaLike)) == 2

    await priya.presses(card(world), "idea.like")
    await priya.presses(priya.private()[-1], "idea.unlike")
    await world.settle()
    assert "1 person likes this." in card(world).plain
    await ruth.presses(card(world), "idea.like")
    await ruth.presses(ruth.private()[-1], "idea.unlike")
    await world.settle()
    assert "likes this" not in card(world).plain


async def test_who_would_help_is_named_once_and_can_step_back(world: World) -> None:
    await world.begins()
    marek, priya = world.person("Marek Nowak"), world.person("Dr Priya Raman")
    await shared(world, marek)

    await priya.presses(card(world), "idea.help")
    assert "Which organisation are you from?" in priya.private()[-1].plain
    await priya.presses(card(world), "idea.help")
    await world.settle()
    assert f"Would help: <@{priya.user_id}>." in card(world).plain
    assert len(await rows(world, IdeaHelper)) == 1

    await priya.presses(priya.private()[-1], "idea.step_back")
    await world.settle()
    assert "Would help" not in card(world).plain


async def test_its_author_and_hosts_change_it_and_the_same_words_change_nothing(world: World) -> None:
    amina = await world.begins()
    marek, ruth = world.person("Marek Nowak"), world.person("Ruth Lacey")
    await shared(world, marek)
    receipt = marek.private()[-1]
    await marek.presses(receipt, "idea.edit")
    assert await marek.submits({"text": WHAT_IF}) is None
    assert await rows(world, Revision) == []
    await ruth.types("/partnership ideas")
    assert WHAT_IF in ruth.private()[-1].plain
    await amina.types("/partnership idea mine")
    await amina.presses(amina.private()[-1], "idea.post")
    await world.settle()
    hosts = amina.private()[-1]
    button = next(part for part in hosts.blocks[-1]["elements"] if part["action_id"] == "idea.undo")
    button["value"] = "1"

    await amina.presses(hosts, "idea.undo")
    await world.settle()
    await amina.presses(amina.private()[-1], "idea.restore")
    await world.settle()

    assert [entry.deed for entry in await rows(world, AuditEntry)][-2:] == ["idea.undone", "idea.restored"]
    assert WHAT_IF in card(world).plain


async def test_what_is_open_is_listed_the_newest_first(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("/partnership ideas")
    assert "No ideas are open" in marek.private()[-1].plain
    await shared(world, marek)
    await shared(world, marek, "A breakfast at the gate")
    await marek.presses(card(world), "idea.like")

    await marek.types("@Pencil ideas")

    listed = marek.private()[-1].plain
    assert listed.index("A breakfast") < listed.index(WHAT_IF)
    assert "1 person likes this." in listed
    await marek.types("/partnership catch-up")
    assert "Ideas: 2 shared. 2 open in all." in marek.private()[-1].plain
    await marek.types("/partnership idea help")
    assert "When you see what could be" in marek.private()[-1].plain


async def test_words_that_may_mean_something_else_are_asked_about(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await shared(world, marek)
    await marek.types("/partnership idea undo my last idea")
    assert "Do you want to undo your last idea, or share this as one?" in marek.private()[-1].plain
    await marek.presses(marek.private()[-1], "idea.undo")
    await world.settle()
    assert cards(world) == []

    await marek.types("@Pencil perhaps the choir and the pantry share a hall")
    await marek.presses(marek.private()[-1], "words.idea")

    assert marek.private()[-1].buttons[0][0] == "Post it"
    await marek.presses(marek.private()[-1], "idea.post")
    await world.settle()
    assert "the choir and the pantry" in card(world).plain


async def test_an_author_who_leaves_leaves_the_idea_to_be_decided(world: World) -> None:
    amina = await world.begins()
    marek = world.person("Marek Nowak")
    await shared(world, marek)
    await marek.leaves()

    await decides(world, amina, "idea.not_now")
    assert await amina.submits({"reason": "Not before the summer"}) is None
    await world.settle()

    assert "Not before the summer" in card(world).plain
    [below] = thread_of(world, card(world))
    assert f"<@{marek.user_id}>: not now" in below


async def test_in_a_pause_ideas_go_on(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership pause until 30 March")
    marek = world.person("Marek Nowak")

    await shared(world, marek)
    await world.moves_to(MONDAY + timedelta(days=1))
    await amina.presses(card(world), "idea.like")
    await world.settle()

    assert "1 person likes this." in card(world).plain


async def test_forgotten_they_are_counted_and_not_named(world: World) -> None:
    await world.begins()
    marek, priya = world.person("Marek Nowak"), world.person("Dr Priya Raman")
    await shared(world, marek)
    await shared(world, priya, "A breakfast at the gate")
    for message in cards(world):
        for action in ("idea.like", "idea.help"):
            await marek.presses(message, action)
    await world.settle()

    await _is_forgotten(world, marek)

    [hers] = cards(world)
    assert marek.user_id not in _everything_shown(hers)
    assert WHAT_IF not in _everything(world)
    assert len(await rows(world, Idea)) == 2
    listed = await world.person("Amina Okafor").types("/partnership ideas")
    assert listed is not None
    assert "A breakfast at the gate" in listed.plain
    assert "taken back" not in listed.plain
    assert "1 person likes this. Would help: somebody who was here." in hers.plain
    assert (len(await rows(world, IdeaLike)), len(await rows(world, IdeaHelper))) == (2, 2)
    await priya.presses(hers, "idea.like")
    await world.settle()
    assert "2 people like this. Would help: somebody who was here." in cards(world)[-1].plain


def _everything_shown(*messages: Any) -> str:
    return "".join(message.plain + str(message.blocks) for message in messages)


async def _is_forgotten(world: World, person: Person) -> None:
    await person.types("/partnership forget-me")
    assert await person.submits({"chosen": ["ideas"]}) is None
    await world.settle()
    assert [member.user_id for member in await rows(world, Member) if member.forgotten_at]


async def test_mine_shows_my_open_ideas_and_ours_those_of_all(world: World) -> None:
    await world.begins()
    marek, priya = world.person("Marek Nowak"), world.person("Dr Priya Raman")
    await shared(world, marek)
    await marek.types("/partnership mine")
    assert marek.form is not None
    assert "Your open ideas" in str(marek.form.payload)
    await priya.types("@Pencil mine")
    await priya.presses(priya.private()[-1], "mine.open")
    assert priya.form is not None
    assert "Your open ideas" not in str(priya.form.payload)
    await priya.presses(priya.form, "mine.part")
    assert WHAT_IF in str(priya.form.payload)
