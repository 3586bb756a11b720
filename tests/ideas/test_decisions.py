"""What becomes of ideas: hosts decide, or two organisations."""

import asyncio

from bot.models import AuditEntry, Idea, IdeaAssent, Proposal, Revision
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.ideas.sharing import WHAT_IF, card, decides, shared, thread_of
from tests.vision.visions import AIMS, SENTENCE, newest_card, pencilled, rows, sets
from tests.world import World, as_it_was


async def _puts_off(world: World, host: Person, on: Message, reason: str) -> None:
    await decides(world, host, "idea.not_now", on)
    assert await host.submits({"reason": reason}) is None
    await world.settle()


async def test_a_host_says_not_now_and_why_and_may_open_it_again(world: World) -> None:
    amina = await world.begins()
    marek = world.person("Marek Nowak")
    await shared(world, marek)
    await marek.presses(card(world), "idea.decide")
    assert "Only a host" in marek.private()[-1].plain
    await decides(world, amina, "idea.not_now")
    assert "so that people know" in str(await amina.submits({"reason": " "}))
    assert await amina.submits({"reason": "No money before May"}) is None
    await world.settle()

    assert "Not now" in card(world).plain
    assert "No money before May" in card(world).plain
    assert [label for label, _, _ in card(world).buttons] == ["Open it again"]
    [note] = thread_of(world, card(world))
    assert f"<@{marek.user_id}>: not now. Because:\nNo money before May\nIt’s kept" in note
    await marek.types("/partnership ideas")
    assert "No ideas are open" in marek.private()[-1].plain
    await marek.presses(card(world), "idea.reopen")
    assert "Only a host" in marek.private()[-1].plain

    await amina.presses(card(world), "idea.reopen")
    await amina.presses(as_it_was(card(world)), "idea.reopen")
    await world.settle()

    assert "No money before May" not in card(world).plain
    deeds = [entry.deed for entry in await rows(world, AuditEntry)]
    assert deeds[-2:] == ["idea.not_now", "idea.reopened"]
    [kept] = await rows(world, Revision)
    assert kept.before["because"] == "No money before May"


async def test_a_host_proposes_it_for_the_vision_with_the_idea_as_one_more_aim(world: World) -> None:
    amina = await pencilled(world)
    marek = world.person("Marek Nowak")
    await shared(world, marek)
    await marek.presses(card(world), "idea.decide")
    assert "Only a host" in marek.private()[-1].plain
    await decides(world, amina, "idea.propose")
    assert amina.form is not None
    assert WHAT_IF in str(amina.form.payload)
    lines = "\n".join([*AIMS, "One van for all"])
    wrong = await amina.submits({"text": SENTENCE, "aims": "\n".join(map(str, range(9))), "reason": ""})
    assert wrong is not None
    assert (await rows(world, Idea))[0].decided_at is None

    assert await amina.submits({"text": SENTENCE, "aims": lines, "reason": "Marek saw it"}) is None
    await world.settle()

    assert "One van for all" in newest_card(world).plain
    assert "Proposed for the vision" in card(world).plain
    await marek.presses(card(world), "vision.history")
    assert "One van for all" in marek.private()[-1].plain
    assert "proposed for the vision" in thread_of(world, card(world))[0]
    assert len(await rows(world, Proposal)) == 2
    assert [entry.deed for entry in await rows(world, AuditEntry)][-1] == "idea.proposed"


async def test_what_is_decided_by_two_at_once_is_decided_once(world: World) -> None:
    amina = await world.begins()
    ruth = world.person("Ruth Lacey")
    await amina.types("/partnership host @Ruth Lacey")
    await shared(world, world.person("Marek Nowak"))
    for host in (amina, ruth):
        await decides(world, host, "idea.not_now")

    await asyncio.gather(*(host.submits({"reason": f"So says {host.about.name}"}) for host in (amina, ruth)))
    await world.settle()

    [idea] = await rows(world, Idea)
    second = ruth if "Amina" in (idea.because or "") else amina
    assert "decided already" in second.private()[-1].plain
    assert f"So says {second.about.name}" in second.private()[-1].plain
    assert len(thread_of(world, card(world))) == 1


