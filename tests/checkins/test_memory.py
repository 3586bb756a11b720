"""Check-ins that remember: what was said last time, and what became of the step."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.checkins import stages, suggestions
from bot.checkins.evidence import Fact, Figure
from bot.checkins.stages import STAGES, Memory, Stage, UrgencyFacts, Word
from bot.checkins.views import checkin as view
from bot.ideas.entries import OpenIdeas
from bot.models import Aim, Checkin, Commitment, Win
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.checkins.test_checkin import FIRST, _checkins, _thread
from tests.guards import words
from tests.world import MONDAY, World

CLOSE = timedelta(days=2)
SECOND = FIRST + timedelta(days=14)


async def _begins(world: World, stage: str = "barriers") -> Person:
    amina = await world.begins()
    await amina.types(f"/partnership stage {stage}")
    await world.moves_to(FIRST)
    return amina


async def _say(world: World, **people: str) -> None:
    names = {"amina": "Amina Okafor", "marek": "Marek Nowak", "priya": "Dr Priya Raman", "noor": "Noor Iqbal"}
    for name, word in people.items():
        await world.person(names[name]).presses(_checkins(world)[-1], f"checkin.{word}")


async def _closes(world: World) -> Message:
    """Its summary."""
    [post] = _checkins(world)
    await world.moves_to(FIRST + CLOSE)
    return next(message for message in world.room if message.thread_ts == post.ts)


async def test_the_next_on_its_stage_says_what_was_said_and_what_became_of_the_step(world: World) -> None:
    amina = await _begins(world)
    marek, priya = world.person("Marek Nowak"), world.person("Dr Priya Raman")
    await _say(world, amina="stuck", marek="stuck", priya="moving")
    summary = await _closes(world)
    step = suggestions.step(Stage.BARRIERS, Word.STUCK, 0)
    assert f"A step for this week: {step}" in summary.plain
    await marek.presses(summary, "step.take")
    await priya.presses(summary, "step.take")
    await priya.types("@Pencil step happened")
    await amina.types("/partnership stage barriers")

    await world.moves_to(SECOND)

    post = _checkins(world)[-1].plain
    assert "Last time, in March: 1 moving and 2 stuck." in post
    assert "The suggested step:" in post
    assert step in post
    assert "2 took on a step; 1 did it." in post
    await amina.presses(_checkins(world)[-1], "checkin.steady")
    await world.settle()
    assert "Last time, in March" in _checkins(world)[-1].plain


async def test_nobody_took_it_on_and_a_check_in_of_before_has_no_step(world: World) -> None:
    amina = await _begins(world)
    await _closes(world)
    await amina.types("/partnership stage barriers")
    await world.moves_to(SECOND)
    assert "Last time, in March: nobody answered." in _checkins(world)[-1].plain
    assert "Nobody took it on." in _checkins(world)[-1].plain

    await world.moves_to(SECOND + CLOSE)
    await world.bot.database.run(lambda session: session.execute(update(Checkin).values(step=None)))
    await amina.types("/partnership stage barriers")
    await world.moves_to(SECOND + timedelta(days=14))

    assert "Last time, in April: nobody answered." in _checkins(world)[-1].plain
    assert "The suggested step" not in _checkins(world)[-1].plain


async def test_the_step_fits_the_answer_in_private_and_what_most_said_in_the_channel(world: World) -> None:
    await _begins(world)
    priya = world.person("Dr Priya Raman")
    await _say(world, amina="moving", marek="moving", priya="stuck")

    assert suggestions.step(Stage.BARRIERS, Word.STUCK, 0) in priya.private()[-1].plain
    assert [action for _, action, _ in priya.private()[-1].buttons] == ["step.take_own", "blocker.raise"]
    await priya.presses(priya.private()[-1], "step.take_own")
    assert "Nobody else is shown that it’s yours." in priya.private()[-1].plain
    assert "It’s yours" in priya.private()[-1].plain
    summary = await _closes(world)
    assert suggestions.step(Stage.BARRIERS, Word.MOVING, 0) in summary.plain
    assert priya.user_id not in summary.plain  # by their step others would know their answer
    await world.person("Noor Iqbal").presses(summary, "step.take")
    await world.settle()
    [shown] = _thread(world, _checkins(world)[0])
    assert f"Taken on by <@{world.person('Noor Iqbal').user_id}>." in shown


@pytest.mark.parametrize(
    ("said", "most"),
    [
        ({"moving": 2, "steady": 1}, Word.MOVING),
        ({"moving": 2, "stuck": 2}, Word.STUCK),
        ({"moving": 1, "steady": 1}, Word.STEADY),
        ({}, Word.STEADY),
    ],
)
def test_of_answers_given_as_often_the_one_that_needs_a_step_most_counts(said: dict[str, int], most: Word) -> None:
    assert stages.leaning(said) is most


async def test_hosts_hear_once_in_private_that_more_than_half_are_stuck(world: World) -> None:
    amina = await _begins(world)
    await _say(world, amina="stuck", marek="stuck", noor="moving")
    await _closes(world)
    assert not amina.dms()
    for weeks in (1, 2):
        await world.moves_to(FIRST + timedelta(weeks=weeks))

    [digest] = [message for message in amina.dms() if "Most people who answered" in message.plain]
    await amina.presses(digest, "checkin.advice")
    told = amina.dms()[-1].plain
    assert all(advice in told for advice in suggestions.FOR_HOSTS[Stage.BARRIERS])
    assert world.person("Marek Nowak").user_id not in told
    assert "Most people " not in str([message.plain for message in world.room])
    assert "Most people " not in str([message.plain for message in world.person("Marek Nowak").dms()])


async def test_two_answers_or_half_of_them_stuck_are_no_alarm(world: World) -> None:
    amina = await _begins(world)
    await _say(world, amina="stuck", marek="stuck")
    await _closes(world)
    await world.moves_to(SECOND)
    await _say(world, amina="stuck", marek="stuck", noor="moving", priya="steady")
    await world.moves_to(SECOND + CLOSE)
    await world.moves_to(SECOND + timedelta(weeks=1))

    assert not [message for message in amina.dms() if "Most people who answered" in message.plain]


async def test_facts_of_the_vision_are_wins_by_aim_and_proposals_alone_in_the_first_quarter(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership vision propose Nobody sits alone\nWarm rooms\nOne form")
    await world.settle()
    card = next(message for message in world.room if "Warm rooms" in message.plain)
    await amina.presses(card, "proposal.pencil")
    await amina.submits()
    await amina.types("/win We opened a room")
    await world.bot.database.run(_toward_the_first_aim)
    await amina.types("/partnership stage vision")

    await world.moves_to(FIRST)
    await world.moves_to(FIRST + timedelta(days=1))  # the celebration of a win comes first

    post = _checkins(world)[-1].plain
    assert "So far:" in post
    assert "Wins for aims 1 to 2: 1 and 0" in post
    assert "Changes to the vision proposed: 1" in post
    assert "before" not in post
    await amina.presses(_checkins(world)[-1], "checkin.steady")
    await world.settle()
    assert "Wins for aims 1 to 2: 1 and 0" in _checkins(world)[-1].plain


def _toward_the_first_aim(session: Session) -> None:
    aim_id = session.scalars(select(Aim.id).order_by(Aim.number)).first()
    session.execute(update(Win).values(aim_id=aim_id))


@pytest.mark.parametrize("stage", Stage)
def test_with_its_memory_and_its_step_it_has_at_most_seventy_words(stage: Stage) -> None:
    said = {"moving": 12, "steady": 3, "stuck": 2}
    urgent = UrgencyFacts(None, MONDAY, "Europe/London") if stage is Stage.URGENCY else None
    for rounds in range(6):
        for word in Word:
            step = suggestions.step(stage, word, rounds)
            for memory in (None, Memory(MONDAY, "Europe/London", said, step, 12, 3)):
                facts = tuple(
                    Figure(fact, 12, 34, None, (1, 2, 3, 4, 5, 6, 7) if fact is Fact.AIM_WINS else ())
                    for fact in ([] if urgent else STAGES[stage].facts[: 1 if memory else 3])
                )
                shown = stages.view_of(stage, rounds, facts, said, closed=False, urgency=urgent, memory=memory)
                message = view.post(shown, [], OpenIdeas(), "token")
                assert words.words("\n".join(map(words.text, message.blocks))) <= 70, message.text


async def test_what_was_taken_on_counts_no_more_once_it_is_dropped(world: World) -> None:
    await _begins(world)
    noor = world.person("Noor Iqbal")
    summary = await _closes(world)
    await noor.presses(summary, "step.take")
    await world.settle()
    assert "Taken on by" in _thread(world, _checkins(world)[0])[0]

    await noor.presses(noor.private()[-1], "commitment.dropped")
    await world.settle()

    assert "Taken on by" not in _thread(world, _checkins(world)[0])[0]
    await world.person("Amina Okafor").types("/partnership stage barriers")
    await world.moves_to(SECOND)
    assert "Nobody took it on." in _checkins(world)[-1].plain
    outcomes = await world.bot.database.read(lambda session: session.scalars(select(Commitment.outcome)).all())
    assert outcomes == ["dropped"]
