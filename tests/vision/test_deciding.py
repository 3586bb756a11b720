"""Deciding on proposals, also on those that others have overtaken, and looking back."""

import asyncio

import pytest

from bot.models import Aim, Vision
from tests.vision.visions import (
    AIMS,
    SENTENCE,
    TYPED,
    cards,
    decides,
    hosted,
    newest_card,
    pencilled,
    proposes,
    rows,
    sets,
    thread_of,
)
from tests.world import World, as_it_was


async def test_rubbed_out_it_is_kept_with_the_reason(world: World) -> None:
    amina = await pencilled(world)
    marek = world.person("Marek Nowak")
    card = await proposes(world, marek, "We mend boats\nbecause boats matter too")

    await decides(world, amina, card, "rub", "Boats are another partnership’s")

    assert f"Rubbed out by <@{amina.user_id}>" in newest_card(world).plain
    await marek.types("/partnership vision")
    assert SENTENCE in marek.private()[-1].plain
    await marek.types("/partnership vision history")
    told = marek.private()[-1].plain
    assert told.index("We mend boats") < told.index("Version 1")
    assert "Proposed because: boats matter too" in told
    assert "Decided because: Boats are another partnership’s" in told


@pytest.mark.parametrize("verb", ["pencil", "rub"])
async def test_whoever_may_not_decide_is_told_so(world: World, verb: str) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    card = await proposes(world, world.person("Dr Priya Raman"), TYPED)

    await marek.presses(card, f"proposal.{verb}")

    assert "Only a host" in marek.private()[-1].plain
    assert marek.form is None
    assert await rows(world, Vision) == []


async def test_two_hosts_at_once_make_one_decision_and_the_second_hears_of_it(world: World) -> None:
    amina = await world.begins()
    ben, priya = world.person("Ben Carter"), world.person("Dr Priya Raman")
    await ben.types("/partnership vision")
    await world.bot.database.run(hosted)
    card = await proposes(world, priya, TYPED)
    await amina.presses(card, "proposal.pencil")
    await ben.presses(card, "proposal.rub")

    await asyncio.gather(amina.submits({"reason": "Yes, please"}), ben.submits({"reason": "Not yet"}))
    await world.settle()

    told = [amina.private()[-1].plain, ben.private()[-1].plain]
    [second] = [reply for reply in told if "This has been decided already" in reply]
    assert ("Pencilled in by" in second) != ("Rubbed out by" in second)
    assert ("Yes, please" in second) or ("Not yet" in second)
    assert len(thread_of(world, card)) == 1


async def test_a_button_from_before_the_decision_says_what_was_decided(world: World) -> None:
    amina = await world.begins()
    card = await proposes(world, world.person("Dr Priya Raman"), TYPED)
    before = as_it_was(card)
    await decides(world, amina, card, reason="It says it all")

    await amina.presses(before, "proposal.rub")

    assert "decided already" in amina.private()[-1].plain
    assert "It says it all" in amina.private()[-1].plain
    await amina.presses(
        [message for message in amina.private() if "Change the reason" in str(message.buttons)][-1], "proposal.because"
    )
    assert await amina.submits({"reason": "It says nearly all"}) is None
    await world.settle()
    assert "It says nearly all" in newest_card(world).plain


async def test_by_assent_two_organisations_pencil_it_in(world: World) -> None:
    amina = await world.begins()
    priya, marek, ruth = (world.person(name) for name in ("Dr Priya Raman", "Marek Nowak", "Ruth Lacey"))
    await sets(world, by_assent=True)
    await priya.types("@Pencil join Quayside Surgery")
    await ruth.types("/partnership join Exe Bay Council")
    card = await proposes(world, priya, TYPED)
    assert "pencilled in once two organisations agree" in card.plain
    assert "None has agreed yet" in card.plain

    await amina.presses(card, "proposal.pencil")
    await ruth.presses(card, "proposal.pencil")
    await world.settle()
    assert "Exe Bay Council has agreed" in newest_card(world).plain
    await marek.presses(card, "proposal.pencil")
    assert "Which organisation are you from?" in marek.private()[-1].plain
    assert await rows(world, Vision) == []
    await priya.presses(card, "proposal.pencil")
    await world.settle()

    assert f"Pencilled in by <@{priya.user_id}>" in newest_card(world).plain
    await priya.presses(priya.private()[-1], "proposal.because")
    assert await priya.submits({"reason": "Both of us said so"}) is None
    await world.settle()
    assert "Both of us said so" in newest_card(world).plain