async def test_nobody_likes_or_helps_with_what_is_decided(world: World) -> None:
    amina = await world.begins()
    marek = world.person("Marek Nowak")
    before = as_it_was(await shared(world, marek))
    await _puts_off(world, amina, card(world), "Not before the summer")

    for action in ("idea.like", "idea.help", "idea.decide"):
        await marek.presses(before, action)
        assert "decided already" in marek.private()[-1].plain
        assert "Not before the summer" in marek.private()[-1].plain


async def test_by_assent_two_organisations_propose_it(world: World) -> None:
    amina = await world.begins()
    priya, marek, ruth = (world.person(name) for name in ("Dr Priya Raman", "Marek Nowak", "Ruth Lacey"))
    await amina.types("/partnership settings assent on")
    await priya.types("@Pencil join Quayside Surgery")
    await ruth.types("/partnership join Exe Bay Council")
    await shared(world, marek)
    assert "once two organisations agree. None has agreed yet." in card(world).plain

    await amina.presses(card(world), "idea.propose")
    await ruth.presses(card(world), "idea.propose")
    await world.settle()
    assert "Exe Bay Council has agreed to propose it." in card(world).plain
    assert ruth.form is None
    await marek.presses(card(world), "idea.propose")
    assert "Which organisation are you from?" in marek.private()[-1].plain
    await priya.presses(card(world), "idea.propose")
    await world.settle()
    assert "Exe Bay Council and Quayside Surgery agree to propose it." in card(world).plain
    assert len(await rows(world, IdeaAssent)) == 2

    assert await priya.submits({"text": "Nobody eats alone", "aims": WHAT_IF, "reason": ""}) is None
    await world.settle()

    assert f"Proposed for the vision by <@{priya.user_id}>" in card(world).plain
    assert "Nobody eats alone" in newest_card(world).plain


async def test_by_assent_not_now_takes_two_organisations_and_no_host_and_the_second_says_why(world: World) -> None:
    amina = await world.begins()
    priya, marek, ruth = (world.person(name) for name in ("Dr Priya Raman", "Marek Nowak", "Ruth Lacey"))
    await amina.types("/partnership settings assent on")
    await priya.types("@Pencil join Quayside Surgery")
    await ruth.types("/partnership join Exe Bay Council")
    await shared(world, marek, "A choir")

    await amina.presses(card(world), "idea.not_now")
    await ruth.presses(card(world), "idea.not_now")
    await world.settle()
    assert (amina.form, ruth.form) == (None, None)
    assert "Exe Bay Council has agreed to put it off." in card(world).plain
    await priya.presses(card(world), "idea.not_now")
    await world.settle()
    assert "agree to put it off. Press “Not now” to go on." in card(world).plain
    await priya.types("@Pencil step-back")
    await priya.submits({"reason": "We cannot sing"})
    assert "Two organisations have to agree first" in priya.private()[-1].plain
    assert "We cannot sing" in priya.private()[-1].plain
    assert (await rows(world, Idea))[0].decided_at is None

    await marek.types("/partnership join Tideway Foodbank")
    await marek.presses(card(world), "idea.not_now")
    assert await marek.submits({"reason": "Our choir is full"}) is None
    await world.settle()

    assert f"Not now. Decided by <@{marek.user_id}>" in card(world).plain
    assert "Our choir is full" in card(world).plain
    assert "idea.not_now" not in [entry.deed for entry in await rows(world, AuditEntry)]


async def test_an_organisation_that_steps_back_before_the_form_is_sent_agrees_no_more(world: World) -> None:
    amina = await world.begins()
    priya, marek = world.person("Dr Priya Raman"), world.person("Marek Nowak")
    await sets(world, by_assent=True)
    await priya.types("@Pencil join Quayside Surgery")
    await shared(world, marek)
    await priya.presses(card(world), "idea.propose")
    await amina.presses(card(world), "idea.propose")
    await priya.types("@Pencil step-back")

    await amina.submits({"text": "Nobody eats alone", "aims": WHAT_IF, "reason": ""})
    await world.settle()

    assert "Two organisations have to agree first" in amina.private()[-1].plain
    assert await rows(world, Proposal) == []


async def test_who_decides_is_said_anew_when_hosts_change_it(world: World) -> None:
    amina = await world.begins()
    await shared(world, world.person("Marek Nowak"))
    assert "A host decides what happens next" in card(world).plain

    await amina.types("/partnership settings assent on")
    await world.settle()

    assert "once two organisations agree" in card(world).plain
