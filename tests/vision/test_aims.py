"""Aims as they are typed, compared and put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lib.refusals import EmptyTextError
from bot.lib.text import TooLongError
from bot.vision.aims import (
    MOST,
    AimWording,
    KeptNowhereError,
    TooManyError,
    UnknownAimError,
    Wording,
    find,
    merged,
    read,
    trace,
)
from bot.vision.diff import Change, words

LUNCH, FORM, LIFT = (
    AimWording("A warm lunch every weekday", 11),
    AimWording("One form for all", 12),
    AimWording("A lift for all", 13),
)
BEFORE = (LUNCH, FORM, LIFT)


@pytest.mark.parametrize(
    ("lines", "meant"),
    [
        ("", []),
        ("no aims", []),
        ("1. one\n(2) two\n- three\n• four\nAim 5: five\nsix", ["one", "two", "three", "four", "five", "six"]),
        ("3 new kitchens\n1.5 tonnes less waste", ["3 new kitchens", "1.5 tonnes less waste"]),
        ("Keep the river clean: every day", ["Keep the river clean: every day"]),
        ("keep 2", [FORM.text]),
        ("3", [LIFT.text]),
        ("keep aim 1: Lunch for all", ["Lunch for all"]),
        ("  tidy \t me\u202e \n\n \u200b", ["tidy me"]),
        ("2030", ["2030"]),
    ],
)
def test_lines_become_aims(lines: str, meant: list[str]) -> None:
    assert [aim.text for aim in read(lines, BEFORE)] == meant


def test_the_same_or_nearly_the_same_words_are_the_same_aim() -> None:
    aims = read("One form for all!\nA warm lunch each weekday\nA garden", BEFORE)
    assert [aim.root for aim in aims] == [12, 11, None]


def test_said_to_be_kept_it_is_the_same_whatever_its_words() -> None:
    kept = {1: 11, 3: 13}
    assert [aim.root for aim in read("1. Hot food daily\n3. Wheels", BEFORE, kept)] == [11, 13]
    assert [aim.root for aim in read("Hot food daily\nx y\nWheels", BEFORE, kept)] == [11, None, 13]
    with pytest.raises(KeptNowhereError):
        read("1. Hot food daily", BEFORE, kept)
    assert read("1. Hot food daily", BEFORE, {1: 99}) == (AimWording("Hot food daily"),)


def test_two_lines_are_not_both_the_same_aim() -> None:
    aims = read("keep 1\nkeep 1: Hot food daily\nA warm lunch every weekday", BEFORE)
    assert [aim.root for aim in aims] == [11, None, None]


@pytest.mark.parametrize("lines", ["keep 4", "0", "aim 9"])
def test_a_number_that_is_none_names_those_there_are(lines: str) -> None:
    with pytest.raises(UnknownAimError) as refused:
        read(lines, BEFORE)
    assert [number for number, _ in refused.value.near] == [1, 2, 3]


def test_an_aim_is_found_by_its_words_or_the_nearest_are_named() -> None:
    assert find("warm lunch", BEFORE) == LUNCH
    assert find("2.", BEFORE) == FORM
    with pytest.raises(UnknownAimError) as refused:
        find("for all", BEFORE)
    assert {number for number, _ in refused.value.near} >= {2, 3}
    with pytest.raises(UnknownAimError):
        find("anything", ())


def test_too_many_and_empty_ones() -> None:
    with pytest.raises(TooManyError):
        read("\n".join("abcdefgh"), BEFORE)
    with pytest.raises(EmptyTextError):
        read("1. \u3164", BEFORE)


@given(st.text(max_size=400))
def test_whatever_is_typed_is_read_or_refused(lines: str) -> None:
    try:
        aims = read(lines, BEFORE)
    except (TooLongError, TooManyError, UnknownAimError, EmptyTextError):
        return
    assert len(aims) <= MOST
    roots = [aim.root for aim in aims if aim.root is not None]
    assert len(set(roots)) == len(roots)


def test_changes_that_do_not_touch_each_other_are_put_together() -> None:
    base = Wording("We eat", BEFORE)
    reworded = Wording("We eat together", BEFORE)
    fourth = Wording("We eat", (*BEFORE, AimWording("A garden")))
    dropped = Wording("We eat", (LUNCH, LIFT))
    anew = Wording("We eat", (AimWording("Lunch for all", 11), FORM, LIFT))

    assert merged(base, reworded, fourth) == Wording("We eat together", fourth.aims)
    assert merged(base, Wording("We eat", (*BEFORE, AimWording("A boat", 14))), fourth) == Wording(
        "We eat", (*BEFORE, AimWording("A boat", 14), AimWording("A garden"))
    )
    assert merged(base, dropped, anew) == Wording("We eat", (AimWording("Lunch for all", 11), LIFT))
    assert merged(base, anew, dropped) == Wording("We eat", (AimWording("Lunch for all", 11), LIFT))
    assert merged(base, reworded, reworded) == reworded


def test_changes_that_touch_the_same_words_are_not() -> None:
    base = Wording("We eat", BEFORE)
    anew, other = (Wording("We eat", (AimWording(text, 11), FORM, LIFT)) for text in ("Lunch for all", "Soup for all"))
    without = Wording("We eat", (FORM, LIFT))

    assert merged(base, Wording("We dine"), Wording("We feast")) is None
    assert merged(base, anew, other) is None
    assert merged(base, anew, without) is None
    assert merged(base, without, anew) is None
    seven = Wording("We eat", (*BEFORE, *(AimWording(f"More {place}", 20 + place) for place in range(4))))
    assert merged(base, seven, Wording("We eat", (*BEFORE, AimWording("A garden")))) is None


def test_an_aim_that_both_bring_back_in_other_words_is_one_aim_still() -> None:
    base = Wording("We eat", (FORM,))
    ours, theirs = (Wording("We eat", (FORM, AimWording(text, 11))) for text in ("A warm lunch", "A lunch for all"))

    assert merged(base, ours, theirs) is None
    assert merged(base, ours, ours) == ours


_SOME = st.lists(st.sampled_from([11, 12, 13]), unique=True).map(
    lambda roots: tuple(AimWording(f"aim {root}", root) for root in roots)
)
_WORDINGS = st.builds(
    lambda text, aims, new: Wording(text, (*aims, *(AimWording(added) for added in new))),
    st.sampled_from(["a", "b"]),
    _SOME,
    st.lists(st.sampled_from(["x", "y"]), unique=True),
)


@given(_WORDINGS)
def test_what_is_wanted_on_what_has_not_changed_is_what_is_wanted(wanted: Wording) -> None:
    base = Wording("a", tuple(AimWording(f"aim {root}", root) for root in (11, 12, 13)))
    assert merged(base, base, wanted) == wanted
    assert trace(wanted.aims, base.aims) == wanted.aims


@given(st.lists(st.sampled_from("abcdef"), max_size=8), st.lists(st.sampled_from("abcdef"), max_size=8))
def test_a_difference_holds_both_wordings(before: list[str], after: list[str]) -> None:
    runs = words(" ".join(before), " ".join(after))
    old = [word for change, run in runs if change is not Change.IN for word in run.split()]
    new = [word for change, run in runs if change is not Change.OUT for word in run.split()]
    assert (old, new) == (before, after)
