"""Proposing a vision or a change to it, and changing one's mind."""

from typing import Any

import pytest

from bot.models import Aim, AuditEntry, Proposal
from sandbox.slack.state import Message
from tests.vision.visions import (
    AIMS,
    SENTENCE,
    TYPED,
    cards,
    decides,
    newest_card,
    pencilled,
    proposes,
    rows,
    thread_of,
)
from tests.world import World


@pytest.mark.parametrize("name", ["Marek Nowak", "Dr Priya Raman"])
async def test_a_first_vision_is_proposed_by_anybody_and_pencilled_in_by_a_host(world: World, name: str) -> None:
    amina = await world.begins()
    person = world.person(name)
    word = "/partnership" if person.may_command else "@Pencil"
    await person.types(f"{word} vision")
    assert "There is no vision yet" in person.private()[-1].plain

    card = await proposes(world, person, f"{TYPED}\nbecause we were asked three times this week")

    assert f"<@{person.user_id}> proposes:" in card.plain
    assert all(f"{number}. {aim}" in card.plain for number, aim in enumerate(AIMS, 1))
    assert "asked three times" in card.plain
    assert [label for label, _, _ in card.buttons] == ["Pencil it in", "Rub it out"]
    assert "goes to the channel now" in person.private()[-1].plain
    await decides(world, amina, card, reason="It is what we do")
    assert f"Pencilled in by <@{amina.user_id}> on 2 March 2026. It’s version 1." in newest_card(world).plain
    assert "It is what we do" in newest_card(world).plain
    assert newest_card(world).buttons == []
    [note] = thread_of(world, card)
    assert f"<@{person.user_id}>" in note
    assert "It is what we do" in note
    await person.types(f"{word} vision")
    shown = person.private()[-1].plain
    assert SENTENCE in shown
    assert "Version 1, since 2 March 2026" in shown
    assert "1. A warm lunch every weekday" in shown
    assert [deed.deed for deed in await rows(world, AuditEntry)] == ["partnership.started", "vision.pencilled"]


async def test_the_form_does_the_same(world: World) -> None:
    amina = await world.begins()
    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil vision propose")
    await priya.presses(priya.private()[-1], "vision.propose")
    assert await priya.submits({"text": SENTENCE, "aims": "- one\n\n2) two\n", "reason": "Because"}) is None
    await world.settle()
    await decides(world, amina, newest_card(world))
    await amina.types("/partnership vision propose")
    assert amina.form is not None
    assert "1. one\\n2. two" in str(amina.form.payload)
    assert await amina.submits({"aims": "1. one\n2. two\n3. three"}) is None
    await world.settle()

    card = newest_card(world)
    assert "New aim: 3. three" in card.plain
    assert "(added: 3. three)" in card.text
    assert len(await rows(world, Proposal)) == 2


async def test_a_change_is_shown_struck_through_and_added_and_can_be_heard(world: World) -> None:
    await pencilled(world)
    marek = world.person("Marek Nowak")

    card = await proposes(
        world, marek, "Nobody in Exe Bay eats alone\nA warm lunch each weekday\nkeep 3\nA garden for all"
    )

    struck = [part["text"] for part in _styled(card, "strike")]
    new = [part["text"] for part in _styled(card, "italic")]
    assert struck == ["around the estuary", "every", "2. One form for all referrals"]
    assert new == ["in Exe Bay", "each", "3. A garden for all"]
    assert "Nobody (taken out: around the estuary) (added: in Exe Bay) eats alone" in card.text
    assert "Moved: 2. A lift for whoever cannot walk (it was number 3)" in card.text
    assert "Dropped: (taken out: 2. One form for all referrals)" in card.text


def _styled(message: Message, style: str) -> list[dict[str, Any]]:
    parts = []
    for block in message.blocks:
        for element in block.get("elements", []):
            parts += [part for part in element.get("elements", []) if (part.get("style") or {}).get(style)]
    return parts


