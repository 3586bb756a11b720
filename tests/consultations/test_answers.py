"""Answers: with a name or without, also for somebody else; and who is said to have been heard."""

import asyncio
from dataclasses import replace

from sqlalchemy import func, select

from bot.cards.nameless import Key
from bot.consultations import acts, acts_on_answers
from bot.consultations.entries import ClosedError
from bot.consultations.facts import AnswerEntry
from bot.consultations.heard import Voice, listed
from bot.models import AuditEntry, ConsultationAnswer, Member, Partner, Revision
from bot.partnership.members import Who
from tests.consultations.asking import MISS, OVER, answers, asked, cards, digests
from tests.vision.visions import rows
from tests.world import World


async def test_the_form_asks_to_leave_out_whom_it_would_point_at_and_the_receipt_leads_back(world: World) -> None:
    amina, priya = await world.begins(), world.person("Dr Priya Raman")
    await asked(world, amina)
    await priya.presses(cards(world)[0], "consultation.answer")
    assert priya.form is not None
    for words in (MISS, "Ask them first, and leave out names, health and anything that points to them"):
        assert words in priya.form.plain
    assert await priya.submits({"text": "x"}) == {"name": "Please complete this required field."}
    assert await priya.submits({"text": "  ", "name": "named"}) == {
        "text": "I found no words in that, so nothing was kept. A few are plenty."
    }
    assert await priya.submits({"text": "The bread", "name": "named", "also": ["passed_on"]}) is None
    receipt = priya.private()[-1]
    assert "kept with your name" in receipt.plain
    assert [label for label, _, _ in receipt.buttons] == ["Edit", "Undo"]

    await priya.presses(receipt, "consultation.edit_answer")
    assert await priya.submits({"text": "The bread on Fridays"}) is None
    await priya.types("@Pencil consultation")
    assert "The bread on Fridays" in priya.private()[-1].plain  # their own named answer, for them alone
    ben = world.person("Ben Carter")
    await ben.types("@Pencil consultation")
    assert "The bread" not in ben.private()[-1].plain
    await world.moves_to(OVER)
    assert f"The bread on Fridays (passed on by <@{priya.user_id}>)" in digests(world)[0].plain


async def test_without_a_name_nothing_is_kept_of_its_author_and_the_receipt_alone_changes_it(world: World) -> None:
    amina, ben = await world.begins(), world.person("Ben Carter")
    await asked(world, amina)
    before = len(await rows(world, Member))
    receipt = await answers(world, ben, "The bread", name="nameless", also=["organisation"])
    [row] = await rows(world, ConsultationAnswer)
    assert (row.member_id, row.of_organisation, row.said_at) == (None, False, None)
    assert len(await rows(world, Member)) == before
    assert ben.user_id not in str([vars(row) for row in await rows(world, ConsultationAnswer)])

    await ben.presses(receipt, "consultation.edit_answer")
    assert await ben.submits({"text": "The bread on Fridays"}) is None
    await ben.presses(receipt, "consultation.undo_answer")
    await ben.presses(receipt, "consultation.restore_answer")
    assert await rows(world, Revision) == []  # no time at which somebody changed it
    assert len(await rows(world, Member)) == before
    await world.moves_to(OVER)
    assert "The bread on Fridays" in digests(world)[0].plain
    assert ben.user_id not in digests(world)[0].plain


async def test_answers_stand_in_an_order_that_tells_nothing(world: World) -> None:
    amina, ben = await world.begins(), world.person("Ben Carter")
    await asked(world, amina)
    for number in range(12):
        await answers(world, ben, f"Answer {number:02}", name="nameless")
    kept = [row.text for row in sorted(await rows(world, ConsultationAnswer), key=lambda row: row.id)]
    assert sorted(kept) == [f"Answer {number:02}" for number in range(12)]
    assert kept != sorted(kept)  # by chance once in five hundred million


async def test_a_form_sent_twice_is_one_answer(world: World) -> None:
    amina, ben = await world.begins(), world.person("Ben Carter")
    await asked(world, amina)
    who = Who(ben.about.team_id, ben.user_id)
    form = await world.bot.database.read(acts_on_answers.answer_form, 1, who)
    key, entry, now = Key.read(form.about), AnswerEntry("The bread"), world.bot.clock()
    for words in ("The bread", "The bread, bettered"):
        await world.bot.database.run(acts_on_answers.answer, key, who, replace(entry, text=words), now, named=False)
    assert [row.text for row in await rows(world, ConsultationAnswer)] == ["The bread, bettered"]


