"""You said, we did: what hosts do about the results, and what became of it."""

import asyncio
from datetime import timedelta

from bot.partnership.members import Who
from bot.pulse import acts_on_results
from bot.pulse.acts_on_results import NewResponse
from bot.slack.forms import beside
from tests import polling
from tests.polling import (
    MONTH,
    OPENING,
    RESULTS,
    after_the_results,
    newest_pulse,
    openings,
)
from tests.world import World


async def test_hosts_say_what_they_do_and_the_next_pulse_opens_with_what_became_of_it(world: World) -> None:
    people, post = await after_the_results(world)
    amina, marek = people[0], world.person("Marek Nowak")
    await people[4].presses(post, "pulse.respond")
    assert "Only a host" in people[4].private()[-1].plain
    await amina.presses(post, "pulse.respond")
    assert await amina.submits({"action": "x", "because": "y"}) == {
        "action": "Fill in one of the two: one thing we do, or why there is none this time."
    }
    assert "owner" in (await amina.submits({"because": "", "owner": None}) or {})
    assert "due" in (await amina.submits({"owner": amina.user_id}) or {})
    assert "due" in (await amina.submits({"due": f"{OPENING:%Y-%m-%d}"}) or {})
    due = RESULTS + timedelta(days=13)
    response = {"action": "We publish decisions a week ahead", "owner": None, "due": f"{due:%Y-%m-%d}"}
    assert await amina.submits(response | {beside("owner"): marek}) is None  # found by name
    await world.settle()

    shown = polling.results(world)[0]
    assert "You said, we did: We publish decisions a week ahead" in shown.plain
    assert f"<@{marek.user_id}>, by {due.day} {due:%B}" in shown.plain
    assert len([message for message in world.room if message.thread_ts == post.ts]) == 1

    await amina.presses(amina.private()[-1], "pulse.became")
    assert await amina.submits({"outcome": "Done since the 20th"}) is None
    await world.moves_to(OPENING + MONTH)
    assert f"After the pulse of {OPENING:%B}: We publish decisions a week ahead" in openings(world)[-1].plain
    assert "Done since the 20th" in openings(world)[-1].plain


async def test_until_then_it_is_a_line_in_two_digests_of_the_hosts_and_the_room_hears_nothing(world: World) -> None:
    people, post = await after_the_results(world)
    before = len(world.room)

    def reminders() -> int:
        return sum("haven’t heard yet what you’ll do" in message.plain for message in people[0].dms())

    await world.moves_to(RESULTS + timedelta(days=6))
    assert reminders() == 0
    await world.moves_to(RESULTS + timedelta(weeks=1, minutes=1))  # the day after a bank holiday, so of a digest too
    assert reminders() == 1
    for weeks in (2, 3):
        await world.moves_to(RESULTS + timedelta(weeks=weeks, hours=-22))
        assert reminders() == 2
    assert not any("haven’t heard" in message.plain for message in world.room[before:])
    await people[0].presses(world.room[0], "mine.open")
    assert people[0].form is not None
    assert "What will the hosts do about the last pulse?" in people[0].form.plain
    await people[0].closes()

    reminder = next(message for message in people[0].dms() if "haven’t heard yet" in message.plain)
    await people[0].presses(reminder, "pulse.respond")
    assert await people[0].submits({"because": "we want one more month to see"}) is None
    await world.moves_to(RESULTS + timedelta(weeks=5, hours=-22))

    assert "no action this time, because we want one more month" in polling.results(world)[0].plain
    assert reminders() == 0
    assert sum("People have heard what you’ll do" in message.plain for message in people[0].dms()) == 2
    assert [label for label, _, _ in polling.results(world)[0].buttons] == [
        "Change what we do",
        "How to read this",
        "Fewer of these",
    ]
    assert post


async def test_what_became_of_it_is_asked_once_and_can_be_told_from_the_results(world: World) -> None:
    due = RESULTS + timedelta(days=3)
    people, post = await after_the_results(world)
    amina = people[0]
    await amina.presses(post, "pulse.respond")
    assert await amina.submits({"action": "We try shorter meetings", "due": f"{due:%Y-%m-%d}"}) is None
    for days in (1, 2, 3):
        await world.moves_to(due + timedelta(days=days, hours=3))
    asked_for = [message for message in amina.dms() if "That day has come" in message.plain]
    assert len(asked_for) == 1

    shown = polling.results(world)[0]
    await people[4].presses(shown, "pulse.became")
    assert "Only a host" in people[4].private()[-1].plain
    await amina.presses(shown, "pulse.became")
    assert await amina.submits({"outcome": "Half an hour now"}) is None
    await amina.presses(polling.results(world)[0], "pulse.respond")
    assert await amina.submits({"action": "We try shorter meetings, all of them"}) is None  # though its day has gone by
    await world.settle()
    assert "all of them" in polling.results(world)[0].plain
    assert "Half an hour now" in polling.results(world)[0].plain

    await amina.presses(polling.results(world)[0], "pulse.respond")
    assert await amina.submits({"action": "", "because": "it was no good"}) is None
    await world.settle()
    assert "Half an hour now" not in polling.results(world)[0].plain


async def test_two_hosts_answering_at_once_are_both_heard(world: World) -> None:
    people, _ = await after_the_results(world)
    pulse = await newest_pulse(world)
    who = Who(people[0].about.team_id, people[0].user_id)

    responses = await asyncio.gather(
        *(
            world.bot.database.run(acts_on_results.respond, pulse.id, who, NewResponse(None, None, None, why), RESULTS)
            for why in ("one", "two", "three", "four")
        )
    )
    await world.settle()

    assert {response.because for response in responses} == {"one", "two", "three", "four"}
    assert len([message for message in world.room if "You said, we did" in message.plain and message.thread_ts]) == 1
