"""Finding who can do it: slips of typing, other words, whole sentences; measured on what nobody tuned for."""

import pytest

from bot.lib.language import matching, search
from tests.matching.searches import UNSEEN, asked_about, labelled, measure, shown, suggested, sure

OFFERED = ("interior design", "wifi and printers", "grant budgets", "procurement", "food bank volunteering", "Polish")


@pytest.mark.parametrize(
    ("asked", "skill"),
    [
        ("interior desing", "interior design"),
        ("interor design", "interior design"),
        ("nterior design", "interior design"),
        ("somebody for grant budgets", "grant budgets"),
        ("someone to fix the wifi", "wifi and printers"),
        ("purchasing", "procurement"),
        ("purchsaing", "procurement"),
        ("foodbank", "food bank volunteering"),
        ("Who could speak Polish with us on Monday?", "Polish"),
    ],
)
def test_what_people_type_first_is_found(asked: str, skill: str) -> None:
    hits = search.find(asked, OFFERED)
    assert OFFERED[hits[0].place] == skill


@pytest.mark.parametrize("asked", ["Arabic interpreter", "welding", "xyz", "?", ""])
def test_what_nobody_offers_is_never_sure(asked: str) -> None:
    assert not [hit for hit in search.find(asked, OFFERED) if hit.sure]


def test_nothing_is_found_where_nothing_is_offered() -> None:
    assert search.find("welding", []) == []


def test_the_best_come_first_and_the_sure_before_the_rest() -> None:
    hits = search.find("grant budgets", ("knitting", "budgets", "grant budgets", "grand pianos"))
    assert [hit.place for hit in hits][:1] == [2]
    assert [hit.sure for hit in hits] == sorted((hit.sure for hit in hits), reverse=True)
    assert 0 not in {hit.place for hit in hits}


def test_the_examples_are_many_and_labelled_with_skills_that_are_there() -> None:
    for kind, least in (("find", 200), ("blockers", 150)):
        examples = list(labelled(kind))
        assert len(examples) >= least
        assert all(example.fits <= set(example.skills) for example in examples)
        assert any(not example.fits for example in examples)


def test_five_of_six_are_found_among_what_the_rules_were_not_tuned_on() -> None:
    unseen = [example for example in labelled("find") if example.half == UNSEEN]
    assert measure(unseen, shown).found >= 0.85
    surely = measure(unseen, sure)
    assert surely.found >= 0.5
    assert surely.nonsense <= 0.1
    assert surely.silent >= 0.7


def test_three_of_four_blockers_are_shown_somebody_who_can_help_and_few_asks_are_nonsense() -> None:
    unseen = [example for example in labelled("blockers") if example.half == UNSEEN]
    assert measure(unseen, suggested).found >= 0.75
    asked = measure(unseen, asked_about)
    assert asked.found >= 0.12
    assert asked.nonsense <= 0.16
    assert asked.silent >= 0.9


def test_what_is_left_unanswered_keeps_an_answer_from_being_sure() -> None:
    hits = search.find("wifi for a narrow boat", OFFERED)
    assert [(OFFERED[hit.place], hit.sure) for hit in hits] == [("wifi and printers", False)]


@pytest.mark.parametrize(
    ("skill", "text", "named"),
    [
        ("filling in grant forms", "A grant form is due, and none of us has ever filled one in", True),
        ("grant budgets", "We need a grant", False),
        ("IT support", "The wifi is down", False),
    ],
)
def test_in_public_only_what_is_named_is_guessed(skill: str, text: str, *, named: bool) -> None:
    assert matching.is_named(matching.read(skill), matching.read(text)) is named
