"""Seeds that found something once, at the size and length at which they did."""

import pytest

from tests.simulation.run import simulate


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seed", "days", "organisations"),
    [],
)
def test_what_was_found_does_not_come_again(seed: int, days: int, organisations: int | None) -> None:
    assert simulate(seed, days / 365, organisations).days == days
