"""What a member and a host see while Slack misbehaves, as the page makes it, and that all is there once afterwards."""

import asyncio
import html
import json
import re
import time
from types import SimpleNamespace

import aiohttp
import pytest

from sandbox.api.faults import EVENTS, Fault, Faults, Kind
from sandbox.page.mishaps import BY_NAME
from sandbox.slack.people import HOME
from sandbox.slack.state import Message
from tests.world import FRIDAY, World

AMINA, PRIYA = "U0001HUB", "U0013EST"
WIN = "We opened the hub"
POST = "chat.postMessage"


async def does(world: World, path: str, who: str = AMINA, place: str = HOME, **posted: str) -> str:
    """Posts as the page would, and gives the page it leads back to, as it is read."""
    data = {"as": who, "in": place, **posted}
    async with aiohttp.ClientSession() as session, session.post(world.sandbox.url + path, data=data) as answer:
        assert answer.status == 200
        return _read(await answer.text())


async def sees(world: World, who: str = AMINA, place: str = HOME) -> str:
    query = {"as": who, "in": place}
    async with aiohttp.ClientSession() as session, session.get(f"{world.sandbox.url}/", params=query) as answer:
        return _read(await answer.text())


def _read(page: str) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page)).split())


async def misbehaves(world: World, name: str, lasting: str = "back") -> str:
    """It is begun at the page, which says so."""
    page = await does(world, "/misbehave", mishap=name, lasting=lasting)
    assert BY_NAME[name].says.format(channel="exe-bay-together") in page
    return page


async def behaves(world: World) -> str:
    """One press, and the page says that it is over."""
    page = await does(world, "/behave")
    assert "Back to normal. " in page
    return page


async def presses(world: World, on: Message, action: str) -> str:
    block = next(block for block in on.blocks if action in json.dumps(block))
    place = "pencil" if on.channel_id.startswith("D") else HOME
    return await does(world, "/press", AMINA, place, at=on.ts, press=json.dumps([block["block_id"], action]))


async def shares(world: World) -> None:
    """Amina shares a win and is answered."""
    assert f"Recorded for Exe Bay Council : {WIN}" in await does(world, "/type", text=f"/win {WIN}")


async def celebrates(world: World) -> None:
    """Amina shares a win and has it celebrated at once."""
    await shares(world)
    await presses(world, world.person(AMINA).private()[-1], "win.celebrate")


def celebrated(world: World) -> list[Message]:
    """The posts in the channel that hold the win."""
    return [message for message in world.room if WIN in message.plain]


def met(world: World, outcome: str) -> int:
    """How many calls have come to this."""
    return len([call for call in world.slack.calls if call.outcome == outcome])


def posted(world: World) -> int:
    """How often Slack has been asked to post, whatever came of it."""
    return len([call for call in world.slack.calls if call.method == POST])


@pytest.mark.parametrize(
    ("name", "outcome"), [("limit", "rate_limited"), ("error", "server_error"), ("unreachable", "drop_before")]
)
async def test_a_win_is_answered_meanwhile_and_is_in_the_channel_once_it_is_over(
    page_world: World, monkeypatch: pytest.MonkeyPatch, name: str, outcome: str
) -> None:
    monkeypatch.setattr("sandbox.page.mishaps.WAIT_SECONDS", 0)
    world = page_world
    assert "It hasn’t happened yet." in await misbehaves(world, name)
    await celebrates(world)
    sending = asyncio.create_task(world.settle())
    await world.sandbox.until(lambda: met(world, outcome) > 2)  # as often as it is tried
    assert celebrated(world) == []
    assert re.search(r"It has happened \d+ times\.", await sees(world))

    assert "each message once" in await behaves(world)
    await asyncio.wait_for(sending, 30)

    assert len(celebrated(world)) == 1
    assert "Back to normal. " not in await does(world, "/type", text="Good morning")  # until something else is done


async def test_where_an_answer_is_lost_the_message_is_looked_for_and_stands_there_once(page_world: World) -> None:
    world = page_world
    await misbehaves(world, "lost")
    before = posted(world)
    await celebrates(world)
    await world.settle()
    assert (posted(world), len(celebrated(world))) == (before + 1, 1)

    await behaves(world)
    await world.settle()

    assert (posted(world), len(celebrated(world))) == (before + 1, 1)


async def test_where_pencil_may_not_look_a_host_is_asked_and_nothing_is_posted_twice(page_world: World) -> None:
    world = page_world
    await misbehaves(world, "unread")
    await celebrates(world)
    await world.settle()
    await world.tells_of_trouble()
    assert len(celebrated(world)) == 1
    assert "may or may not have arrived" in await sees(world, place="pencil")

    await behaves(world)
    assert "won’t bring it up again" in await presses(world, world.person(AMINA).dms()[-1], "post.leave")
    await world.settle()

    assert len(celebrated(world)) == 1