async def test_by_assent_a_host_may_still_rub_it_out_and_nobody_else(world: World) -> None:
    amina = await world.begins()
    await sets(world, by_assent=True)
    card = await proposes(world, world.person("Dr Priya Raman"), TYPED)
    marek = world.person("Marek Nowak")
    await marek.presses(card, "proposal.rub")
    assert "Only a host" in marek.private()[-1].plain

    await decides(world, amina, card, "rub", "Not without the surgery")

    assert "Not without the surgery" in newest_card(world).plain


async def test_what_does_not_touch_the_same_words_is_carried_over(world: World) -> None:
    amina = await pencilled(world)
    priya, marek = world.person("Dr Priya Raman"), world.person("Marek Nowak")
    await proposes(world, priya, "\n".join(["Nobody in Exe Bay eats alone", *AIMS]))
    sentence = newest_card(world)
    more = await proposes(world, marek, f"{TYPED}\nA garden for all")
    await decides(world, amina, sentence)
    assert "but not in these words" in newest_card(world).plain

    await decides(world, amina, more)

    latest = max(await rows(world, Vision), key=lambda version: version.number)
    assert (latest.number, latest.text) == (3, "Nobody in Exe Bay eats alone")
    assert "A garden for all" in [aim.text for aim in await rows(world, Aim) if aim.vision_id == latest.id]


async def test_what_touches_the_same_words_is_offered_again_in_one_press(world: World) -> None:
    amina = await pencilled(world)
    priya, marek = world.person("Dr Priya Raman"), world.person("Marek Nowak")
    card = await proposes(world, priya, "Nobody in Exe Bay eats alone")
    other = await proposes(world, marek, "Nobody on the coast eats alone\nbecause it is more than one bay")
    before = as_it_was(other)
    await amina.presses(other, "proposal.pencil")
    waiting = amina.form
    await decides(world, amina, card, reason="")
    assert waiting is not None
    assert "The same words of the vision have changed" in newest_card(world).plain
    assert [label for label, _, _ in newest_card(world).buttons] == ["Offer it again", "Rub it out"]
    await amina.presses(before, "proposal.pencil")
    assert "Nothing was decided" in amina.private()[-1].plain

    stale = as_it_was(newest_card(world))
    await priya.presses(stale, "proposal.again")
    await priya.presses(stale, "proposal.again")
    assert "decided already" in priya.private()[-1].plain
    await world.settle()

    assert len(cards(world)) == 4
    assert "Offered again" in cards(world)[-2].plain
    fresh = newest_card(world)
    assert "Nobody (taken out: in Exe Bay) (added: on the coast) eats alone" in fresh.text
    assert "more than one bay" in fresh.plain
    await decides(world, amina, fresh)
    assert "It’s version 3" in newest_card(world).plain


async def test_no_version_and_no_proposal_ever_vanishes(world: World) -> None:
    amina = await world.begins()
    for number in range(9):
        card = await proposes(
            world, amina, "\n".join([f"Sentence {number} {'x' * 240}", *(f"{a} {number}" for a in AIMS)])
        )
        await decides(world, amina, card, "rub" if number % 3 == 2 else "pencil", f"Reason {number} {'y' * 500}")
    await amina.types("/partnership vision history")
    pages = [amina.private()[-1].plain]
    while any(action == "vision.history" for _, action, _ in amina.private()[-1].buttons):
        await amina.presses(amina.private()[-1], "vision.history")
        pages.append(amina.private()[-1].plain)

    assert len(pages) > 1
    history = "\n".join(pages)
    assert all(
        history.count(f"Sentence {number} ") == 1 and history.count(f"Reason {number} ") == 1 for number in range(9)
    )


