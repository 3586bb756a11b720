"""Student's t against the tables everybody has, and against scipy."""

import pytest
from scipy.special import stdtr, stdtrit

from bot.pulse.student import quantile, within

TABLE = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 10: 2.228, 30: 2.042, 100: 1.984, 1000: 1.962}


@pytest.mark.parametrize(("degrees", "t"), TABLE.items())
def test_the_band_of_95_in_100_is_the_one_in_the_tables(degrees: int, t: float) -> None:
    assert quantile(0.95, degrees) == pytest.approx(t, abs=0.0005)


@pytest.mark.parametrize("degrees", [*range(1, 60), 99, 100, 999, 1000])
def test_it_is_what_scipy_says(degrees: int) -> None:
    assert quantile(0.95, degrees) == pytest.approx(float(stdtrit(degrees, 0.975)), rel=1e-11)
    for likely in (0.01, 0.5, 0.9, 0.999):
        assert quantile(likely, degrees) == pytest.approx(float(stdtrit(degrees, (1 + likely) / 2)), rel=1e-9)
    for t in (0.1, 1.0, 3.0, 50.0):
        assert within(t, degrees) == pytest.approx(float(2 * stdtr(degrees, t) - 1), rel=1e-12)


def test_the_two_agree() -> None:
    for degrees in range(1, 40):
        assert within(quantile(0.8, degrees), degrees) == pytest.approx(0.8, rel=1e-12)
