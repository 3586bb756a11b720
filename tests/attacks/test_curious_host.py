"""A host who uses every command, looks at every screen, presses every button and rehearses the clock.

They see the same whoever answered, and whatever; so whether somebody has answered they can only guess.
"""

import random
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from sandbox.slack.blocks import walk
from tests import polling
from tests.attacks.lives import Answers, Watcher, live, ticks, told
from tests.conftest import MANIFEST
from tests.polling import CLOSE, DAY_BEFORE, FIRST_ITEMS, THIRD_DAY
from tests.world import World

pytestmark = [pytest.mark.database, pytest.mark.slow]

HOST = "U0001HUB"
COMMANDS = [
    "/partnership",
    *(f"/partnership {word}" for word in ("pulse", "timetable", "preview", "partners", "stage", "pulse floor 3")),
    "/win",
    "/blocker",
    "/skill",
]
BUSY = ("answered", "results")  # when they press every button, too


async def _snoops(watcher: Watcher, when: str) -> None:
    await watcher.asks(when, *COMMANDS)
    if when in BUSY:
        await watcher.presses(when)
    if when == "answered":
        watcher.seen.append((when, await ticks(watcher.world, CLOSE, "--dry-run")))


def _same(answer: int) -> Answers:
    return dict.fromkeys(FIRST_ITEMS, answer)


async def test_everything_a_host_sees_is_the_same_whoever_answered(new_database: Callable[[], str]) -> None:
    some = {f"U0{place:03d}HUB": _same(4) for place in (3, 5, 8, 9, 10)}
    others = {f"U0{place:03d}HUB": {**_same(4), "kept": 3 + place % 3} for place in (11, 12, 22, 24, 26)}
    assert set(some).isdisjoint(others)
    seen: list[Watcher] = []
    for answering, late in ((some, {"U0028HUB": _same(4)}), (others, {"U0030HUB": _same(4)})):
        async with World(MANIFEST, new_database()) as world:
            seen.append(await live(world, HOST, answering, _snoops, late=late))
    watcher, other = seen
    assert len(watcher.seen) > 100
    assert any(f"Pulse of {polling.OPENING:%B}" in line for line in watcher.told)
    for line, line_there in zip(watcher.told, other.told, strict=True):
        assert line == line_there


async def test_whether_somebody_has_answered_a_host_can_only_guess(new_database: Callable[[], str]) -> None:
    url, chance = new_database(), random.Random(2)
    answered: set[str] = set()
    async with World(MANIFEST, url) as world:
        people, post = await polling.opened(world)
        for person in people[1:]:
            if chance.random() < 0.5:
                await polling.answers(person, post, chance.randrange(6))
                answered.add(person.user_id)
        watcher = Watcher(world, people[0])
        for when in ("answered", "third day", "day before"):
            if when != "answered":
                await world.moves_to(THIRD_DAY if when == "third day" else DAY_BEFORE)
            await watcher.asks(when, *COMMANDS)
        await watcher.presses("answered")
        watcher.calls()

    about = {person.user_id: _mentions(watcher, person.user_id) for person in people[1:]}
    right = _guessed(about, answered, chance)
    print(f"\na host on who has answered: {right:.0%} right, by guessing 50% ({len(about)} people)")
    assert abs(right - 0.5) < 0.2


def _mentions(watcher: Watcher, user_id: str) -> str:
    """All that was seen of somebody: where they are named, and how."""
    mentions = [
        [when, part]
        for when, what in watcher.seen
        for part in walk(what)
        if any(value == user_id for value in part.values() if isinstance(value, str))
    ]
    return told(mentions).replace(user_id, "them")


def _guessed(about: Mapping[str, str], answered: set[str], chance: random.Random) -> float:
    """How often it is right to say of half of the people what is true of those others of whom the same was seen."""
    people: list[Any] = list(about)
    chance.shuffle(people)
    right = 0
    for known, asked in ((people[::2], people[1::2]), (people[1::2], people[::2])):
        for person in asked:
            like = [other in answered for other in known if about[other] == about[person]] or [True, False]
            share = sum(like) / len(like)
            guess = share > 0.5 if share != 0.5 else chance.random() < 0.5
            right += guess == (person in answered)
    return right / len(people)