async def test_an_earlier_version_is_one_press_from_being_proposed_again(world: World) -> None:
    amina = await pencilled(world)
    [lunch, *_] = await rows(world, Aim)
    await decides(world, amina, await proposes(world, amina, "Nobody in Exe Bay eats alone\nA garden for all"))
    hana = world.person("Hana Kobayashi")
    await hana.types("@Pencil vision history")
    buttons = [value for _, action, value in hana.private()[-1].buttons if action == "vision.revive"]
    assert len(buttons) == 1
    await hana.presses(hana.private()[-1], "vision.revive")
    assert await hana.submits() is None
    await world.settle()

    await decides(world, amina, newest_card(world))

    latest = [aim for aim in await rows(world, Aim) if aim.vision_id == 3]
    assert [aim.text for aim in latest] == list(AIMS)
    assert latest[0].origin_id == lunch.id
    card = await proposes(world, hana, "We mend boats\nno aims")
    await decides(world, amina, card, "rub")
    await amina.types("/partnership vision history")
    rubbed = next(value for _, action, value in amina.private()[-1].buttons if action == "vision.revive")
    await amina.presses(amina.private()[-1], "vision.revive", rubbed)
    assert amina.form is not None
    assert "We mend boats" in str(amina.form.payload)


async def test_vision_shows_what_was_there_before(world: World) -> None:
    amina = await pencilled(world)
    await decides(world, amina, await proposes(world, amina, "Nobody in Exe Bay eats alone"))
    await amina.types("/partnership why The hall closes in May")
    await amina.types("/partnership vision")

    shown = amina.private()[-1]
    assert "Version 2" in shown.plain
    assert "What changed from version 1, of 2 March 2026" in shown.plain
    assert "Nobody (taken out: around the estuary) (added: in Exe Bay) eats alone" in shown.text
    assert "Why now: The hall closes in May" in shown.plain
    await amina.presses(shown, "vision.history")
    assert "Version 1" in amina.private()[-1].plain


async def test_an_unknown_aim_gets_the_nearest_and_an_unknown_word_the_help(world: World) -> None:
    amina = await pencilled(world)
    await amina.types("/partnership vision aim refferals, and lunch")
    assert "2. One form for all referrals" in amina.private()[-1].plain
    await amina.types("/partnership vision aim 12")
    assert "There’s no aim “12”" in amina.private()[-1].plain
    assert "3. A lift for whoever" in amina.private()[-1].plain
    await amina.types("/partnership vision Nobody eats alone")
    assert "You wrote" in amina.private()[-1].plain
    assert "Nobody eats alone" in amina.private()[-1].plain
    await amina.types("/partnership vision aim 2")
    assert "In the vision since 2 March 2026. No wins so far" in amina.private()[-1].plain


async def test_two_proposals_pencilled_in_at_once_make_two_versions(world: World) -> None:
    amina = await pencilled(world)
    ben, priya, marek = world.person("Ben Carter"), world.person("Dr Priya Raman"), world.person("Marek Nowak")
    await ben.types("/partnership vision")
    await world.bot.database.run(hosted)
    sentence = await proposes(world, priya, "Nobody in Exe Bay eats alone")
    more = await proposes(world, marek, f"{TYPED}\nA garden for all")
    await amina.presses(sentence, "proposal.pencil")
    await ben.presses(more, "proposal.pencil")

    await asyncio.gather(amina.submits({"reason": "One"}), ben.submits({"reason": "Two"}))
    await world.settle()

    versions = sorted(await rows(world, Vision), key=lambda version: version.number)
    assert [version.number for version in versions] == [1, 2, 3]
    assert versions[-1].text == "Nobody in Exe Bay eats alone"
    assert len([aim for aim in await rows(world, Aim) if aim.vision_id == versions[-1].id]) == 4


async def test_a_button_of_one_partnership_is_nothing_to_somebody_of_another(world: World) -> None:
    await world.begins()
    priya, leila = world.person("Dr Priya Raman"), world.person("Leila Haddad")
    await proposes(world, priya, TYPED)
    receipt = priya.private()[-1]
    receipt.channel_id = "C0GENERAL"

    await leila.presses(receipt, "proposal.rub")

    assert leila.form is None
    assert "That’s gone" in leila.private("general")[-1].plain
