"""Pencil in a sandbox that serves its page."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conftest import MANIFEST
from tests.world import World


@pytest.fixture
async def page_world(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[World]:
    """A partnership just begun, and a page to look at it."""
    shutil.copy(sqlite_template, tmp_path / "pencil.db")
    async with World(MANIFEST, f"sqlite:///{tmp_path / 'pencil.db'}", page=True) as world:
        await world.begins()
        yield world
    assert world.slack.complaints == []
