"""Skills, as the people involved see them."""

from datetime import timedelta

import pytest

from bot.skills import names
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.world import MONDAY, World

WEDNESDAY = MONDAY + timedelta(days=9, hours=1)  # the second Wednesday, 11:00


def _discovered(world: World) -> list[Message]:
    return [message for message in world.room if "Skills discovered" in message.plain]


async def _offers(person: Person, what: str) -> Message:
    await person.types(f"/skill {what}" if person.may_command else f"@Pencil skill {what}")
    return person.private()[-1]


async def _joined(world: World) -> tuple[Person, Person, Person]:
    amina = await world.begins()
    marek, priya = world.person("Marek Nowak"), world.person("Dr Priya Raman")
    await marek.types("/partnership join Tideway Foodbank, voluntary")
    await priya.types("@Pencil join Quayside Surgery, public")
    return amina, marek, priya


@pytest.mark.parametrize("name", ["Marek Nowak", "Dr Priya Raman"])
async def test_several_are_offered_at_once_and_the_receipt_asks_what_holds(world: World, name: str) -> None:
    await _joined(world)
    person = world.person(name)

    receipt = await _offers(person, "fundraising, interior design")

    assert receipt.only_for == person.user_id
    assert "fundraising" in receipt.plain
    assert "interior design" in receipt.plain
    boxes = [part for block in receipt.blocks for part in block.get("elements", []) if part["type"] == "checkboxes"]
    assert len(boxes) == 2
    assert [option["value"] for option in boxes[0]["initial_options"]] == ["announce", "askable"]
    asked = ["My day job doesn’t ask for it", "Announce it in the channel", "People may ask me for help with it"]
    assert [option["text"]["text"] for option in boxes[0]["options"]] == asked
    assert "Untick what you don’t want" in receipt.plain


async def test_one_press_changes_what_holds(world: World) -> None:
    amina, marek, _ = await _joined(world)
    receipt = await _offers(marek, "interior design, lobbying")

    await marek.presses(receipt, "skill.settle", choose=["hidden", "announce"])

    await amina.types("/skill find design")
    assert "Nobody here has offered" in amina.private()[-1].plain
    await amina.types("/skill find lobbying")
    assert f"<@{marek.user_id}> of Tideway Foodbank: lobbying" in amina.private()[-1].plain
    await marek.types("/skill list")
    own = marek.private()[-1].plain
    assert "interior design: your day job doesn’t ask for it; may be announced; you’d rather not be asked" in own


async def test_a_form_does_the_same(world: World) -> None:
    amina, _, priya = await _joined(world)
    await priya.presses(world.room[0], "skill.offer")
    assert await priya.submits({"names": "Polish, driving a minibus", "holds": ["hidden", "askable"]}) is None
    await amina.types("/skill")
    assert await amina.submits({"names": "  ,, "}) is not None
    assert await amina.submits({"names": "minutes"}) is None

    await amina.types("/skill find somebody who can drive a minibus")

    assert f"<@{priya.user_id}> of Quayside Surgery: driving a minibus" in amina.private()[-1].plain
    await priya.types("@Pencil skill list")
    assert "Polish: your day job doesn’t ask for it; not announced; people may ask you" in priya.private()[-1].plain


async def test_finding_is_in_ordinary_words_and_forgives_spelling(world: World) -> None:
    amina, marek, priya = await _joined(world)
    await _offers(marek, "grant budgets, watercolour")
    await _offers(priya, "budgeting, Welsh")

    for asked in ("someone who knows grant budgets", "grant bugdets", "GRANTS budget"):
        await amina.types(f"/skill find {asked}")
        lines = amina.private()[-1].plain.splitlines()
        assert "grant budgets" in lines[1], asked
    await amina.types("/skill find plumbing")
    assert "Nobody here has offered" in amina.private()[-1].plain
    await amina.types("/skill find")
    assert "in your own words" in amina.private()[-1].plain


async def test_spelling_variants_are_one_skill_and_keep_their_wording(world: World) -> None:
    amina, marek, priya = await _joined(world)
    await _offers(marek, "Fund-raising, fundraising")
    await _offers(priya, "fundrasing")
    await _offers(amina, "FUND RAISING")

    await amina.types("/skill list")

    assert "Fund-raising (3)" in amina.private()[-1].plain
    await amina.types("/skill find fundraising")
    shown = amina.private()[-1].plain
    assert all(wording in shown for wording in ("Fund-raising", "fundrasing", "FUND RAISING"))
    assert shown.count(f"<@{marek.user_id}>") == 1


@pytest.mark.parametrize(
    ("spelling", "other", "same"),
    [
        ("Organising events", "organizing events", True),
        ("Café work", "cafe work", True),
        ("interior design", "interor design", True),
        ("French", "Trench", False),
        ("Excel 2016", "Excel 2019", False),
        ("Welsh translation", "Polish translation", False),
        ("counselling", "counseling", True),
        ("first aid", "first aid", True),
    ],
)
def test_which_spellings_are_one(spelling: str, other: str, *, same: bool) -> None:
    first = names.key(spelling)
    assert (names.same(names.key(other), [first]) == first) is same


