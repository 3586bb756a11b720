"""Databases that a test may break."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sandbox.app import transport
from tests import databases

IN_TIME = transport.SECONDS


@pytest.fixture(autouse=True)
def _as_patient_as_slack(monkeypatch: pytest.MonkeyPatch, _patience: None) -> None:
    """Where Pencil is in processes of its own, Slack waits for it as long as it does in life."""
    monkeypatch.setattr(transport, "SECONDS", IN_TIME)


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
