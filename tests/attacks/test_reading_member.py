"""A member who reads everything: messages and threads, edits, metadata, values and ids of blocks, forms, times.

They read the same whoever answered. Of somebody's answer the results tell no more than they tell of everybody's.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import pairwise
from statistics import median

import pytest

from bot.pulse import disclosure_control
from sandbox.slack.people import cast
from tests import polling
from tests.attacks.copies import kind
from tests.attacks.lives import Answers, Watcher, electorate, live, sends
from tests.conftest import MANIFEST
from tests.polling import FIRST_ITEMS, THIRD_DAY
from tests.world import World

pytestmark = [pytest.mark.database, pytest.mark.slow]

READER = "U0013EST"
SOME = ("U0003HUB", "U0005HUB", "U0008HUB", "U0014EST", "U0029HUB")
OTHERS = ("U0004HUB", "U0012HUB", "U0023HUB", "U0030HUB", "U0024HUB")


async def _reads(watcher: Watcher, when: str) -> None:
    """Also the form, up to the page that shows what would be counted."""
    await watcher.asks(when)
    post = polling.openings(watcher.world)[0]
    if any(action == "pulse.take" for _, action, _ in post.buttons):
        await polling.reviews(watcher.person, post)
        watcher.looks(when)
        await watcher.person.closes(everything=True)
    else:
        await watcher.presses(when)


def _each(people: Sequence[str], *answers: int) -> Mapping[str, Answers]:
    return {person: dict.fromkeys(FIRST_ITEMS, answer) for person, answer in zip(people, answers, strict=True)}


async def test_everything_a_member_reads_is_the_same_whoever_answered(new_database: Callable[[], str]) -> None:
    worlds = [(_each(SOME, 4, 4, 4, 4, 4), _each(["U0025HUB"], 4)), (_each(OTHERS, 5, 3, 4, 4, 3), _each(SOME[:1], 5))]
    read: list[list[str]] = []
    for answering, late in worlds:
        async with World(MANIFEST, new_database()) as world:
            watcher = await live(world, READER, answering, _reads, late=late)
            read.append(watcher.told)
    assert len(read[0]) > 30
    assert any("private_metadata" in line for line in read[0])
    assert any("about 4.0, near" in line for line in read[0])
    for line, line_there in zip(*read, strict=True):
        assert line == line_there


async def test_when_two_members_are_reminded_tells_nothing_of_whoever_is_between_them(
    new_database: Callable[[], str],
) -> None:
    """Reminders go one after another; each that is left out would make the next come sooner."""
    url, chance = new_database(), random.Random(3)
    async with World(MANIFEST, url, people=electorate(161)) as world:
        people, _ = await polling.opened(world, 161)
        between = people[1::2]
        answered = [chance.random() < 0.5 for _ in between]
        for person, has_answered in zip(between, answered, strict=True):
            if has_answered:
                await sends(world, person, [4] * 5)
        await world.moves_to(THIRD_DAY)
        came = [float(person.dms()[-1].ts) for person in people[::2]]
    apart = [abs(after - before) for before, after in pairwise(came)]
    usual = median(apart)
    right = sum((gap <= usual) == has for gap, has in zip(apart, answered, strict=True)) / len(apart)
    print(
        f"\n{kind(url)}: two members on whether the one between them has answered: {right:.0%} right, "
        f"by guessing 50% ({len(apart)} people)"
    )
    assert abs(right - 0.5) < 0.25


def test_the_results_tell_little_of_one_persons_answer() -> None:
    """The attacker knows that somebody answered, their sector, and thousands of such pulses; all of them alike but for
    how well things go."""
    chance = random.Random(4)
    people = [(person.organisation, person.sector) for person in cast()]
    numbers = {name: place for place, name in enumerate(dict.fromkeys(name for name, _ in people))}
    groups = disclosure_control.groups([(numbers[name], sector) for name, sector in people])
    sectors = [sector for _, sector in people]
    assert groups

    def pulse() -> tuple[Hashable, Hashable, int]:
        """All that is released of an item, the mean among it, and the answer of the first person there."""
        well = chance.uniform(1.5, 4.5)
        answering = [0, *chance.sample(range(1, len(people)), 29)]
        answers = {place: min(5, max(1, round(chance.gauss(well, 1)))) for place in answering}
        tallies = {
            group.name: {
                "kept": [
                    sum(answers.get(place) == point and sectors[place] in group.sectors for place in range(47))
                    for point in range(1, 6)
                ]
            }
            for group in groups
        }
        release = disclosure_control.release(tallies, len(answers), len(people), groups)
        whole = release.whole["kept"]
        assert whole is not None
        own = next(group.name for group in groups if sectors[0] in group.sectors)
        parts = release.groups.get("kept", {})
        everything = (whole.mean, whole.edge, whole.spread, parts.get(own) and (parts[own].mean, parts[own].spread))
        return everything, whole.mean, answers[0]

    known: defaultdict[Hashable, Counter[int]] = defaultdict(Counter)
    by_mean: defaultdict[Hashable, Counter[int]] = defaultdict(Counter)
    for _ in range(6_000):
        everything, mean, answer = pulse()
        known[everything][answer] += 1
        by_mean[mean][answer] += 1
    trials, with_all, with_mean = 2_000, 0, 0
    for _ in range(trials):
        everything, mean, answer = pulse()
        likely = by_mean[mean].most_common(1)
        with_mean += likely[0][0] == answer
        with_all += (known[everything].most_common(1) or likely)[0][0] == answer
    print(
        f"\nan answer guessed from everything released: {with_all / trials:.0%} right, "
        f"from the mean of all {with_mean / trials:.0%} ({trials} pulses of 30 answers)"
    )
    assert with_all - with_mean < 0.1 * trials
