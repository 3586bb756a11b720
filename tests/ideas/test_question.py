"""Ideas come up in check-ins, and in the quarterly question, which takes turns with that about the vision."""

from datetime import timedelta

import pytest

from sandbox.slack.state import Message
from tests.checkins.test_checkin import FIRST, _checkins
from tests.ideas.sharing import WHAT_IF, decides, shared
from tests.vision.test_drift import QUARTER, _asked
from tests.vision.visions import pencilled, sets
from tests.world import World

AGAIN = timedelta(weeks=13)
HOUR = timedelta(hours=1)  # by which clocks have gone back by then


def _ahead(world: World) -> list[Message]:
    return [message for message in world.room if "What should we look at next?" in message.plain]


async def test_every_other_quarter_it_is_asked_what_to_look_at_next(world: World) -> None:
    amina = await pencilled(world)
    await amina.types("/partnership timetable skills off")
    await shared(world, amina)
    await world.moves_to(QUARTER)
    assert (len(_asked(world)), len(_ahead(world))) == (1, 0)

    await world.moves_to(QUARTER + AGAIN)

    assert len(_asked(world)) == 1
    [post] = _ahead(world)
    assert WHAT_IF in post.plain
    assert [label for label, _, _ in post.buttons] == ["Share an idea", "See the ideas", "Fewer of these"]
    priya = world.person("Dr Priya Raman")
    await priya.presses(post, "idea.list")
    assert WHAT_IF in priya.private()[-1].plain
    await priya.presses(post, "idea.share")
    assert priya.form is not None
    await world.moves_to(QUARTER + AGAIN * 2 + HOUR)
    assert (len(_asked(world)), len(_ahead(world))) == (2, 1)


async def test_where_there_is_no_vision_it_is_always_asked_for_one(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership timetable skills off")
    for place in range(2):
        await world.moves_to(QUARTER + AGAIN * place)

    assert (len(_asked(world)), len(_ahead(world))) == (2, 0)


@pytest.mark.parametrize("stage", ["vision", "sustaining"])
async def test_what_is_open_comes_up_in_a_check_in_on_what_comes_next_and_goes_once_decided(
    world: World, stage: str
) -> None:
    amina = await world.begins()
    for what in (WHAT_IF, "A breakfast at the gate", "One number to ring"):
        await shared(world, amina, what)
    await sets(world, next_stage=stage)

    await world.moves_to(FIRST)

    [post] = _checkins(world)
    assert "Ideas still open:" in post.plain
    assert "One number to ring" in post.plain
    assert "and 1 more" in post.plain
    await decides(world, amina, "idea.not_now")
    assert await amina.submits({"reason": "We have two already"}) is None
    await amina.presses(post, "checkin.moving")
    await world.settle()
    assert "One number to ring" not in _checkins(world)[0].plain
    assert "A breakfast at the gate" in _checkins(world)[0].plain


async def test_a_check_in_on_wins_does_not_show_them(world: World) -> None:
    amina = await world.begins()
    await shared(world, amina)
    await sets(world, next_stage="wins")

    await world.moves_to(FIRST)

    assert "Ideas still open" not in _checkins(world)[0].plain
