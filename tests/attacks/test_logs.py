"""Somebody who reads every log: of our own loggers everything, of the others what the program lets through."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from unittest.mock import patch

import pytest

from bot.pulse import ballots
from bot.pulse.questionnaire import STATEMENTS
from sandbox.api.faults import Fault, Kind
from tests import polling
from tests.attacks.lives import Answers, ticks, told
from tests.conftest import MANIFEST
from tests.polling import CLOSE, FIRST_ITEMS, RESULTS, THIRD_DAY
from tests.world import World

pytestmark = [pytest.mark.database, pytest.mark.slow]

OURS = ("bot", "handlers", "jobs")
SOME, OTHERS = (2, 3, 4, 5, 6, 7), (21, 22, 23, 24, 25, 26)


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@contextmanager
def _listening() -> Iterator[list[str]]:
    """As the program sets its loggers, but for our own, of which nothing is left out."""
    levels = dict.fromkeys(OURS, logging.DEBUG)
    levels |= {"": logging.INFO} | dict.fromkeys(("apscheduler", "alembic", "slack_sdk", "aiohttp"), logging.WARNING)
    before = {name: logging.getLogger(name).level for name in levels}
    handler = _Kept()
    logging.getLogger().addHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    try:
        yield handler.lines
    finally:
        logging.getLogger().removeHandler(handler)
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


def _plain(lines: list[str]) -> list[str]:
    """Without ids drawn at random, and in no order: to several channels it is sent at once."""
    return sorted(told(line) for line in lines)


async def _lives(url: str, answering: Mapping[int, Answers]) -> list[str]:
    with _listening() as lines:
        async with World(MANIFEST, url) as world:
            people, post = await polling.opened(world)
            token = str(next(value for _, action, value in post.buttons if action == "pulse.take"))
            for place, answers in answering.items():
                person = people[place]
                await polling.answers(person, post, answers)
                await person.presses(post, "pulse.take")  # who has answered is told so, and nobody else
            failing = people[max(answering) + 1]
            await polling.reviews(failing, post)
            with patch.object(ballots, "cast", side_effect=OSError("the disk is full")):
                await failing.submits()
            world.sandbox.faults.add(
                Fault(Kind.ERROR, "chat.postMessage", channel=people[40].user_id, error="restricted_action")
            )
            await world.moves_to(THIRD_DAY)
            out = await ticks(world, CLOSE)
            await world.moves_to(RESULTS)
            users = [*world.slack.people]
    assert not [user for user in users if user in "\n".join(lines)]
    lines += out
    assert not [line for line in lines if any(f"{key}:" in line for key in STATEMENTS)]
    assert token not in "\n".join(lines)
    return _plain(lines)


async def test_the_logs_say_the_same_whoever_answered(new_database: Callable[[], str]) -> None:
    some = {place: dict.fromkeys(FIRST_ITEMS, 4) for place in SOME}
    others = {place: dict.fromkeys(FIRST_ITEMS, 3 + number % 3) for number, place in enumerate(OTHERS)}
    lines = await _lives(new_database(), some)
    other = await _lives(new_database(), others)
    print(f"\n{len(lines)} lines of log and of a tick, the same in both worlds")
    assert any("an act failed" in line and "OSError" in line for line in lines)
    assert any("a reminder was not taken" in line for line in lines)
    assert lines == other
