"""What `pytest --quick` runs: nothing slow, no browser, and a story that is not about databases on one of them."""

import zlib

import pytest

DATABASES = ("sqlite", "postgresql")


def is_quick(item: pytest.Item) -> bool:
    """Whether the test is for every run, on the database it is to run on."""
    if is_slow(item):
        return False
    database = either(item)
    return database is None or database == chosen(item.name.replace(database, ""))


def is_slow(item: pytest.Item) -> bool:
    """Whether it is for `make check` only."""
    return any(item.get_closest_marker(name) for name in ("slow", "browser"))


def chosen(name: str) -> str:
    """The database a test of this name runs on: the same in each run, and as many on the one as on the other."""
    return DATABASES[zlib.crc32(name.encode()) % len(DATABASES)]


def either(item: pytest.Item) -> str | None:
    """The one of the databases it is about to run on, where either would do."""
    if item.get_closest_marker("database") or not isinstance(item, pytest.Function) or not hasattr(item, "callspec"):
        return None
    on = item.callspec.params.get("new_database")
    return on if isinstance(on, str) else None