async def test_a_channel_without_pencil_is_told_to_a_host_who_puts_it_right(page_world: World) -> None:
    world = page_world
    await misbehaves(world, "uninvited")
    await celebrates(world)
    await world.settle()
    await world.tells_of_trouble()
    told = world.person(AMINA).dms()[-1]
    assert "I am not in that channel. Type /invite @Pencil there" in told.plain
    await does(world, "/type", PRIYA, text="@Pencil win Ten people came")
    assert world.person(PRIYA).private() == []  # it hears nothing of a channel it is not in

    assert "Back to normal. Pencil is in the channel again." in await does(world, "/type", text="/invite @Pencil")
    await presses(world, told, "post.again")
    await world.settle()
    await does(world, "/type", PRIYA, text="@Pencil win Ten people came")

    assert len(celebrated(world)) == 1
    assert "Recorded" in world.person(PRIYA).private()[-1].plain


async def test_in_an_archived_channel_nobody_writes_and_a_host_hears_what_was_refused(page_world: World) -> None:
    world = page_world
    await celebrates(world)
    page = await misbehaves(world, "archived")
    assert "This channel is archived." in page
    assert "people; archived" in page
    assert "This channel is archived." in await does(world, "/type", text="/win Too late")
    await world.settle()
    await world.tells_of_trouble()
    told = world.person(AMINA).dms()[-1]
    assert "The channel is archived. Once it is open again, press Post again." in told.plain

    assert "archived." not in await behaves(world)
    await presses(world, told, "post.again")
    await world.settle()

    assert len(celebrated(world)) == 1


async def test_where_slack_is_slow_no_form_opens_and_she_is_told_how_to_do_without(page_world: World) -> None:
    world = page_world
    await misbehaves(world, "slow")
    assert "or type your words after /win" in await does(world, "/type", text="/win")
    await celebrates(world)
    sending = asyncio.create_task(world.settle())
    await world.sandbox.until(lambda: any(call.method == POST for call in world.slack.calls[-3:]))

    await behaves(world)  # and what hangs comes back now
    await asyncio.wait_for(sending, 30)

    assert len(celebrated(world)) == 1


async def test_what_reaches_pencil_late_failed_for_slack_and_is_there_once(
    page_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.app.transport.SECONDS", 0.05)
    world = page_world
    await misbehaves(world, "late")
    assert "/win failed with the error “operation_timeout”" in await does(world, "/type", text=f"/win {WIN}")
    await does(world, "/type", PRIYA, text="@Pencil win Ten people came")  # which Slack brings twice, by then
    assert "It has happened 2 times." in await sees(world)

    monkeypatch.setattr("sandbox.app.transport.SECONDS", 20.0)
    await behaves(world)
    await world.sandbox.until(lambda: not world.sandbox.app.under_way)

    page = await does(world, "/type", text="/win list")
    assert page.count(f"{WIN} @Amina Okafor") == 1
    assert page.count("Ten people came @Dr Priya Raman") == 1


async def test_while_pencil_is_away_slack_says_so_and_brings_again_what_was_said_to_it(page_world: World) -> None:
    world = page_world
    await shares(world)
    await misbehaves(world, "away")
    assert "/win failed with the error “dispatch_failed”" in await does(world, "/type", text="/win Nobody hears this")
    await does(world, "/type", PRIYA, text="@Pencil win Ten people came")
    assert "Nothing was posted then." in await does(world, "/clock", move="celebration")
    assert (world.person(PRIYA).private(), world.celebrations) == ([], [])

    await behaves(world)
    await world.sandbox.until(lambda: world.person(PRIYA).private())
    await world.moves_to(max(FRIDAY, world.sandbox.clock.now()))

    [celebration] = world.celebrations
    assert WIN in celebration.plain
    assert "Nobody hears this" not in celebration.plain
    assert "Recorded" in world.person(PRIYA).private()[-1].plain


async def test_so_many_times_and_it_is_over_by_itself(page_world: World) -> None:
    world = page_world
    assert "It will happen once." in await misbehaves(world, "error", "once")
    assert "It has happened 0 of 3 times." in await misbehaves(world, "error", "thrice")  # in place of the other
    await celebrates(world)
    await world.settle()
    assert met(world, "server_error") == 3
    page = await sees(world)
    assert "Back to normal. What waited is in the channel" in page
    assert len(celebrated(world)) == 1
    assert not world.sandbox.faults.any_left


async def test_whoever_looks_later_is_told_how_long_the_next_try_may_take(
    page_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = page_world
    await misbehaves(world, "unreachable")
    assert "Nothing went wrong meanwhile." in await behaves(world)
    for lasted, within in ((3, "10 seconds"), (41, "50 seconds"), (130, "3 minutes"), (7_200, "5 minutes")):
        await misbehaves(world, "unreachable")
        await does(world, "/type", text="/win")  # whose form does not open
        now = time.monotonic()
        with monkeypatch.context() as later:
            later.setattr("sandbox.page.misbehaviour.time", SimpleNamespace(monotonic=lambda at=now + lasted: at))
            assert f"within {within}, each message once" in await behaves(world)


async def test_what_is_not_offered_and_what_is_over_change_nothing(page_world: World) -> None:
    world = page_world
    assert "Choose first what is to go wrong." in await does(world, "/misbehave", mishap="earthquake")
    assert "Back to normal" not in await does(world, "/behave")
    assert not world.sandbox.faults.any_left


def test_what_slack_brings_goes_wrong_by_its_name_alone() -> None:
    faults = Faults()
    faults.add(Fault(Kind.SERVER_ERROR, times=-1))
    assert faults.take(EVENTS, None) is None
    assert faults.take("response_url", None) is not None