async def test_who_sends_while_it_ends_is_kept_or_gets_their_words_back(world: World) -> None:
    amina, ben = await world.begins(), world.person("Ben Carter")
    card = await asked(world, amina)
    host, who, now = Who(amina.about.team_id, amina.user_id), Who(ben.about.team_id, ben.user_id), world.bot.clock()
    form = await world.bot.database.read(acts_on_answers.answer_form, 1, who)
    sent = world.bot.database.run(
        acts_on_answers.answer, Key.read(form.about), who, AnswerEntry("The bread"), now, named=False
    )
    outcome, _ = await asyncio.gather(sent, world.bot.database.run(acts.end, 1, host, now), return_exceptions=True)
    await world.settle()
    posted = "The bread" in "".join(post.plain for post in digests(world))
    assert posted is not isinstance(outcome, ClosedError)

    await amina.types("/partnership consultation open")
    assert await amina.submits({"prompt.1": MISS, "until": "2026-05-29"}) is None
    await world.moves_to(now.replace(day=12))
    [card] = cards(world)
    await ben.presses(card, "consultation.answer")
    await world.bot.database.run(acts.end, 2, host, world.bot.clock())
    assert await ben.submits({"text": "Too late", "name": "nameless"}) is None
    assert "nothing was kept" in ben.private()[-1].plain
    assert "Too late" in ben.private()[-1].plain


async def test_a_host_takes_an_answer_out_of_the_digest_and_the_log_says_so(world: World) -> None:
    amina, ben, ruth = await world.begins(), world.person("Ben Carter"), world.person("Ruth Lacey")
    await asked(world, amina)
    await answers(world, ben, "Mrs Pugh’s hip", name="nameless")
    await answers(world, ruth, "The bread")
    await world.moves_to(OVER)
    [post] = digests(world)
    await ruth.presses(post, "consultation.answers")
    assert [label for label, _, _ in ruth.private()[-1].buttons] == ["Edit", "Undo"]  # of her own alone
    hip = next(row for row in await rows(world, ConsultationAnswer) if "hip" in row.text)

    await amina.presses(post, "consultation.answers")
    await amina.presses(amina.private()[-1], "consultation.undo_answer", str(hip.id))
    await amina.presses(post, "consultation.answers")
    await world.settle()
    assert "hip" not in digests(world)[0].plain
    assert "1 answer" in digests(world)[0].plain
    assert "consultation.answer_undone" in [entry.deed for entry in await rows(world, AuditEntry)]


async def test_who_left_answers_no_more(world: World) -> None:
    amina, ben = await world.begins(), world.person("Ben Carter")
    card = await asked(world, amina)
    await answers(world, ben, "The bread")
    await ben.presses(card, "consultation.answer")
    await ben.leaves()
    assert await ben.submits({"text": "The keys", "name": "nameless"}) is None
    assert [row.text for row in await rows(world, ConsultationAnswer)] == ["The bread"]
    await world.moves_to(OVER)
    assert "The bread" in digests(world)[0].plain


async def test_who_is_heard_is_named_from_three_on_by_what_they_chose_to_add(world: World) -> None:
    amina = await world.begins()
    await asked(world, amina)
    people = [world.person(name) for name in ("Ben Carter", "Ruth Lacey", "Marek Nowak")]
    for place, person in enumerate(people):
        await person.types("/partnership join Exe Bay Council")
        if place == 2:
            await amina.types("/partnership consultation")
            assert "Heard so far" not in amina.private()[-1].plain
        await answers(world, person, "The bread", also=["organisation"], group="Volunteers")
    await answers(world, amina, "The keys", group="parents")
    await amina.types("/partnership consultation")
    assert "Heard so far: Exe Bay Council and Volunteers." in amina.private()[-1].plain

    await amina.types("/partnership rename Exe Bay Council to Estuary Council")
    await amina.presses(amina.private()[-1], "tidy.do")
    await world.moves_to(OVER)
    post = digests(world)[0].plain
    assert "Heard: Estuary Council and Volunteers." in post
    assert "parents" not in post


def test_one_person_is_no_group_however_often_they_answer() -> None:
    def voice(prompt: int, member: int | None = None, *, passed_on: bool = False) -> Voice:
        return Voice(prompt, member, passed_on, "volunteers", "The Hall")

    assert listed([voice(prompt, 1) for prompt in (1, 2, 3)]) == ()
    assert listed([voice(prompt) for prompt in (1, 2, 3)]) == ()  # nameless, to each question
    assert listed([voice(1, member) for member in (1, 2)]) == ()
    assert listed([voice(1, 1), voice(1), voice(1, 2, passed_on=True)]) == ("volunteers",)
    assert listed([voice(1, member) for member in (1, 2, 3)]) == ("The Hall", "volunteers")


async def test_forgotten_with_their_words_nothing_is_left_of_an_answer(world: World) -> None:
    amina, ben = await world.begins(), world.person("Ben Carter")
    await asked(world, amina)
    await answers(world, ben, "The bread on Fridays")
    await answers(world, world.person("Ruth Lacey"), "The keys")
    await world.moves_to(OVER)
    await ben.types("/partnership forget-me")
    assert await ben.submits({"chosen": ["answers"]}) is None
    await world.settle()
    assert "The bread" not in digests(world)[0].plain
    assert ben.user_id not in digests(world)[0].plain
    counted = select(func.count()).select_from(ConsultationAnswer).where(ConsultationAnswer.undone.is_(False))
    assert await world.bot.database.read(lambda session: session.scalar(counted)) == 1
    assert len(await rows(world, Partner)) == 1
