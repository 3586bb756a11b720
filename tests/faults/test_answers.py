"""Whatever Slack answers, or does not: with history nothing is lost and nothing comes twice; without, nothing twice."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from sandbox.api.faults import Fault, Kind
from tests.faults import hosts
from tests.faults.count import counted
from tests.faults.load import Load
from tests.faults.mishaps import POSTING, Mishaps
from tests.faults.town import HISTORY, Town

pytestmark = [pytest.mark.slow, pytest.mark.waits]

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
        town.hides_history()
        await town.begins()
        await town.settles()
        load = Load(town, kinds=("celebrates", "blocker"))

        await _through(IN_DOUBT, town, Mishaps(town, channels_only=True), load)

        count = counted(town, [load])
        assert not count.twice, count
        unknown, missing = hosts.unknown(town), hosts.missing(town)
        assert 0 < len(missing) < len(unknown)
        assert len(count.lost) <= len(missing)
        await town.until(lambda: set(unknown) == set(hosts.offered(town)), 30)
        await hosts.settle(town, missing)
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
        await town.until(lambda: len(hosts.offered(town)) == len(REFUSALS), 30)
        assert len(counted(town, [load]).lost) == len(REFUSALS)

        await hosts.settle(town, set(hosts.offered(town)))
        await town.settles()

        assert (count := counted(town, [load])).good, count
        town.sandbox.faults.add(Fault(Kind.ERROR, POSTING, times=-1, error="token_revoked"))
        await load.some(2)
        await asyncio.sleep(1)
        assert len(counted(town, [load]).lost) == 2 * len(REFUSALS)
        town.sandbox.faults.clear()
        await town.settles()

        assert (count := counted(town, [load])).good, count
