"""Rows on both databases."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from bot.db.engine import engine
from tests.outbox.rows import WALL, Rows


@pytest.fixture
def rows(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rows]:
    monkeypatch.setattr("bot.lib.clock.wall", lambda: WALL)
    on = engine(database_url)
    with Session(on) as session, session.begin():
        yield Rows(session)
    on.dispose()