async def test_without_aims_those_in_force_stay(world: World) -> None:
    amina = await pencilled(world)
    marek = world.person("Marek Nowak")
    card = await proposes(world, marek, "Nobody on the estuary eats alone")
    assert "the present ones stay" in marek.private()[-1].plain
    await decides(world, amina, card)

    assert [aim.text for aim in await rows(world, Aim)] == [*AIMS, *AIMS]


async def test_what_is_typed_wrong_is_answered_and_comes_back(world: World) -> None:
    amina = await pencilled(world)
    for typed, answer in (
        ("\n".join([SENTENCE, *(f"aim {n} of many" for n in range(8))]), "That’s 8 aims, and 7 is the most"),
        (f"{SENTENCE}\n{'x' * 151}", "the most is 150"),
        ("y" * 301, "the most is 300"),
        (f"{SENTENCE}\nkeep 9", "There’s no aim “9”"),
        (TYPED, "The vision says that already"),
        ("\u3164", "I found no words in that"),
    ):
        await amina.types(f"/partnership vision propose {typed}")
        assert answer in amina.private()[-1].plain
        assert typed.strip()[:40] in amina.private()[-1].plain
    assert "1. A warm lunch" in next(message.plain for message in amina.private() if "no aim “9”" in message.plain)
    assert len(await rows(world, Proposal)) == 1


async def test_the_form_stays_open_with_a_word_beside_the_field(world: World) -> None:
    amina = await pencilled(world)
    await amina.types("/partnership vision propose")

    for answers, field, words in (
        ({"text": " \u200b"}, "text", "found no words"),
        ({"text": SENTENCE, "aims": "\n".join(f"{n}" * 5 for n in range(1, 9))}, "aims", "That’s 8 aims"),
        ({"aims": "keep 8"}, "aims", "Perhaps you mean 1. A warm lunch"),
        ({"aims": "z" * 151}, "aims", "the most is 150"),
        ({"aims": "one alone", "kept": ["3.3"]}, "aims", "no line has the number 3"),
    ):
        errors = await amina.submits(answers)
        assert errors is not None
        assert words in errors[field]
    assert amina.form is not None
    assert len(await rows(world, Proposal)) == 1


async def test_delivered_twice_it_is_one_proposal_and_the_same_again_is_told_so(world: World) -> None:
    await world.begins()
    priya, marek = world.person("Dr Priya Raman"), world.person("Marek Nowak")
    world.sandbox.app.retries = True
    await proposes(world, priya, TYPED)
    world.sandbox.app.retries = False
    assert len(cards(world)) == 1

    await proposes(world, marek, TYPED)

    assert "proposed already" in marek.private()[-1].plain
    assert len(cards(world)) == 1


async def test_its_proposer_changes_it_or_takes_it_back(world: World) -> None:
    amina = await world.begins()
    priya = world.person("Dr Priya Raman")
    await proposes(world, priya, TYPED)
    receipt = priya.private()[-1]
    await amina.presses(receipt, "proposal.change")
    assert "Only the person who wrote it" in amina.private()[-1].plain
    await priya.presses(receipt, "proposal.change")
    assert await priya.submits({"text": "Nobody eats alone", "aims": "one"}) is None
    await world.settle()
    assert "Nobody eats alone" in newest_card(world).plain
    assert SENTENCE not in newest_card(world).plain

    await priya.presses(priya.private()[-1], "proposal.rub")
    assert await priya.submits({"reason": "I was too quick"}) is None
    await world.settle()

    assert f"Taken back by <@{priya.user_id}>" in newest_card(world).plain
    assert "is taken back" in thread_of(world, newest_card(world))[-1]
    assert [audit_entry.deed for audit_entry in await rows(world, AuditEntry)] == ["partnership.started"]
    await priya.presses(receipt, "proposal.change")
    assert "decided already" in priya.private()[-1].plain
