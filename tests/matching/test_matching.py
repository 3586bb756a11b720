"""How well skills are matched to blockers nobody tuned the rule on."""

from functools import partial

import pytest

from bot.lib.language import matching
from tests.matching import TUNED, UNSEEN, labelled
from tests.matching.measure import measure, today, yesterday


def test_the_examples_are_many_and_labelled_with_skills_that_are_there() -> None:
    skills, examples = labelled()

    assert len(set(skills)) == len(skills) >= 60
    assert len({example.text for example in examples}) == len(examples) >= 60
    assert all(example.fits <= set(skills) for example in examples)
    for half in (TUNED, UNSEEN):
        assert sum(example.half == half for example in examples) >= 30
        assert any(example.half == half and not example.fits for example in examples)


def test_most_asks_are_fair_on_blockers_the_rule_was_not_tuned_on() -> None:
    skills, examples = labelled()
    unseen = [example for example in examples if example.half == UNSEEN]

    now, before = measure(unseen, partial(today, skills)), measure(unseen, partial(yesterday, skills))

    assert now.precision >= 0.72
    assert now.helped >= 0.8
    assert now.silent >= 0.6
    assert now.precision > before.precision
    assert now.helped > before.helped


@pytest.mark.parametrize(
    ("skill", "stuck", "fits"),
    [
        ("Arabic", "We need an interpreter on Monday", True),
        ("Polish", "We need an Arabic interpreter on Monday", False),
        ("driving a minibus", "Nobody can give them a lift", True),
        ("driving a minibus", "We have a minibus and no driver", True),
        ("IT support", "The wifi is down", True),
        ("IT support", "it is down, and it needs support", False),
        ("managing volunteers", "Our volunteers need a room", False),
        ("plumbing", "The radiators in the youth centre are stone cold", True),
        ("tree surgery", "A big ash is leaning over the playground", True),
        ("interior design", "The radiators in the youth centre are stone cold", False),
    ],
)
def test_what_fits(skill: str, stuck: str, *, fits: bool) -> None:
    score = matching.fit(matching.read(skill), matching.read(stuck))
    assert (score >= matching.enough(score)) is fits
