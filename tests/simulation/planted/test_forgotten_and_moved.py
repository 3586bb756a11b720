"""Somebody forgotten who is still there; an import that is not what was exported."""

from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Win
from bot.slack.messages import message
from bot.slack.rich_text import say
from bot.transfer import importer
from sandbox.actors.person import Person
from tests.simulation.planted.plant import found_in, wins
from tests.simulation.run import Simulation

pytestmark = pytest.mark.slow


async def _three_are_forgotten(run: Simulation) -> None:
    with run.mishaps.fair():
        for user_id in run.ours.here:
            await Person(run.door, user_id).types("@Pencil win We opened the hub", run.ours.channel.name)
    for _ in range(3):
        await run.forgets()


def test_somebody_forgotten_who_is_still_in_a_row_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.privacy.forget_me._rewrite", lambda *_: None)

    async def work(run: Simulation) -> None:
        await run.goes_on(1)
        await _three_are_forgotten(run)

    found_in(work, "asked to be forgotten, and is in")


def test_somebody_forgotten_whom_the_channel_still_names_is_found() -> None:
    """By a message of which Pencil has no record."""
    found_in(partial(_named_in_a_message, direct=False), "asked to be forgotten, and is named in")


def test_somebody_forgotten_whom_a_post_to_somebody_else_still_names_is_found() -> None:
    found_in(partial(_named_in_a_message, direct=True), "asked to be forgotten, and is named in")


async def _named_in_a_message(run: Simulation, *, direct: bool) -> None:
    await run.goes_on(1)
    named = " ".join(f"<@{user_id}>" for user_id in run.ours.here)
    words = message(say(named))
    where = run.slack.direct(run.ours.host) if direct else run.ours.channel
    post = {"event_type": "pencil", "event_payload": {"id": "a post"}} if direct else None
    run.slack.add(where.id, run.slack.bot_user, words.text, [*words.blocks], metadata=post)
    await _three_are_forgotten(run)


def test_an_import_that_leaves_something_out_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = importer.import_folder

    def careless(on: Any, folder: Any) -> Any:
        imported = honest(on, folder)
        with Session(on) as session, session.begin():
            win = session.scalars(select(Win)).first()
            if win is not None:
                win.text = "something else"
        return imported

    monkeypatch.setattr("tests.simulation.invariants.moved.import_folder", careless)

    async def work(run: Simulation) -> None:
        await run.goes_on(3)
        await wins(run)
        run.invariants.moved()

    found_in(work, "differs after an export and an import")
