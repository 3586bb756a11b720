"""Workers killed with -9 at every step, and by Slack in the middle of a send: nothing is lost, nothing comes twice."""

from datetime import timedelta
from pathlib import Path

from tests.faults.count import counted
from tests.faults.load import Load
from tests.faults.town import Town


async def test_nothing_goes_wrong_where_nothing_does(database_url: str, tmp_path: Path) -> None:
    async with Town(database_url, tmp_path) as town, town.running():
        await town.begins()
        load = Load(town)
        await load.some(5)
        await town.settles()
        town.moves_by(timedelta(days=7))
        await town.settles()
        count = counted(town, [load])
        assert count.good, count
        assert count.acts > 0
        assert count.posts > count.acts / 2
