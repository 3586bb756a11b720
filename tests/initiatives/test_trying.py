"""*Try it* on an idea: a host, or two organisations, make an initiative of it."""

import asyncio

from bot.models import AuditEntry, Idea, Initiative
from tests.ideas import sharing
from tests.ideas.sharing import WHAT_IF, shared, thread_of
from tests.initiatives.together import card, cards, people_in
from tests.report.stories import asks
from tests.vision.visions import rows
from tests.world import World, as_it_was


async def test_a_host_tries_it_and_whoever_would_help_is_told_where(world: World) -> None:
    amina = await world.begins()
    marek, priya = world.person("Marek Nowak"), world.person("Dr Priya Raman")
    await shared(world, marek)
    await priya.presses(sharing.card(world), "idea.help")
    await marek.presses(sharing.card(world), "idea.decide")
    assert "Only a host" in marek.private()[-1].plain

    await sharing.decides(world, amina, "idea.try")
    assert amina.form is not None
    assert WHAT_IF in str(amina.form.payload)
    assert await amina.submits({"text": " "}) is not None
    assert (await rows(world, Idea))[0].decided_at is None
    assert await amina.submits({"text": WHAT_IF, "step": "Count the vans"}) is None
    await world.settle()

    assert WHAT_IF in card(world).plain
    assert "Nobody is in it." in card(world).plain
    assert "Next step: Count the vans" in card(world).plain
    assert "You’re not in it unless you press" in amina.private()[-1].plain
    assert "Being tried" in sharing.card(world).plain
    [note] = thread_of(world, sharing.card(world))
    assert f"<@{marek.user_id}>: this is being tried now." in note
    assert f"<@{priya.user_id}>: you said you’d help" in note
    await priya.presses(sharing.card(world), "initiative.show")
    assert "Next step: Count the vans" in priya.private()[-1].plain
    assert [entry.deed for entry in await rows(world, AuditEntry)][-1] == "idea.tried"
    await priya.presses(card(world), "initiative.join")
    assert await people_in(world) == [priya.user_id]


async def test_by_assent_two_organisations_try_it_each_way_counted_by_itself(world: World) -> None:
    amina = await world.begins()
    priya, marek = world.person("Dr Priya Raman"), world.person("Marek Nowak")
    await amina.types("/partnership settings assent on")
    await priya.types("@Pencil join Quayside Surgery")
    await shared(world, marek)
    await marek.presses(sharing.card(world), "idea.try")
    assert "then press Try it once more" in marek.private()[-1].plain

    await amina.presses(sharing.card(world), "idea.propose")
    await priya.presses(sharing.card(world), "idea.try")
    await world.settle()
    assert "Exe Bay Council has agreed to propose it." in sharing.card(world).plain
    assert "Quayside Surgery has agreed to try it." in sharing.card(world).plain
    assert priya.form is None
    await amina.presses(sharing.card(world), "idea.try")
    assert await amina.submits() is None
    await world.settle()

    assert len(cards(world)) == 1
    assert "Being tried" in sharing.card(world).plain


async def test_tried_by_two_at_once_it_is_one_and_tried_again_it_is_the_same(world: World) -> None:
    amina, ruth = await world.begins(), world.person("Ruth Lacey")
    await amina.types("/partnership host @Ruth Lacey")
    await shared(world, world.person("Marek Nowak"))
    ways = [as_it_was(await sharing.decides(world, host, "idea.try")) for host in (amina, ruth)]
    await asyncio.gather(*(host.submits({"text": f"A van, says {host.about.name}"}) for host in (amina, ruth)))
    await world.settle()
    [initiative] = await rows(world, Initiative)
    second = ruth if "Amina" in initiative.text else amina
    assert "decided already" in second.private()[-1].plain
    assert f"A van, says {second.about.name}" in second.private()[-1].plain

    await amina.presses(card(world), "initiative.drop")
    assert await amina.submits({"reason": "No van"}) is None
    await world.settle()
    await amina.presses(sharing.card(world), "idea.reopen")
    await amina.presses(ways[0], "idea.try")
    assert await amina.submits({"text": "Two vans"}) is None
    await world.settle()

    [initiative] = await rows(world, Initiative)
    assert (initiative.text, initiative.ended_at) == ("Two vans", None)
    assert "Two vans" in card(world).plain


async def test_forgotten_whoever_had_the_idea_takes_their_words_from_what_came_of_it(world: World) -> None:
    amina, marek = await world.begins(), world.person("Marek Nowak")
    await shared(world, marek)
    await sharing.decides(world, amina, "idea.try")
    assert await amina.submits() is None
    await world.settle()
    await marek.presses(card(world), "initiative.join")
    await world.settle()

    await marek.types("/partnership forget-me")
    await marek.submits({"chosen": ["ideas"]})
    await world.settle()

    assert await people_in(world) == []
    [initiative] = await rows(world, Initiative)
    assert initiative.text == "(These words have been taken back.)"
    assert initiative.undone_at is not None
    assert cards(world) == []
    assert not [message for message in world.room if WHAT_IF in message.plain]


async def test_reports_list_it_without_names(world: World) -> None:
    amina, marek = await world.begins(), world.person("Marek Nowak")
    await amina.types("/partnership initiative Breakfast at the school gate")
    await marek.types("/partnership initiative A walk with @Marek Nowak on Sundays")
    await marek.types("/partnership initiative Tea with Marek Nowak on Sundays")
    await world.settle()

    page = (await asks(world, "Amina Okafor"))["report.html"]

    assert "Breakfast at the school gate" in page
    assert "A walk with a colleague on Sundays" in page
    assert "Tea with" not in page
    assert "Goes on" in page
