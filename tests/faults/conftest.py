"""Databases that a test may break."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import databases


@pytest.fixture(scope="session")
def _own_server() -> Iterator[str]:
    with databases.server() as url:
        yield url


@pytest.fixture
def breakable(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Makes an empty database of this kind; on PostgreSQL no other test needs its server meanwhile."""

    def made(kind: str) -> str:
        if kind == "sqlite":
            return databases.in_file(tmp_path)
        return databases.on_server(request.getfixturevalue("_own_server"))

    return made
