"""What `pytest --quick` runs: nothing slow, no browser, and a story that is not about databases on one of them."""

import zlib
from collections import defaultdict
from pathlib import Path

import pytest

DATABASES = ("sqlite", "postgresql")
_ON_POSTGRESQL = frozenset({"on_postgresql", "new_on_postgresql"})  # fixtures


def is_quick(item: pytest.Item) -> bool:
    """Whether the test is for every run, on the database it is to run on."""
    if is_slow(item):
        return False
    database = either(item)
    return database is None or database == chosen(item.name.replace(database, ""))


def is_on_sqlite(item: pytest.Item) -> bool:
    """Whether the test is for every run and needs no PostgreSQL."""
    fixtures = getattr(item, "fixturenames", ())
    callspec = getattr(item, "callspec", None)
    on = callspec.params.get("new_database") if callspec else None
    return not is_slow(item) and on != "postgresql" and _ON_POSTGRESQL.isdisjoint(fixtures)


def is_slow(item: pytest.Item) -> bool:
    """Whether it is for `make check` only."""
    return any(item.get_closest_marker(name) for name in ("slow", "browser"))


def waits(item: pytest.Item) -> bool:
    """Whether it leaves the processor to others most of the time."""
    return item.get_closest_marker("waits") is not None


def in_order(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """Each worker is given a part of them to begin with, and finds its share of the slow at the beginning of it.

    So none is begun when everything else is over, and no worker is the only one that has any. Those of a folder are one
    worker's: what the first of them builds serves the rest. What waits more than it works is the last worker's alone,
    where there are several: all the while the others have the processors.
    """
    slow, others = ([item for item in items if is_slow(item) is whether] for whether in (True, False))
    folders: dict[Path, list[pytest.Item]] = defaultdict(list)
    for item in slow:
        if not waits(item):
            folders[item.path.parent].append(item)
    shares: list[list[pytest.Item]] = [[] for _ in range(workers)]
    for together in sorted(folders.values(), key=len, reverse=True):
        min(shares[: workers - 1] or shares, key=len).extend(together)
    shares[-1] = [item for item in slow if waits(item)] + shares[-1]
    ordered: list[pytest.Item] = []
    for worker, first in enumerate(shares):
        share = (len(items) - len(ordered)) // (workers - worker)  # as xdist gives them out
        number = max(0, share - len(first))
        ordered += [*first, *others[:number]]
        del others[:number]
    return ordered + others


def chosen(name: str) -> str:
    """The database a test of this name runs on: the same in each run, and as many on the one as on the other."""
    return DATABASES[zlib.crc32(name.encode()) % len(DATABASES)]


def either(item: pytest.Item) -> str | None:
    """The one of the databases it is about to run on, where either would do."""
    if item.get_closest_marker("database") or not isinstance(item, pytest.Function) or not hasattr(item, "callspec"):
        return None
    on = item.callspec.params.get("new_database")
    return on if isinstance(on, str) else None
