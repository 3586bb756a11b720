"""Each story is in every quick run, on one database; as many on the one as on the other."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

import pytest

from tests.selection import DATABASES, chosen, either, in_order, is_quick, is_slow


@dataclass(frozen=True)
class _Test:
    slow: bool

    def get_closest_marker(self, name: str) -> bool:
        return self.slow and name == "slow"


def test_of_the_two_runs_of_a_story_one_is_quick(request: pytest.FixtureRequest) -> None:
    runs: dict[str, list[bool]] = defaultdict(list)
    for item in request.session.items:
        if (database := either(item)) and not is_slow(item):
            runs[item.nodeid.replace(database, "")].append(is_quick(item))
    for story, quick in runs.items():
        assert sum(quick) == 1 or len(quick) < len(DATABASES), story


def test_both_databases_are_in_each_quick_run() -> None:
    runs = Counter(chosen(f"test_a_story_of_{number}") for number in range(1_000))
    assert all(runs[database] > 400 for database in DATABASES)


def test_what_is_about_the_database_is_in_it_on_both(request: pytest.FixtureRequest) -> None:
    about = [item for item in request.session.items if item.get_closest_marker("database")]
    assert all(is_quick(item) or is_slow(item) for item in about)


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
def test_each_worker_begins_with_its_share_of_what_is_slow(workers: int) -> None:
    items: list[Any] = [_Test(slow=number % 5 == 0) for number in range(101)]
    ordered: list[Any] = in_order(items, workers)
    assert sorted(map(id, ordered)) == sorted(map(id, items))
    left = ordered
    for remaining in range(workers, 0, -1):
        mine, left = left[: len(left) // remaining], left[len(left) // remaining :]
        slow = [test.slow for test in mine]
        assert slow == sorted(slow, reverse=True)
        assert sum(slow) in {21 // workers, 21 // workers + 1}
