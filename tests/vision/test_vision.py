"""The vision in pencil, as the people involved see it."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from bot.models import Aim, AuditEntry, Member, Partnership, Proposal, Vision, Win
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.world import FRIDAY, World, as_it_was

SENTENCE = "Nobody around the estuary eats alone"
AIMS = ("A warm lunch every weekday", "One form for all referrals", "A lift for whoever cannot walk")
TYPED = "\n".join([SENTENCE, *AIMS])


async def _rows(world: World, of: Any) -> list[Any]:
    return list(await world.bot.database.read(lambda session: session.scalars(select(of)).all()))


async def _set(world: World, **values: Any) -> None:
    def change(session: Any) -> None:
        for name, value in values.items():
            setattr(session.scalars(select(Partnership)).one(), name, value)

    await world.bot.database.run(change)


async def _proposes(world: World, person: Person, typed: str) -> Message:
    """By command or mention; the card."""
    word = "/partnership" if person.may_command else "@Pencil"
    await person.types(f"{word} vision propose {typed}")
    await world.settle()
    return _card(world)


def _cards(world: World) -> list[Message]:
    return [
        message for message in world.room if message.thread_ts is None and "in pencil" in message.plain.splitlines()[0]
    ] + [message for message in world.room if message.thread_ts is None and "A change to the vision" in message.plain]


def _card(world: World) -> Message:
    return _cards(world)[-1]


def _thread(world: World, card: Message) -> list[str]:
    return [message.plain for message in world.room if message.thread_ts == card.ts]


async def _decides(world: World, host: Person, card: Message, verb: str = "pencil", reason: str = "") -> None:
    await host.presses(card, f"proposal.{verb}")
    assert await host.submits({"reason": reason}) is None
    await world.settle()


async def _pencilled(world: World, typed: str = TYPED) -> Person:
    """The partnership has a first vision, proposed by Priya and pencilled in by Amina."""
    amina = await world.begins()
    card = await _proposes(world, world.person("Dr Priya Raman"), typed)
    await _decides(world, amina, card)
    return amina


# Proposing


@pytest.mark.parametrize("name", ["Marek Nowak", "Dr Priya Raman"])
async def test_a_first_vision_is_proposed_by_anybody_and_pencilled_in_by_a_host(world: World, name: str) -> None:
    amina = await world.begins()
    person = world.person(name)
    word = "/partnership" if person.may_command else "@Pencil"
    await person.types(f"{word} vision")
    assert "There is no vision yet" in person.private()[-1].plain

    card = await _proposes(world, person, f"{TYPED}\nbecause we were asked three times this week")

    assert f"<@{person.user_id}> proposes for a first version:" in card.plain
    assert all(f"{number}. {aim}" in card.plain for number, aim in enumerate(AIMS, 1))
    assert "asked three times" in card.plain
    assert [label for label, _, _ in card.buttons] == ["Pencil it in", "Rub it out"]
    assert "goes to the channel now" in person.private()[-1].plain
    await _decides(world, amina, card, reason="It is what we do")
    assert f"Pencilled in by <@{amina.user_id}> on 2 March 2026. It is version 1." in _card(world).plain
    assert "It is what we do" in _card(world).plain
    assert _card(world).buttons == []
    [note] = _thread(world, card)
    assert f"<@{person.user_id}>" in note
    assert "It is what we do" in note
    await person.types(f"{word} vision")
    shown = person.private()[-1].plain
    assert SENTENCE in shown
    assert "Version 1, since 2 March 2026" in shown
    assert "1. A warm lunch every weekday" in shown
    assert [deed.deed for deed in await _rows(world, AuditEntry)] == ["partnership.started", "vision.pencilled"]


async def test_the_form_does_the_same(world: World) -> None:
    amina = await world.begins()
    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil vision propose")
    await priya.presses(priya.private()[-1], "vision.propose")
    assert await priya.submits({"text": SENTENCE, "aims": "- one\n\n2) two\n", "reason": "Because"}) is None
    await world.settle()
    await _decides(world, amina, _card(world))
    await amina.types("/partnership vision propose")
    assert amina.form is not None
    assert "1. one\\n2. two" in str(amina.form.payload)
    assert await amina.submits({"aims": "1. one\n2. two\n3. three"}) is None
    await world.settle()

    card = _card(world)
    assert "New aim: 3. three" in card.plain
    assert "(added: 3. three)" in card.text
    assert len(await _rows(world, Proposal)) == 2


async def test_a_change_is_shown_struck_through_and_added_and_can_be_heard(world: World) -> None:
    await _pencilled(world)
    marek = world.person("Marek Nowak")

    card = await _proposes(
        world, marek, "Nobody in Exe Bay eats alone\nA warm lunch each weekday\nkeep 3\nA garden for all"
    )

    struck = [part["text"] for part in _styled(card, "strike")]
    new = [part["text"] for part in _styled(card, "italic")]
    assert struck == ["around the estuary", "every", "2. One form for all referrals"]
    assert new == ["in Exe Bay", "each", "3. A garden for all"]
    assert "Nobody (taken out: around the estuary) (added: in Exe Bay) eats alone" in card.text
    assert "Moved: 2. A lift for whoever cannot walk (it was number 3)" in card.text
    assert "Dropped: (taken out: 2. One form for all referrals)" in card.text
    assert "So it would read:" in card.plain


def _styled(message: Message, style: str) -> list[dict[str, Any]]:
    found = []
    for block in message.blocks:
        for element in block.get("elements", []):
            found += [part for part in element.get("elements", []) if (part.get("style") or {}).get(style)]
    return found


async def test_without_aims_those_in_force_stay(world: World) -> None:
    amina = await _pencilled(world)
    marek = world.person("Marek Nowak")
    card = await _proposes(world, marek, "Nobody on the estuary eats alone")
    assert "those in force stay" in marek.private()[-1].plain
    await _decides(world, amina, card)

    assert [aim.text for aim in await _rows(world, Aim)] == [*AIMS, *AIMS]


async def test_what_is_typed_wrong_is_answered_and_comes_back(world: World) -> None:
    amina = await _pencilled(world)
    for said, answer in (
        ("\n".join([SENTENCE, *(f"aim {n} of many" for n in range(8))]), "These are 8 aims, and 7 are the most"),
        (f"{SENTENCE}\n{'x' * 151}", "at most 150"),
        ("y" * 301, "at most 300"),
        (f"{SENTENCE}\nkeep 9", "I know no aim “9”"),
        (TYPED, "what the vision says already"),
        ("\u3164", "nothing in it that I could read"),
    ):
        await amina.types(f"/partnership vision propose {said}")
        assert answer in amina.private()[-1].plain
        assert said.strip()[:40] in amina.private()[-1].plain
    assert "1. A warm lunch" in next(message.plain for message in amina.private() if "no aim “9”" in message.plain)
    assert len(await _rows(world, Proposal)) == 1


async def test_the_form_stays_open_with_a_word_beside_the_field(world: World) -> None:
    amina = await _pencilled(world)
    await amina.types("/partnership vision propose")

    for answers, field, words in (
        ({"text": " \u200b"}, "text", "nothing in it"),
        ({"text": SENTENCE, "aims": "\n".join(f"{n}" * 5 for n in range(1, 9))}, "aims", "These are 8 aims"),
        ({"aims": "keep 8"}, "aims", "Perhaps you mean 1. A warm lunch"),
        ({"aims": "z" * 151}, "aims", "at most 150"),
        ({"aims": "one alone", "kept": ["3.3"]}, "aims", "no line has the number 3"),
    ):
        errors = await amina.submits(answers)
        assert errors is not None
        assert words in errors[field]
    assert amina.form is not None
    assert len(await _rows(world, Proposal)) == 1


async def test_delivered_twice_it_is_one_proposal_and_the_same_again_is_told_so(world: World) -> None:
    await world.begins()
    priya, marek = world.person("Dr Priya Raman"), world.person("Marek Nowak")
    world.sandbox.app.retries = True
    await _proposes(world, priya, TYPED)
    world.sandbox.app.retries = False
    assert len(_cards(world)) == 1

    await _proposes(world, marek, TYPED)

    assert "proposed already" in marek.private()[-1].plain
    assert len(_cards(world)) == 1


async def test_its_proposer_changes_it_or_takes_it_back(world: World) -> None:
    amina = await world.begins()
    priya = world.person("Dr Priya Raman")
    await _proposes(world, priya, TYPED)
    receipt = priya.private()[-1]
    await amina.presses(receipt, "proposal.change")
    assert "Only the person whose it is" in amina.private()[-1].plain
    await priya.presses(receipt, "proposal.change")
    assert await priya.submits({"text": "Nobody eats alone", "aims": "one"}) is None
    await world.settle()
    assert "Nobody eats alone" in _card(world).plain
    assert SENTENCE not in _card(world).plain

    await priya.presses(priya.private()[-1], "proposal.rub")
    assert await priya.submits({"reason": "I was too quick"}) is None
    await world.settle()

    assert f"Taken back by <@{priya.user_id}>" in _card(world).plain
    assert "is taken back" in _thread(world, _card(world))[-1]
    assert [audit_entry.deed for audit_entry in await _rows(world, AuditEntry)] == ["partnership.started"]
    await priya.presses(receipt, "proposal.change")
    assert "decided already" in priya.private()[-1].plain


# Deciding


async def test_rubbed_out_it_is_kept_with_the_reason(world: World) -> None:
    amina = await _pencilled(world)
    marek = world.person("Marek Nowak")
    card = await _proposes(world, marek, "We mend boats\nbecause boats matter too")

    await _decides(world, amina, card, "rub", "Boats are another partnership’s")

    assert f"Rubbed out by <@{amina.user_id}>" in _card(world).plain
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
    card = await _proposes(world, world.person("Dr Priya Raman"), TYPED)

    await marek.presses(card, f"proposal.{verb}")

    assert "Only a host" in marek.private()[-1].plain
    assert marek.form is None
    assert await _rows(world, Vision) == []


async def test_two_hosts_at_once_make_one_decision_and_the_second_hears_of_it(world: World) -> None:
    amina = await world.begins()
    ben, priya = world.person("Ben Carter"), world.person("Dr Priya Raman")
    await ben.types("/partnership vision")
    await world.bot.database.run(_hosted)
    card = await _proposes(world, priya, TYPED)
    await amina.presses(card, "proposal.pencil")
    await ben.presses(card, "proposal.rub")

    await asyncio.gather(amina.submits({"reason": "Yes, please"}), ben.submits({"reason": "Not yet"}))
    await world.settle()

    told = [amina.private()[-1].plain, ben.private()[-1].plain]
    [second] = [one for one in told if "decided already, and that stands" in one]
    assert ("Pencilled in by" in second) != ("Rubbed out by" in second)
    assert ("Yes, please" in second) or ("Not yet" in second)
    assert len(_thread(world, card)) == 1


def _hosted(session: Any) -> None:
    for member in session.scalars(select(Member)):
        member.host = True


async def test_a_button_from_before_the_decision_says_what_was_decided(world: World) -> None:
    amina = await world.begins()
    card = await _proposes(world, world.person("Dr Priya Raman"), TYPED)
    before = as_it_was(card)
    await _decides(world, amina, card, reason="It says it all")

    await amina.presses(before, "proposal.rub")

    assert "decided already" in amina.private()[-1].plain
    assert "It says it all" in amina.private()[-1].plain
    await amina.presses(
        [message for message in amina.private() if "Change the reason" in str(message.buttons)][-1], "proposal.because"
    )
    assert await amina.submits({"reason": "It says nearly all"}) is None
    await world.settle()
    assert "It says nearly all" in _card(world).plain


async def test_by_assent_two_organisations_pencil_it_in(world: World) -> None:
    amina = await world.begins()
    priya, marek, ruth = (world.person(name) for name in ("Dr Priya Raman", "Marek Nowak", "Ruth Lacey"))
    await _set(world, by_assent=True)
    await priya.types("@Pencil join Quayside Surgery")
    await ruth.types("/partnership join Exe Bay Council")
    card = await _proposes(world, priya, TYPED)
    assert "Two different organisations’ assent pencils it in" in card.plain
    assert "None has assented yet" in card.plain

    await amina.presses(card, "proposal.pencil")
    await ruth.presses(card, "proposal.pencil")
    await world.settle()
    assert "Exe Bay Council has assented" in _card(world).plain
    await marek.presses(card, "proposal.pencil")
    assert "Which organisation are you from?" in marek.private()[-1].plain
    assert await _rows(world, Vision) == []
    await priya.presses(card, "proposal.pencil")
    await world.settle()

    assert f"Pencilled in by <@{priya.user_id}>" in _card(world).plain
    await priya.presses(priya.private()[-1], "proposal.because")
    assert await priya.submits({"reason": "Both of us said so"}) is None
    await world.settle()
    assert "Both of us said so" in _card(world).plain


async def test_by_assent_a_host_may_still_rub_it_out_and_nobody_else(world: World) -> None:
    amina = await world.begins()
    await _set(world, by_assent=True)
    card = await _proposes(world, world.person("Dr Priya Raman"), TYPED)
    marek = world.person("Marek Nowak")
    await marek.presses(card, "proposal.rub")
    assert "Only a host" in marek.private()[-1].plain

    await _decides(world, amina, card, "rub", "Not without the surgery")

    assert "Not without the surgery" in _card(world).plain


# Proposals on a version no longer in force


async def test_what_does_not_touch_the_same_words_is_carried_over(world: World) -> None:
    amina = await _pencilled(world)
    priya, marek = world.person("Dr Priya Raman"), world.person("Marek Nowak")
    await _proposes(world, priya, "\n".join(["Nobody in Exe Bay eats alone", *AIMS]))
    sentence = _card(world)
    more = await _proposes(world, marek, f"{TYPED}\nA garden for all")
    await _decides(world, amina, sentence)
    assert "The two do not touch the same words" in _card(world).plain

    await _decides(world, amina, more)

    latest = max(await _rows(world, Vision), key=lambda one: one.number)
    assert (latest.number, latest.text) == (3, "Nobody in Exe Bay eats alone")
    assert "A garden for all" in [aim.text for aim in await _rows(world, Aim) if aim.vision_id == latest.id]


async def test_what_touches_the_same_words_is_offered_again_in_one_press(world: World) -> None:
    amina = await _pencilled(world)
    priya, marek = world.person("Dr Priya Raman"), world.person("Marek Nowak")
    one = await _proposes(world, priya, "Nobody in Exe Bay eats alone")
    other = await _proposes(world, marek, "Nobody on the coast eats alone\nbecause it is more than one bay")
    before = as_it_was(other)
    await amina.presses(other, "proposal.pencil")
    waiting = amina.form
    await _decides(world, amina, one, reason="")
    assert waiting is not None
    assert "it changes the same words" in _card(world).plain
    assert [label for label, _, _ in _card(world).buttons] == ["Offer it again", "Rub it out"]
    await amina.presses(before, "proposal.pencil")
    assert "Nothing was decided" in amina.private()[-1].plain

    stale = as_it_was(_card(world))
    await priya.presses(stale, "proposal.again")
    await priya.presses(stale, "proposal.again")
    assert "decided already" in priya.private()[-1].plain
    await world.settle()

    assert len(_cards(world)) == 4
    assert "Offered again" in _cards(world)[-2].plain
    fresh = _card(world)
    assert "Nobody (taken out: in Exe Bay) (added: on the coast) eats alone" in fresh.text
    assert "more than one bay" in fresh.plain
    await _decides(world, amina, fresh)
    assert "It is version 3" in _card(world).plain


# Looking back


async def test_no_version_and_no_proposal_ever_vanishes(world: World) -> None:
    amina = await world.begins()
    for number in range(9):
        card = await _proposes(
            world, amina, "\n".join([f"Sentence {number} {'x' * 240}", *(f"{a} {number}" for a in AIMS)])
        )
        await _decides(world, amina, card, "rub" if number % 3 == 2 else "pencil", f"Reason {number} {'y' * 500}")
    await amina.types("/partnership vision history")
    pages = [amina.private()[-1].plain]
    while any(action == "vision.history" for _, action, _ in amina.private()[-1].buttons):
        await amina.presses(amina.private()[-1], "vision.history")
        pages.append(amina.private()[-1].plain)

    assert len(pages) > 1
    said = "\n".join(pages)
    assert all(said.count(f"Sentence {number} ") == 1 and said.count(f"Reason {number} ") == 1 for number in range(9))


async def test_an_earlier_version_is_one_press_from_being_proposed_again(world: World) -> None:
    amina = await _pencilled(world)
    [lunch, *_] = await _rows(world, Aim)
    await _decides(world, amina, await _proposes(world, amina, "Nobody in Exe Bay eats alone\nA garden for all"))
    hana = world.person("Hana Kobayashi")
    await hana.types("@Pencil vision history")
    buttons = [value for _, action, value in hana.private()[-1].buttons if action == "vision.revive"]
    assert len(buttons) == 1
    await hana.presses(hana.private()[-1], "vision.revive")
    assert await hana.submits() is None
    await world.settle()

    await _decides(world, amina, _card(world))

    latest = [aim for aim in await _rows(world, Aim) if aim.vision_id == 3]
    assert [one.text for one in latest] == list(AIMS)
    assert latest[0].origin_id == lunch.id
    card = await _proposes(world, hana, "We mend boats\nno aims")
    await _decides(world, amina, card, "rub")
    await amina.types("/partnership vision history")
    rubbed = next(one for _, action, one in amina.private()[-1].buttons if action == "vision.revive")
    await amina.presses(amina.private()[-1], "vision.revive", rubbed)
    assert amina.form is not None
    assert "We mend boats" in str(amina.form.payload)


async def test_vision_shows_what_was_there_before(world: World) -> None:
    amina = await _pencilled(world)
    await _decides(world, amina, await _proposes(world, amina, "Nobody in Exe Bay eats alone"))
    await amina.types("/partnership why The hall closes in May")
    await amina.types("/partnership vision")

    shown = amina.private()[-1]
    assert "Version 2" in shown.plain
    assert "What changed from version 1, in force since 2 March 2026" in shown.plain
    assert "Nobody (taken out: around the estuary) (added: in Exe Bay) eats alone" in shown.text
    assert "Why now: The hall closes in May" in shown.plain
    await amina.presses(shown, "vision.history")
    assert "Version 1" in amina.private()[-1].plain


async def test_an_unknown_aim_gets_the_nearest_and_an_unknown_word_the_help(world: World) -> None:
    amina = await _pencilled(world)
    await amina.types("/partnership vision aim refferals, and lunch")
    assert "2. One form for all referrals" in amina.private()[-1].plain
    await amina.types("/partnership vision aim 12")
    assert "I know no aim “12”" in amina.private()[-1].plain
    assert "3. A lift for whoever" in amina.private()[-1].plain
    await amina.types("/partnership vision Nobody eats alone")
    assert "You wrote" in amina.private()[-1].plain
    assert "Nobody eats alone" in amina.private()[-1].plain
    await amina.types("/partnership vision aim 2")
    assert "In the vision since 2 March 2026. No wins told towards it" in amina.private()[-1].plain


# Wins point at aims


async def test_a_win_points_at_an_aim_from_its_receipt(world: World) -> None:
    amina = await _pencilled(world)
    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil win Forty for lunch")
    receipt = priya.private()[-1]
    aim = next(aim for aim in await _rows(world, Aim) if aim.number == 1)

    await priya.presses(receipt, "win.aim", choose=f"1.{aim.id}")
    await priya.presses(priya.private()[-1], "win.consent", choose="1.public")

    [win] = await _rows(world, Win)
    assert (win.aim_id, win.consent) == (aim.id, "public")
    await amina.types("/partnership vision")
    assert "1. A warm lunch every weekday (1 win)" in amina.private()[-1].plain
    await world.moves_to(FRIDAY)
    assert "A step towards: A warm lunch every weekday." in world.celebrations[0].plain
    await priya.presses(priya.private()[-1], "win.aim", choose="1.0")
    await world.settle()
    assert "A step towards" not in world.celebrations[0].plain
    marek = world.person("Marek Nowak")
    await marek.presses(priya.private()[-1], "win.aim", choose="1.0")
    assert "Only the person whose it is" in marek.private()[-1].plain


async def test_the_form_offers_aim_and_consent_and_editing_keeps_them(world: World) -> None:
    amina = await _pencilled(world)
    aim = next(aim for aim in await _rows(world, Aim) if aim.number == 2)
    await amina.types("/win")
    assert await amina.submits({"text": "One page now", "aim": str(aim.id), "consent": "partners"}) is None
    await amina.presses(amina.private()[-1], "win.edit")
    assert await amina.submits({"text": "One page, at last"}) is None

    [win] = await _rows(world, Win)
    assert (win.text, win.aim_id, win.consent) == ("One page, at last", aim.id, "partners")


async def test_without_saying_it_a_win_points_at_none_and_stays_inside(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win Forty for lunch")
    await amina.types("/win")
    assert await amina.submits({"text": "One page now"}) is None

    assert {(win.aim_id, win.consent) for win in await _rows(world, Win)} == {(None, "inside")}


async def test_wins_go_on_counting_for_an_aim_that_is_kept(world: World) -> None:
    amina = await _pencilled(world)
    first, second, third = await _rows(world, Aim)
    for aim in (first, second, third):
        await amina.types("/win")
        assert await amina.submits({"text": f"Towards {aim.text}", "aim": str(aim.id)}) is None
    await amina.types("/partnership vision propose")
    assert (
        await amina.submits(
            {
                "aims": "1. Hot food on each and every day\n2. A warm lunch every week-day\n3. A garden for all",
                "kept": [f"3.{third.id}"],
            }
        )
        is None
    )
    await world.settle()
    assert "Reworded" in _card(world).plain
    await _decides(world, amina, _card(world))

    aims = [aim for aim in await _rows(world, Aim) if aim.vision_id != first.vision_id]
    assert [(aim.number, aim.origin_id) for aim in aims] == [(1, None), (2, first.id), (3, third.id)]
    await amina.types("/partnership vision")
    shown = amina.private()[-1].plain
    assert "1. Hot food on each and every day\n" in shown
    assert "2. A warm lunch every week-day (1 win)" in shown
    assert "3. A garden for all (1 win)" in shown
    await amina.presses([message for message in amina.private() if "Towards One form" in message.plain][-1], "win.edit")
    assert "No longer an aim: One form" in str(amina.form and amina.form.payload)
    assert await amina.submits({"text": "Towards it still"}) is None
    assert {win.aim_id for win in await _rows(world, Win)} == {first.id, second.id, third.id}


async def test_one_partnerships_aims_are_not_offered_in_another(world: World) -> None:
    amina = await _pencilled(world)
    await amina.types("/partnership start Elsewhere", channel="general")

    receipt = await amina.types("/win Elsewhere too", channel="general")

    assert receipt is not None
    assert "How far may it be told?" in receipt.plain
    assert "which aim" not in receipt.plain


async def test_two_proposals_pencilled_in_at_once_make_two_versions(world: World) -> None:
    amina = await _pencilled(world)
    ben, priya, marek = world.person("Ben Carter"), world.person("Dr Priya Raman"), world.person("Marek Nowak")
    await ben.types("/partnership vision")
    await world.bot.database.run(_hosted)
    sentence = await _proposes(world, priya, "Nobody in Exe Bay eats alone")
    more = await _proposes(world, marek, f"{TYPED}\nA garden for all")
    await amina.presses(sentence, "proposal.pencil")
    await ben.presses(more, "proposal.pencil")

    await asyncio.gather(amina.submits({"reason": "One"}), ben.submits({"reason": "Two"}))
    await world.settle()

    versions = sorted(await _rows(world, Vision), key=lambda one: one.number)
    assert [version.number for version in versions] == [1, 2, 3]
    assert versions[-1].text == "Nobody in Exe Bay eats alone"
    assert len([aim for aim in await _rows(world, Aim) if aim.vision_id == versions[-1].id]) == 4


async def test_a_button_of_one_partnership_is_nothing_to_somebody_of_another(world: World) -> None:
    await world.begins()
    priya, leila = world.person("Dr Priya Raman"), world.person("Leila Haddad")
    await _proposes(world, priya, TYPED)
    receipt = priya.private()[-1]
    receipt.channel_id = "C0GENERAL"

    await leila.presses(receipt, "proposal.rub")

    assert leila.form is None
    assert "not there any more" in leila.private("general")[-1].plain
