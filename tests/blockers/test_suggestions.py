"""Who could perhaps help: shown to whoever is stuck alone, and asked when they say so."""

from datetime import timedelta

import pytest

from sandbox.actors.person import Person
from sandbox.slack.blocks import buttons, walk
from sandbox.slack.state import Message
from tests.blockers.coalition import coalition, digest, joins
from tests.world import MONDAY, World, as_it_was

STUCK = "Nobody can give our patients a lift to the clinic"
HINT = "might help. Only you see this"


async def _offers(person: Person, what: str) -> None:
    await person.types(f"/skill {what}" if person.may_command else f"@Pencil skill {what}")


async def _raises(world: World, person: Person, action: str = "blocker.post", what: str = STUCK) -> Message:
    """What is stuck is posted; the receipt."""
    await person.types(f"/blocker {what}" if person.may_command else f"@Pencil blocker {what}")
    await person.presses(person.private()[-1], action)
    receipt = person.private()[-1]
    await world.moves_to(world.sandbox.clock.now())
    return receipt


def _asked(person: Person) -> list[Message]:
    return [message for message in person.dms() if "help.yes" in str(message.blocks)]


def _button(receipt: Message, person: Person) -> str | None:
    """The value of the button below the line that names a person."""
    named = next(place for place, block in enumerate(receipt.blocks) if person.user_id in str(block))
    [(_, _, value)] = buttons(receipt.blocks[named + 1 : named + 2])
    return value


async def _several_could(world: World) -> tuple[Person, Person, Person, Person]:
    """Amina, Marek who is stuck, and two of other organisations who could perhaps help."""
    amina, marek, priya = await coalition(world)
    hana = await joins(world, "Hana Kobayashi", "Wharf Pharmacy, private")
    await _offers(priya, "driving a van")
    await _offers(hana, "community transport")
    return amina, marek, priya, hana


@pytest.mark.parametrize("action", ["blocker.post", "blocker.nameless"])
async def test_where_several_could_help_nobody_is_asked_until_the_author_says_whom(world: World, action: str) -> None:
    _, marek, priya, hana = await _several_could(world)

    receipt = await _raises(world, marek, action)

    assert HINT in receipt.plain
    assert f"<@{priya.user_id}> of Quayside Surgery: driving a van" in receipt.plain
    assert f"<@{hana.user_id}> of Wharf Pharmacy: community transport" in receipt.plain
    assert _asked(priya) == _asked(hana) == []
    assert not [message for message in world.room if "driving a van" in message.plain]
    old = as_it_was(receipt)
    await marek.presses(receipt, "blocker.ask", _button(receipt, priya))
    await world.settle()
    [question] = _asked(priya)
    assert STUCK in question.plain
    assert "you offered driving a van" in question.plain
    assert _asked(hana) == []
    assert f"ask <@{priya.user_id}> privately" in marek.private()[-1].plain
    await marek.presses(old, "blocker.ask", _button(old, priya))
    await world.settle()
    assert len(_asked(priya)) == 1


async def test_hosts_hear_that_nobody_was_found_only_once_the_author_had_time_to_say_whom_to_ask(world: World) -> None:
    amina, marek, _, _ = await _several_could(world)
    await _raises(world, marek)

    assert "haven’t found anybody" not in await digest(amina)
    await world.moves_to(MONDAY + timedelta(days=2))
    assert "haven’t found anybody" in await digest(amina)


async def test_whoever_was_asked_lately_is_not_and_the_author_hears_that_they_may_write(world: World) -> None:
    _, marek, priya, hana = await _several_could(world)
    receipt = await _raises(world, marek)
    await marek.presses(receipt, "blocker.ask", _button(receipt, priya))
    again = await _raises(world, marek, what="No lift to the clinic on Fridays either")

    await marek.presses(again, "blocker.ask", _button(again, priya))
    await world.settle()

    assert f"I can’t ask <@{priya.user_id}> just now" in marek.private()[-1].plain
    assert len(_asked(priya)) == 1
    await marek.presses(again, "blocker.ask", _button(again, hana))
    await world.settle()
    assert len(_asked(hana)) == 1


