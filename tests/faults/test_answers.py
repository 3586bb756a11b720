"""Whatever Slack answers, or does not: with history nothing is lost and nothing comes twice; without, nothing twice."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.database import engine
from bot.models import Post
from sandbox.faults import Fault, Kind
from sandbox.world import Message
from tests.faults.count import counted
from tests.faults.load import Load
from tests.faults.mishaps import POSTING, Mishaps
from tests.faults.town import HISTORY, Town

IN_DOUBT = ("dropped after", "500", "internal_error, yet posted", "no answer", "no answer, yet posted")
REFUSALS = ("not_in_channel", "channel_not_found", "is_archived")


async def _through(answers: Sequence[str], town: Town, mishaps: Mishaps, load: Load) -> None:
    stop = asyncio.Event()
    acting = asyncio.create_task(load.goes_on(stop, 1.5))
    for answer in answers:
        await mishaps.this(answer)
    stop.set()
    await acting
    await town.settles()


async def test_with_little_history_nothing_is_lost_and_nothing_comes_twice(on_postgresql: str, tmp_path: Path) -> None:
    async with Town(on_postgresql, tmp_path, lease=1) as town, town.running():
        await town.begins()
        for channel in town.channels:
            town.chats(channel, 20)
        town.slack.history_seconds = 1.5
        load = Load(town, kinds=("celebrates", "celebrates", "blocker", "helps", "cheers"))

        await _through(IN_DOUBT, town, Mishaps(town, channels_only=True), load)

        assert (count := counted(town, [load])).good, count
        assert any(call.outcome == "ratelimited" for call in town.slack.calls if call.method in HISTORY)


async def test_without_history_nothing_comes_twice_and_hosts_can_post_again(on_postgresql: str, tmp_path: Path) -> None:
    async with Town(on_postgresql, tmp_path, lease=1) as town, town.running():
        town.sandbox.scopes -= {"channels:history", "groups:history", "im:history", "mpim:history"}
        await town.begins()
        await town.settles()
        load = Load(town, kinds=("celebrates", "blocker"))

        await _through(IN_DOUBT, town, Mishaps(town, channels_only=True), load)

        count = counted(town, [load])
        assert not count.twice, count
        unknown = _unknown(town)
        missing = {post_id for post_id, token in unknown.items() if not _stands(town, token)}
        assert 0 < len(missing) < len(unknown)
        assert len(count.lost) <= len(missing)
        await town.until(lambda: set(unknown) == set(_offered(town)), 30)
        for post_id, (channel, note) in _offered(town).items():
            if post_id in missing:
                await town.host(channel).presses(note, "post.again", str(post_id))
        await town.settles()
        count = counted(town, [load])
        assert (count.lost, count.twice, count.too_fast) == ([], [], []), count


async def test_what_slack_refuses_waits_for_a_host_and_what_comes_later_for_slack(
    on_postgresql: str, tmp_path: Path
) -> None:
    async with Town(on_postgresql, tmp_path, channels=len(REFUSALS)) as town, town.running():
        await town.begins()
        await town.settles()
        load = Load(town, kinds=("celebrates",))
        for channel, error in zip(town.channels, REFUSALS, strict=True):
            town.sandbox.faults.add(Fault(Kind.ERROR, POSTING, channel=channel, error=error))
        await load.some(1)
        await town.until(lambda: len(_offered(town)) == len(REFUSALS), 30)
        assert len(counted(town, [load]).lost) == len(REFUSALS)

        for post_id, (channel, note) in _offered(town).items():
            await town.host(channel).presses(note, "post.again", str(post_id))
        await town.settles()

        assert (count := counted(town, [load])).good, count
        town.sandbox.faults.add(Fault(Kind.ERROR, POSTING, times=-1, error="token_revoked"))
        await load.some(2)
        await asyncio.sleep(1)
        assert len(counted(town, [load]).lost) == 2 * len(REFUSALS)
        town.sandbox.faults.clear()
        await town.settles()

        assert (count := counted(town, [load])).good, count


def _unknown(town: Town) -> dict[int, str]:
    """The tokens of posts that may have come or not, by id."""
    on = engine(town.database_url)
    with Session(on) as session:
        rows = session.execute(select(Post.id, Post.token).where(Post.fate == "unknown")).all()
    on.dispose()
    return {row.id: row.token for row in rows}


def _stands(town: Town, token: str) -> bool:
    return any(token in str(one.metadata) for name in town.channels for one in town.slack.messages(name))


def _offered(town: Town) -> dict[int, tuple[str, Message]]:
    """What hosts may have posted again, by the post's id: in which channel, and the note that says so."""
    return {
        int(value or 0): (channel, note)
        for channel in town.channels
        for note in town.host(channel).dms()
        for _, action, value in note.buttons
        if action == "post.again"
    }
