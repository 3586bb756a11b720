"""Workers killed with -9 at every step, and by Slack in the middle of a send: nothing is lost, nothing comes twice."""

from pathlib import Path

import pytest

from tests.faults.kills import TAKEN
from tests.faults.parts import killed

pytestmark = [pytest.mark.slow, pytest.mark.waits]

# What the long run does many times over at every step.
STEPS = ("before compose commits", "after claim commits", "after send", TAKEN, "after look", "before record commits")


async def test_workers_die_at_every_step(database_url: str, tmp_path: Path) -> None:
    run = await killed(database_url, tmp_path, kills=1, seed=1, steps=STEPS, channels=4)

    assert run.wrong == []
    assert run.count.good, run.count
    assert run.count.owed > 0
