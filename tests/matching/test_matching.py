"""How well skills are matched to blockers nobody tuned the rule on."""

from functools import partial

import pytest

from bot.lib.language import matching
from tests.matching import TUNED, UNSEEN, labelled
from tests.matching.measure import asked, measure, suggested, yesterday


def test_the_examples_are_many_and_labelled_with_skills_that_are_there() -> None:
    skills, examples = labelled()

    assert len(set(skills)) == len(skills) >= 60
    assert len({example.text for example in examples}) == len(examples) >= 60
    assert all(example.fits <= set(skills) for example in examples)
    for half in (TUNED, UNSEEN):
        assert sum(example.half == half for example in examples) >= 30
        assert any(example.half == half and not example.fits for example in examples)


def test_asks_are_fair_and_suggestions_help_on_blockers_the_rule_was_not_tuned_on() -> None:
    skills, examples = labelled()
    unseen = [example for example in examples if example.half == UNSEEN]

    unbidden = measure(unseen, partial(asked, skills))
    shown, before = measure(unseen, partial(suggested, skills)), measure(unseen, partial(yesterday, skills))

    assert unbidden.precision >= 0.9
    assert unbidden.helped >= 0.2
    assert unbidden.silent >= 0.9
    assert shown.helped >= 0.9
    assert shown.precision > before.precision


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
    assert matching.fits(matching.fit(matching.read(skill), matching.read(stuck))) is fits


STUCK = "Nobody can give our patients a lift to the clinic"


def _answers(*skills: str, owners: tuple[int, ...] = ()) -> list[tuple[str, bool]]:
    answers = matching.answers(matching.read(STUCK), [matching.read(skill) for skill in skills], owners)
    return [(skills[answer.place], answer.sure) for answer in answers]


def test_what_leads_clearly_is_sure_whoever_offers_it_and_nothing_else_is() -> None:
    assert _answers("watercolour", "driving a minibus") == [("driving a minibus", True)]
    assert _answers("driving a minibus", "minibus driving", "driving a minibus") == [
        ("driving a minibus", True),
        ("minibus driving", True),
        ("driving a minibus", True),
    ]


def test_where_several_skills_fit_alike_none_is_sure_unless_they_are_one_persons() -> None:
    skills = "driving a minibus", "community transport"
    assert {sure for _, sure in _answers(*skills)} == {False}
    assert [sure for _, sure in _answers(*skills, owners=(1, 1))] == [True, False]


def test_nothing_is_suggested_where_nothing_is_offered_or_near() -> None:
    assert _answers() == _answers("watercolour") == []
