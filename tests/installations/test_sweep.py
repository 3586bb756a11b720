"""A little of what `python -m tests.installations.sweep` does at length."""

import pytest

from bot.partnership import members, partnerships
from tests.installations.sweep import swept


async def test_two_workspaces_with_one_pencil_see_nothing_of_each_other(database_url: str) -> None:
    came = await swept(database_url, 200)

    assert came.requests == 200
    assert came.answered > 40
    assert (came.words, came.names, came.changes, came.faults, came.wrong_calls) == ([], [], [], [], [])


async def test_somebody_let_in_who_should_not_be_would_be_noticed(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "let_in", lambda *_: None)
    monkeypatch.setattr(partnerships, "belongs", lambda *_: True)

    came = await swept(database_url, 200)

    assert came.words
    assert came.changes
