"""Words before others than those they are for, and faults of Pencil's own."""

import logging
from typing import Any

import pytest

from bot.slack.rich_text import say
from handlers import dispatch
from sandbox.actors.person import Person
from tests.simulation.planted.plant import found, wins
from tests.simulation.run import Simulation
from tests.simulation.town import NEIGHBOUR

pytestmark = pytest.mark.slow


async def _posts(run: Simulation, channel_id: str, words: str, text: str) -> None:
    assert run.door.bot is not None
    with run.mishaps.fair():
        await run.door.bot.slack.post(channel_id, text, [say(words)], "0" * 24)


def test_words_shown_to_others_are_found() -> None:
    async def plant(run: Simulation) -> None:
        words = run.ledger.words(run.ours, run.ours.host, "Ours alone")
        await _posts(run, NEIGHBOUR, words, words)

    found(plant, "was shown to .* by")


def test_words_answered_to_others_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    async def plant(run: Simulation) -> None:
        words = run.ledger.words(run.ours, run.ours.host, "Ours alone")

        async def tells(*_: Any) -> Any:
            return {"text": words}

        monkeypatch.setattr(dispatch, "command", tells)
        with run.mishaps.fair():
            await Person(run.door, run.neighbours.host).types("/win We opened the hub", run.neighbours.channel.name)

    found(plant, "was shown to .* in answer to")


def test_a_handler_that_breaks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    async def breaks(*_: Any) -> Any:
        raise LookupError("planted")

    async def plant(run: Simulation) -> None:
        monkeypatch.setattr(dispatch, "command", breaks)
        await wins(run)

    found(plant, "nothing came of")


def test_a_call_of_which_slack_complains_is_found() -> None:
    async def plant(run: Simulation) -> None:
        await _posts(run, run.ours.channel.id, "Only to be seen", "")

    found(plant, "has no text for those who cannot see")


def test_words_in_the_log_are_found() -> None:
    def plant(run: Simulation) -> None:
        logging.getLogger("bot").info(run.ledger.words(run.ours, run.ours.host, "Somebody's words"))

    found(plant, "somebody's words are in the log")


def test_a_fault_in_the_log_is_found() -> None:
    found(lambda _: logging.getLogger("bot").error("something broke"), "logged as an error")