async def test_what_is_not_a_skill_comes_back_and_the_rest_is_kept(world: World) -> None:
    _, marek, _ = await _joined(world)
    sentence = "I once spent a whole summer repairing boats with my uncle in Topsham"

    receipt = await _offers(marek, f"sailing, {sentence}, 🎸, :guitar:")

    assert "too long for a skill" in receipt.plain
    assert sentence in receipt.plain
    assert "Give these a name" in receipt.plain
    assert "🎸" in receipt.plain
    await marek.types("/skill list")
    assert "sailing" in marek.private()[-1].plain
    assert "Topsham" not in marek.private()[-1].plain


async def test_a_hundred_at_once_are_kept_in_portions_and_none_is_lost(world: World) -> None:
    _, marek, _ = await _joined(world)
    many = [f"craft {chr(97 + n // 10)}{chr(97 + n % 10)}{n}" for n in range(100)]

    receipt = await _offers(marek, ", ".join(many))

    boxes = [part for block in receipt.blocks for part in block.get("elements", []) if part["type"] == "checkboxes"]
    assert len(boxes) == 20
    assert "twenty at a time" in receipt.plain
    assert all(name in receipt.plain for name in many)


@pytest.mark.parametrize("typed", ["\u200b", " , ;", "<!channel>", "@here", "'; DROP TABLE skills; --", "payload"])
async def test_odd_skills_get_an_answer_and_call_nobody(world: World, typed: str) -> None:
    _, marek, _ = await _joined(world)

    receipt = await _offers(marek, typed)
    await world.moves_to(WEDNESDAY)

    assert receipt.plain
    assert {"here", "channel"}.isdisjoint(
        {who for message in [receipt, *_discovered(world)] for who in message.notifies}
    )


async def test_a_skill_is_removed_and_put_back(world: World) -> None:
    amina, marek, _ = await _joined(world)
    await _offers(marek, "interior design, lobbying, design of gardens")
    await marek.types("/skill remove Interior Design")
    assert "Removed: interior design" in marek.private()[-1].plain
    await amina.types("/skill find interior")
    assert "Nobody here" in amina.private()[-1].plain
    await marek.presses(marek.private()[-1], "skill.put_back")
    await amina.types("/skill find interior")
    assert "interior design" in amina.private()[-1].plain

    await marek.types("/skill remove desing")
    assert "Which of these shall I remove?" in marek.private()[-1].plain
    await marek.presses(marek.private()[-1], "skill.remove")
    assert "Removed: " in marek.private()[-1].plain
    await marek.types("/skill remove juggling")
    assert "You don’t offer juggling" in marek.private()[-1].plain


async def test_somebody_elses_skill_cannot_be_changed(world: World) -> None:
    _, marek, priya = await _joined(world)
    receipt = await _offers(marek, "sailing")

    await priya.presses(receipt, "skill.settle", choose=[])

    assert "Only the person who wrote it" in priya.private()[-1].plain


async def test_my_pencil_changes_a_skill(world: World) -> None:
    _, _, priya = await _joined(world)
    await _offers(priya, "sailing")
    await priya.presses(world.room[0], "mine.open")
    assert priya.form is not None
    await priya.presses(priya.form, "skill.change")
    assert priya.form is not None
    assert await priya.submits({"holds": ["hidden"]}) is None

    await priya.types("@Pencil skill list")

    assert (
        "sailing: your day job doesn’t ask for it; not announced; you’d rather not be asked"
        in priya.private()[-1].plain
    )


async def test_new_skills_are_told_of_hidden_ones_first_beside_what_they_could_free(world: World) -> None:
    amina, marek, priya = await _joined(world)
    await _offers(marek, "bookkeeping")
    receipt = await _offers(priya, "interior design, secret handshakes")
    await priya.presses(receipt, "skill.settle", choose=["hidden", "announce", "askable"])
    last = [part for block in receipt.blocks for part in block.get("elements", []) if part["type"] == "checkboxes"][-1]
    await priya.presses(receipt, last["action_id"], choose=[])
    await amina.types("/blocker Our waiting room needs an interior design that calms people")
    await amina.presses(amina.private()[-1], "blocker.post")
    await world.moves_to(WEDNESDAY - timedelta(days=7))
    assert _discovered(world) == []

    await world.moves_to(WEDNESDAY)

    [post] = _discovered(world)
    assert post.plain.index("interior design") < post.plain.index("bookkeeping")
    assert "of Quayside Surgery" in post.plain
    assert "secret handshakes" not in post.plain
    assert "Our waiting room" in post.plain
    assert [label for label, _, _ in post.buttons] == ["Offer a skill", "Fewer of these"]
    await world.moves_to(WEDNESDAY + timedelta(days=14))
    assert len(_discovered(world)) == 1

    await priya.presses(receipt, "skill.settle", choose=["hidden"])
    await world.settle()
    assert "interior design" not in _discovered(world)[0].plain
    await marek.types("/skill remove bookkeeping")
    await world.settle()
    assert _discovered(world) == []


async def test_late_skills_come_once(world: World) -> None:
    _, marek, _ = await _joined(world)
    await _offers(marek, "sailing")

    await world.moves_to(WEDNESDAY + timedelta(days=20))
    await world.moves_to(WEDNESDAY + timedelta(days=20, hours=1))

    assert len(_discovered(world)) == 1


def test_a_skill_is_shown_as_it_was_written() -> None:
    assert names.read("Fund-raising;  interior   design\n• Polish.").names == (
        "Fund-raising",
        "interior design",
        "Polish",
    )
