"""`python -m bot outbox` on posts that Slack refused, that are unknown, and that are owed."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import typed
from bot.lib.clock import wall
from bot.models import Post
from sandbox.api.faults import Fault, Kind
from tests.commands import Typed, in_a_process, pencil
from tests.conftest import ROOT
from tests.world import World

POSTING = "chat.postMessage"
HISTORY = {"channels:history", "groups:history", "im:history"}
HOST = "Amina Okafor"
FIRST, SECOND, TO_A_PERSON = "We opened the hub", "The hall is ours", "Nobody else reads this"


async def _outbox(world: World, *words: str, by: Typed = pencil) -> tuple[int, str]:
    """What the command ends with and says."""
    return await by(ROOT, "outbox", *words, DATABASE_URL=world.bot.database.url)


async def _celebrated(world: World, words: str) -> int:
    """A win that is owed to the room on its own, and the id of its post."""
    amina = world.person(HOST)
    await amina.types(f"/win {words}")
    await amina.presses(amina.private()[-1], "win.celebrate")
    return await world.bot.database.read(_last)


def _last(session: Session) -> int:
    return session.scalars(select(Post.id).where(Post.channel == "C0EXEBAYX").order_by(Post.id.desc()).limit(1)).one()


async def _refused(world: World, words: str) -> int:
    world.slack.channels["C0EXEBAYX"].archived = True
    post = await _celebrated(world, words)
    await world.settle()
    world.slack.channels["C0EXEBAYX"].archived = False
    return post


async def _unknown(world: World, words: str) -> int:
    world.sandbox.app.scopes -= HISTORY
    world.sandbox.faults.add(Fault(Kind.DROP_AFTER, POSTING))
    post = await _celebrated(world, words)
    await world.settle()
    return post


def _line(listing: str, post: int) -> list[str]:
    return next(line.split() for line in listing.splitlines() if line.split()[0] == str(post))


def _in_room(world: World, words: str) -> int:
    return sum(words in message.plain for message in world.room if message.by_app and not message.only_for)


async def test_it_lists_what_is_not_in_slack_and_never_what_it_says(world: World) -> None:
    await world.begins()
    assert await _outbox(world) == (0, "Everything is in Slack as it should be.\n")
    refused, unknown = await _refused(world, FIRST), await _unknown(world, SECOND)

    def to_a_person(session: Session) -> int:
        post = session.get_one(Post, refused)
        same = {"partnership_id": post.partnership_id, "written_at": post.written_at, "method": POSTING}
        who = "U0PRIVATE"
        private = Post(**same, kind="pulse", occasion=who, lane=who, channel=who, token="t", text=TO_A_PERSON)
        session.add(private)
        session.flush()
        return private.id

    owed = await world.bot.database.run(to_a_person)
    code, listing = await _outbox(world)

    assert code == 0
    assert "1 owed, 1 refused, 1 unknown." in listing
    assert _line(listing, refused)[-2:] == ["refused", "is_archived"]
    assert "C0EXEBAYX" in _line(listing, refused)
    assert "unknown" in _line(listing, unknown)
    assert "a person" in listing
    assert _line(listing, owed)[-1] == "owed"
    assert not [word for word in (FIRST, SECOND, TO_A_PERSON, "U0PRIVATE") if word in listing]


async def test_what_is_tried_again_is_in_the_room_once_and_what_is_let_go_never(world: World) -> None:
    await world.begins()
    again, gone = await _refused(world, FIRST), await _refused(world, SECOND)

    assert await _outbox(world, "retry", str(again)) == (0, f"To be tried again: {again}.\n")
    assert await _outbox(world, "drop", str(gone)) == (0, f"Let go: {gone}.\n")
    await world.settle()

    assert (_in_room(world, FIRST), _in_room(world, SECOND)) == (1, 0)
    assert await _outbox(world) == (0, "Everything is in Slack as it should be.\n")
    for settled in (again, gone, 4_000):
        left_alone = f"Not in the list of {typed('outbox')}, so left alone: {settled}.\n"
        assert await _outbox(world, "retry", str(settled)) == (1, left_alone)


@pytest.mark.slow
async def test_an_unknown_outcome_can_be_let_go(world: World) -> None:
    await world.begins()
    post = await _unknown(world, FIRST)

    assert (await _outbox(world, "drop", str(post), by=in_a_process))[0] == 0
    await world.settle()

    assert _in_room(world, FIRST) == 1
    assert (await _outbox(world))[1] == "Everything is in Slack as it should be.\n"


async def test_all_of_a_partnership_at_once_but_for_what_is_being_sent(world: World) -> None:
    await world.begins()
    first, second = await _refused(world, FIRST), await _refused(world, SECOND)
    held = {"method": POSTING, "fate": None, "lease_until": wall() + timedelta(minutes=5)}
    await world.bot.database.run(lambda session: session.execute(update(Post).where(Post.id == second).values(**held)))

    assert await _outbox(world, "drop", "--all-of", "C0EXEBAYX") == (
        1,
        f"Let go: {first}.\nBeing sent at this moment: {second}. Look again in a minute.\n",
    )
    code, output = await _outbox(world, "retry", "--all-of", "Nobody")
    assert code == 2
    assert "--all-of: there is none called 'Nobody'" in output
    assert (await _outbox(world, "retry"))[0] == 2
