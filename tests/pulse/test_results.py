"""Results: for all at once, with what is held back and why."""

from bot.pulse import disclosure_control, releases
from bot.pulse.releases import Band
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests import polling
from tests.polling import (
    CLOSE,
    MONTH,
    OPENING,
    RESULTS,
    after_the_results,
    answers,
    opened,
    openings,
)
from tests.world import World


async def test_results_are_a_post_and_a_picture_for_all_at_once(world: World) -> None:
    people, post = await after_the_results(world)

    assert "10 to 14 of the 47 people invited answered." in post.plain
    assert "Others did what they said they would: about 4.0, near “Often”." in post.plain
    assert "change" not in post.plain
    picture = next(block for block in post.blocks if block["type"] == "image")
    assert picture["alt_text"].count(f"{OPENING:%b} 2026 4.0 (") == 2
    assert world.slack.file_faults(post.blocks) == []
    assert [label for label, _, _ in post.buttons] == ["Say what we do", "How to read this", "Fewer of these"]
    how = await _how_to_read(people[0], post)
    assert "The answers were" not in how  # how far apart they were would tell all but one too much
    assert "is said only from 30 answers" in how
    assert "the first figure" in how


async def _how_to_read(person: Person, post: Message) -> str:
    await person.presses(post, "pulse.read")
    return person.private()[-1].plain


async def test_what_is_held_back_says_why_and_when_it_may_show(world: World) -> None:
    people, post = await opened(world)
    for person in people[:7]:
        await answers(person, post, {"door": 0})
    await world.moves_to(CLOSE)
    await world.moves_to(RESULTS)

    [post] = polling.results(world)
    told = await _how_to_read(people[0], post)

    assert "New people found something to do: no figure, too few answers." in post.plain
    assert "No figure: fewer than five people had a part in this. It comes again three pulses from now" in told
    assert "There are no figures by sector: in one sector too few answered" in told


async def test_sectors_are_told_where_all_of_them_can_be(world: World) -> None:
    people, post = await opened(world)
    for person in people:
        await answers(person, post, 3 if person.about.sector == "public" else 4)
    await world.moves_to(CLOSE)
    await world.moves_to(RESULTS)

    told = await _how_to_read(people[0], polling.results(world)[0])

    assert "By sector:" in told
    assert "voluntary 4.0; private and public 3.2" in told


async def test_a_month_later_no_clear_change_is_said_with_what_would_have_been_noticed(world: World) -> None:
    people, _ = await after_the_results(world)
    await world.moves_to(OPENING + MONTH)
    for number, person in enumerate(people[:12]):
        await answers(person, openings(world)[-1], 5 if number % 2 else 4)
    await world.moves_to(RESULTS + MONTH)
    assert len(polling.results(world)) == 2

    told = polling.results(world)[-1]

    assert f"No clear change since {OPENING:%B}." in told.plain
    assert "A change of less than about" in await _how_to_read(people[0], told)
    picture = next(block for block in told.blocks if block["type"] == "image")
    assert f"{OPENING:%b} 2026 4.0" in picture["alt_text"]
    assert f"; {OPENING + MONTH:%b} 4.5 or more (" in picture["alt_text"]


async def test_my_pencil_and_the_command_show_the_same_to_everybody(world: World) -> None:
    people, _ = await after_the_results(world)
    for person in (people[0], people[5], world.person("Marek Nowak")):
        await person.types("/partnership pulse")
        assert f"Pulse of {OPENING:%B}" in person.private()[-1].plain
        assert "about 4.0 of 5" in person.private()[-1].plain
    await people[5].presses(world.room[0], "mine.open")
    assert people[5].form is not None
    await people[5].presses(people[5].form, "mine.part", "1.ours")
    assert f"Pulse of {OPENING:%B}" in people[5].form.plain


def test_a_release_is_read_as_it_was_kept() -> None:
    made = disclosure_control.release({"all": {"kept": (0, 0, 0, 6, 6)}}, 12, 20)
    assert releases.from_json(releases.as_json(made)) == made
    assert made.answered == Band(10, 14)
