"""The areas of ability as they are written down, and what words are about by them."""

import tomllib
from pathlib import Path

import pytest

from bot.lib.language import lexicon, meaning

FILES = sorted((Path(lexicon.__file__).parent / "areas").glob("*.toml"))
AREAS = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in FILES}
SETS = AREAS.pop("sets")["sets"]


def phrases(text: str) -> list[str]:
    return [" ".join(phrase.split()) for phrase in text.split(",")]


def test_every_area_is_written_once_with_words_for_offering_and_for_needing_it() -> None:
    names = [name for areas in AREAS.values() for name in areas]
    assert len(set(names)) == len(names) >= 150
    for areas in AREAS.values():
        for area in areas.values():
            assert area.keys() <= {"offered", "needed", "around", "kinds"}
            assert all(phrases(area["offered"]))
            assert all(phrases(area["needed"]))


def test_every_slot_has_words_and_every_set_is_there() -> None:
    for areas in AREAS.values():
        for name, area in areas.items():
            for phrase in phrases(area["offered"]) + phrases(area["needed"]):
                for slot in phrase.removesuffix("?").split(" "):
                    assert "?" not in slot, (name, phrase)
                    assert all(slot.split("/")), (name, phrase)
                    assert "<" not in slot or slot[1:-1] in SETS, (name, phrase)


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("the boiler is broken", "plumbing"),
        ("packed in again: every radiator", "plumbing"),
        ("Nobody turned up", "engagement"),
        ("alzhiemers", "dementia"),
        ("the form is only in English", "interpreting"),
        ("our IT is down", "it_support"),
    ],
)
def test_what_words_are_about(text: str, area: str) -> None:
    asked = meaning.meaning(text).asked
    assert asked[area] == max(asked.values())


def test_words_of_a_phrase_that_stand_far_apart_are_none() -> None:
    near, far = (
        meaning.meaning(f"money {between} ran out").asked for between in ("then", "is there and the others all")
    )
    assert near["grants"] > far.get("grants", 0.0)


def test_words_around_a_need_say_something_together_and_next_to_nothing_alone() -> None:
    alone, together = (meaning.meaning(text).asked for text in ("the tractor", "sheep, hay and a tractor in the barn"))
    assert alone.get("farming", 0.0) < 0.7
    assert together["farming"] > alone.get("farming", 0.0)
    assert meaning.meaning("crayons").asked["visual_art"] < 0.3


def test_several_clues_are_surer_than_the_best_of_them() -> None:
    both = meaning.meaning("the boiler is broken and the radiators are cold").asked["plumbing"]
    assert both > max(meaning.meaning(text).asked["plumbing"] for text in ("the boiler is broken", "cold radiators"))
