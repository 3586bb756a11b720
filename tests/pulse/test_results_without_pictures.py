"""The results come, whatever becomes of their picture."""

import pytest

from jobs.pictures import TRIES
from sandbox.api.faults import Fault, Kind
from sandbox.slack.people import HOME
from tests import polling
from tests.polling import (
    OPENING,
    RESULTS,
    after_the_close,
    after_the_results,
)
from tests.world import World


async def test_a_picture_slack_is_slow_to_know_comes(world: World) -> None:
    world.slack.slow_files = 2
    _, post = await after_the_results(world)
    assert any(block["type"] == "image" for block in post.blocks)


REFUSED = ("invalid_blocks", "slack_connect_file_link_sharing_blocked", "some_word_of_next_year")


def _posted(world: World, method: str = "chat.postMessage") -> list[bool]:
    """What came of each try to post the results, or to change them: whether it had a picture."""
    calls = [
        call
        for call in world.slack.calls
        if call.method == method and f"Pulse of {OPENING:%B}" in str(call.args["blocks"])
    ]
    return ["slack_file" in str(call.args["blocks"]) for call in calls]


@pytest.mark.parametrize("word", REFUSED)
async def test_a_picture_that_slack_refuses_in_any_words_is_left_out_once(world: World, word: str) -> None:
    world.slack.channels[HOME].no_files = word

    _, post = await after_the_results(world)

    assert all(block["type"] != "image" for block in post.blocks)
    assert "about 4.0, near “Often”" in post.plain
    assert _posted(world) == [True, False]
    await world.tells_of_trouble()
    assert not [message for message in world.person("Amina Okafor").dms() if "refused by Slack" in message.plain]


async def test_a_picture_that_is_forbidden_later_does_not_stop_the_results_from_changing(world: World) -> None:
    people, post = await after_the_results(world)
    assert any(block["type"] == "image" for block in post.blocks)
    world.slack.channels[HOME].no_files = "slack_connect_file_link_sharing_blocked"
    await people[0].presses(post, "pulse.respond")
    assert await people[0].submits({"because": "we wait a month"}) is None
    await world.settle()
    assert "because we wait a month" in polling.results(world)[0].plain
    assert _posted(world, "chat.update") == [True, False]


async def test_what_is_refused_for_another_reason_keeps_its_picture(world: World) -> None:
    await after_the_close(world)
    world.sandbox.faults.add(Fault(Kind.ERROR, "chat.postMessage", channel=HOME, error="not_in_channel"))
    await world.moves_to(RESULTS)
    assert polling.results(world) == []
    await world.tells_of_trouble()
    amina = world.person("Amina Okafor")
    await amina.presses(amina.dms()[-1], "post.again")
    await world.settle()
    assert any(block["type"] == "image" for block in polling.results(world)[0].blocks)


async def test_what_slack_cannot_say_why_for_long_is_tried_without_its_picture(world: World) -> None:
    await after_the_close(world)
    world.sandbox.faults.add(Fault(Kind.ERROR, "chat.postMessage", channel=HOME, times=TRIES, error="internal_error"))
    await world.moves_to(RESULTS)
    [post] = polling.results(world)
    assert all(block["type"] != "image" for block in post.blocks)


async def test_whatever_fails_while_a_picture_is_drawn_the_results_come(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise ZeroDivisionError

    await after_the_close(world)
    monkeypatch.setattr("bot.drawing.process.drawn_by", broken)
    await world.moves_to(RESULTS)
    [post] = polling.results(world)
    assert all(block["type"] != "image" for block in post.blocks)


async def test_without_leave_for_files_the_results_come_in_words(world: World) -> None:
    world.sandbox.app.scopes.discard("files:write")

    people, post = await after_the_results(world)
    assert all(block["type"] != "image" for block in post.blocks)
    assert "about 4.0, near “Often”" in post.plain

    await people[0].presses(post, "pulse.respond")
    assert await people[0].submits({"because": "we wait a month"}) is None
    await world.settle()

    assert "because we wait a month" in polling.results(world)[0].plain