async def test_colleagues_and_the_nameless_author_are_not_suggested(world: World) -> None:
    _, _, priya, hana = await _several_could(world)
    owen = await joins(world, "Owen Blake", "Quayside Surgery")

    receipt = await _raises(world, owen)
    assert priya.user_id not in receipt.plain
    nameless = await _raises(world, hana, "blocker.nameless")
    assert hana.user_id not in nameless.plain
    assert priya.user_id in nameless.plain


async def test_what_is_taken_back_is_asked_about_no_more(world: World) -> None:
    _, marek, priya, _ = await _several_could(world)
    receipt = await _raises(world, marek)
    old = as_it_was(receipt)
    await marek.presses(receipt, "blocker.undo")

    await marek.presses(old, "blocker.ask", _button(old, priya))
    await world.settle()
    assert _asked(priya) == []
    answer = marek.private()[-1]
    assert "taken back, so I’ve asked nobody" in answer.plain

    await marek.presses(answer, "blocker.restore")
    await marek.presses(old, "blocker.ask", _button(old, priya))
    await world.settle()
    assert len(_asked(priya)) == 1


async def test_all_who_are_suggested_can_be_asked_one_after_another(world: World) -> None:
    _, marek, priya, hana = await _several_could(world)
    owen = await joins(world, "Owen Blake", "Riverside School, public")
    await _offers(owen, "minibus driving")
    receipt = await _raises(world, marek)
    assert "These people might help" in receipt.plain

    for person in (priya, hana, owen):
        await marek.presses(receipt, "blocker.ask", _button(receipt, person))
        await world.settle()
        assert f"ask <@{person.user_id}> privately" in marek.private()[-1].plain

    assert [len(_asked(person)) for person in (priya, hana, owen)] == [1, 1, 1]


async def test_whoever_was_suggested_can_be_asked_though_others_fit_better_by_now(world: World) -> None:
    _, marek, priya, _ = await _several_could(world)
    receipt = await _raises(world, marek)
    for name in ("Owen Blake", "Ruth Lacey", "Ben Carter"):
        await _offers(await joins(world, name, f"{name} and Sons, private"), "patient transport")
    assert priya.user_id not in (await _raises(world, marek)).plain

    await marek.presses(receipt, "blocker.ask", _button(receipt, priya))
    await world.settle()

    assert f"ask <@{priya.user_id}> privately" in marek.private()[-1].plain


@pytest.mark.parametrize("becomes", ["gone", "colleague"])
async def test_whoever_has_left_or_become_a_colleague_is_not_asked_and_the_author_hears_so(
    world: World, becomes: str
) -> None:
    _, marek, _, hana = await _several_could(world)
    receipt = await _raises(world, marek)
    await (hana.leaves() if becomes == "gone" else joins(world, "Hana Kobayashi", "Tideway Foodbank"))

    await marek.presses(receipt, "blocker.ask", _button(receipt, hana))
    await world.settle()

    assert "Something has changed since then, so I’ve asked nobody" in marek.private()[-1].plain
    assert _asked(hana) == []


async def test_whoever_is_on_it_already_is_not_asked_again(world: World) -> None:
    _, marek, priya, hana = await _several_could(world)
    receipt = await _raises(world, marek)
    [card] = [message for message in world.room if STUCK in message.plain]
    await hana.presses(card, "blocker.help")

    await marek.presses(receipt, "blocker.ask", _button(receipt, hana))
    await world.settle()

    assert f"<@{hana.user_id}> is on it already" in marek.private()[-1].plain
    assert _asked(hana) == _asked(priya) == []


