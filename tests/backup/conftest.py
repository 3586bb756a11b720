"""Databases to back up, and places to put them back in."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import databases
from tests.attacks.copies import on_sqlite
from tests.transfer.folders import fill


@pytest.fixture
def programs(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the server come first on the path."""
    if not on_sqlite(database_url):
        monkeypatch.setenv("PATH", f"{databases.programs(database_url)}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def url(database_url: str, programs: None) -> str:
    """A database with a little of everything in it."""
    fill(database_url, ["some words"])
    return database_url


@pytest.fixture
def nowhere(database_url: str, tmp_path: Path) -> Callable[[], str]:
    """Makes addresses of databases in which there is nothing yet."""
    numbers = iter(range(100))

    def made() -> str:
        if on_sqlite(database_url):
            return f"sqlite:///{tmp_path / f'restored{next(numbers)}.db'}"
        return databases.with_nothing(database_url)

    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a backup goes; a folder of its own."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder / "pencil's [first].backup"
