"""The database goes and comes back in mid-load: what was acknowledged is there, once; all go on by themselves."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.parts import failing

pytestmark = [pytest.mark.slow, pytest.mark.waits]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_nothing_is_lost_or_twice_when_the_database_fails(
    kind: str, breakable: Callable[[str], str], tmp_path: Path
) -> None:
    run = await failing(breakable(kind), tmp_path, kills=0, seed=1)

    assert run.wrong == []
    assert run.count.good, run.count