async def test_nobody_is_asked_about_what_is_fixed(world: World) -> None:
    amina, marek, priya, _ = await _several_could(world)
    receipt = await _raises(world, marek)
    [card] = [message for message in world.room if STUCK in message.plain]
    await amina.presses(card, "blocker.fixed")
    assert await amina.submits({"how": "The bus goes there now"}) is None

    await marek.presses(receipt, "blocker.ask", _button(receipt, priya))
    await world.settle()

    assert "already said this is fixed" in marek.private()[-1].plain
    assert _asked(priya) == []


async def _raises_from_nowhere(world: World) -> tuple[Person, Person, Person, Message]:
    """Ruth, of whom nobody knows where she is from, is asked where; two of other organisations could perhaps help."""
    _, _, priya, hana = await _several_could(world)
    ruth = world.person("Ruth Lacey")
    receipt = await _raises(world, ruth)
    assert "Which organisation are you from?" in receipt.plain
    assert HINT not in receipt.plain
    return ruth, priya, hana, receipt


def _is_whole(receipt: Message, *suggested: Person) -> bool:
    """Whether it shows the words, both ways to change them, and those who could perhaps help, and asks no more."""
    plain = receipt.plain
    return (
        STUCK in plain
        and [label for label, _, _ in receipt.buttons] == ["Edit", "Undo", *["Ask them"] * len(suggested)]
        and all(f"<@{person.user_id}> of" in plain for person in suggested)
        and "Which organisation" not in plain
    )


async def test_where_the_author_says_first_where_they_are_from_the_whole_receipt_takes_the_place(world: World) -> None:
    ruth, priya, hana, receipt = await _raises_from_nowhere(world)
    before = len(ruth.private())

    await ruth.presses(receipt, "partner.choose")

    whole = ruth.private()[-1]
    assert len(ruth.private()) == before
    assert "You’re from Exe Bay Council" in whole.plain
    assert _is_whole(whole, priya, hana)
    await ruth.presses(whole, "blocker.ask", _button(whole, priya))
    await world.settle()
    assert STUCK in _asked(priya)[0].plain


async def test_the_same_where_they_add_their_organisation_by_a_name_close_to_another(world: World) -> None:
    ruth, priya, hana, receipt = await _raises_from_nowhere(world)

    await ruth.presses(receipt, "partner.choose", choose=_mine(receipt))
    assert await ruth.submits({"name": "Tideway Foodbanks"}) is None
    await ruth.presses(ruth.private()[-1], "partner.add_new")

    assert "You’re from Tideway Foodbanks" in ruth.private()[-1].plain
    assert _is_whole(ruth.private()[-1], priya, hana)


async def test_the_same_shows_what_became_of_a_blocker_taken_back_meanwhile(world: World) -> None:
    ruth, _, _, receipt = await _raises_from_nowhere(world)
    old = as_it_was(receipt)
    await ruth.presses(receipt, "blocker.undo")

    await ruth.presses(old, "partner.choose")

    assert "You’re from Exe Bay Council" in old.plain
    assert "Undone" in old.plain
    assert [label for label, _, _ in old.buttons] == ["Put it back"]


async def test_whoever_a_host_has_placed_sees_who_could_help_and_is_asked_another_time(world: World) -> None:
    amina, _, priya, hana = await _several_could(world)
    ruth = world.person("Ruth Lacey")
    look = await amina.types(f"/partnership from <@{ruth.user_id}> Lantern Trust, voluntary")
    assert look is not None
    await amina.presses(look, "tidy.do")

    receipt = await _raises(world, ruth)

    assert _is_whole(receipt, priya, hana)
    later = await ruth.types("/win The ramp is in")
    assert later is not None
    assert "Which organisation are you from?" in later.plain


def _mine(receipt: Message) -> str:
    """The last of the list: an organisation that is not in it."""
    [value] = [
        str(option["value"])
        for part in walk(receipt.blocks)
        for option in part.get("options", [])
        if option["text"]["text"] == "Add mine"
    ]
    return value
