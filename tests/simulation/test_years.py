"""Five years of luck in every full check; `make simulate` plays a hundred."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.simulation.run import simulate

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("seed", range(1, 6))
def test_a_year_goes_by_and_all_holds(seed: int) -> None:
    run = simulate(seed, years=1, organisations=4 + seed)
    assert run.days == 365
    assert len(run.ledger.acknowledged) > 50
    assert run.mishaps.counted.total() > 50


def test_a_seed_gives_the_same_bytes_in_another_process() -> None:
    """Whatever order that process has its sets in."""
    program = "from tests.simulation.run import simulate; print(simulate(7, years=0.1, organisations=6).digest())"
    digests = {
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": order}, check=True,
            capture_output=True,
        ).stdout
        for order in ("1", "2")
    }  # fmt: skip
    assert len(digests) == 1


def test_a_seed_gives_the_same_bytes_after_other_runs() -> None:
    """Whatever its process has built and kept by then."""
    first, _, again = (simulate(seed, years=0.1, organisations=6).digest() for seed in (7, 8, 7))
    assert again == first
