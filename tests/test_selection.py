"""Each story is in every quick run, on one database; as many on the one as on the other."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.selection import DATABASES, chosen, either, in_order, is_on_sqlite, is_quick, is_slow, waits


@dataclass(frozen=True)
class _Test:
    markers: tuple[str, ...] = ()
    path: Path = Path("tests/wins/test_win.py")

    def get_closest_marker(self, name: str) -> str | None:
        return name if name in self.markers else None


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


def test_on_sqlite_alone_is_what_needs_no_postgresql(request: pytest.FixtureRequest) -> None:
    for item in request.session.items:
        if is_on_sqlite(item):
            assert not is_slow(item)
            assert either(item) != "postgresql"
            assert not _on_postgresql(item)
        else:
            assert is_slow(item) or "postgresql" in item.nodeid or _on_postgresql(item)


def _on_postgresql(item: pytest.Item) -> bool:
    return any("on_postgresql" in name for name in getattr(item, "fixturenames", ()))


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
def test_each_worker_begins_with_its_share_of_what_is_slow_and_the_last_with_what_waits(workers: int) -> None:
    waiting = [_Test(("slow", "waits")) for _ in range(5)]
    slow = [_Test(("slow",), Path(f"tests/{number % 7}/test_it.py")) for number in range(21)]
    items: list[Any] = [_Test(), *slow, *waiting, *(_Test() for _ in range(100))]
    begun = list(_given_out(in_order(items, workers), workers))
    assert sorted(id(item) for mine in begun for item in mine) == sorted(map(id, items))
    *working, last = begun if workers > 1 else [[], *begun]
    for mine in working:
        its_slow = [item for item in mine if is_slow(item)]
        assert mine[: len(its_slow)] == its_slow
        assert not any(map(waits, its_slow))
        assert workers == 1 or 3 * (7 // (workers - 1)) <= len(its_slow) <= 3 * (7 // (workers - 1) + 1)
        assert all(number in {0, 3} for number in Counter(item.path for item in its_slow).values())
    assert all(map(waits, last[: len(waiting)]))
    assert sum(map(waits, last)) == len(waiting)


def _given_out(items: list[Any], workers: int) -> Iterator[list[Any]]:
    """What each of the workers is given to begin with."""
    for remaining in range(workers, 0, -1):
        yield items[: len(items) // remaining]
        items = items[len(items) // remaining :]
