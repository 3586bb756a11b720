"""What is flat, what is not, and what cannot be told; nothing here runs for long."""

import random
from collections.abc import Callable

import pytest

from tests.soak import verdict
from tests.soak.staff import OTHER, STEADY, WEB
from tests.soak.watch import Sample, Vitals

_EVERY, _HOURS = 10, 2
_GROWS: dict[str, Callable[[float], float]] = {
    "memory": lambda at: 8 * at / 3600,
    "descriptors": lambda at: at // 1200,  # three an hour
    "threads": lambda at: at // 1200,
}


def _samples(
    name: str = "", figure: str = "", *, pending: Callable[[float], float] = lambda at: at % 7, restarts: float = 600
) -> list[Sample]:
    """Two hours in which one figure of one process grows; the other worker is started again every so many seconds."""
    chance = random.Random(1)
    samples = []
    for at in range(0, _HOURS * 3600, _EVERY):
        processes = [
            Vitals(
                process,
                int(at // restarts) if process == OTHER else number,
                180 - 20 / (1 + at / 300) + chance.uniform(-1, 1) + grown["memory"],
                30 + chance.choice((0, 0, 0, 4)) + int(grown["descriptors"]),
                10 + chance.choice((0, 0, 1)) + int(grown["threads"]),
                1,
            )
            for number, process in enumerate((WEB, STEADY, OTHER), 10_000)
            for grown in [
                {known: grows(at) if (process, known) == (name, figure) else 0 for known, grows in _GROWS.items()}
            ]
        ]
        samples.append(
            Sample(at, processes, 13 + chance.choice((0, 0, 2)), 0, 0, pending(at), {"posts": 3 + at / 3600})
        )
    return samples


def test_what_moves_and_does_not_grow_is_flat() -> None:
    """Nor is what a process takes in its first minutes, or an hour ago."""
    assert verdict.wrong(verdict.slopes(_samples())) == []


@pytest.mark.parametrize("name", [WEB, STEADY])
@pytest.mark.parametrize("figure", _GROWS)
def test_a_little_that_is_added_again_and_again_is_found(name: str, figure: str) -> None:
    [complaint] = verdict.wrong(verdict.slopes(_samples(name, figure)))
    assert complaint.startswith(f"{name}: {figure}")


def test_a_post_that_stays_pending_is_found() -> None:
    [complaint] = verdict.wrong(verdict.slopes(_samples(pending=lambda at: max(0, at - 5000))))
    assert complaint.startswith("database: oldest pending")


def test_who_is_started_again_and_again_is_not_judged() -> None:
    assert {slope.curve.name for slope in verdict.slopes(_samples())} == {WEB, STEADY, "database"}


def test_what_was_not_seen_for_long_is_no_success() -> None:
    assert len(verdict.wrong(verdict.slopes(_samples()[:9]))) == 8
    assert len(verdict.wrong([])) == 8
