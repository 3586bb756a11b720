"""What the trials found stands, and holds: it is read here, not tried again."""

import pytest

from tests.mutants import results, trial
from tests.mutants.trial import ROOT

ROOMS, FOUND, ALIKE = trial.rooms(), results.read(), results.alike()


@pytest.mark.parametrize("room", ROOMS.values(), ids=ROOMS)
def test_a_room_names_modules_and_tests_that_are_there(room: trial.Room) -> None:
    assert all((ROOT / path).exists() for path in (*room.modules, *room.tests))


def test_what_was_found_is_of_rooms_that_there_are() -> None:
    assert FOUND
    assert set(FOUND) <= set(ROOMS)


@pytest.mark.parametrize("name", FOUND)
def test_nine_of_ten_faults_that_can_be_noticed_are(name: str) -> None:
    assert results.share(FOUND[name], ALIKE) >= results.GOAL


def test_the_table_shows_what_was_found() -> None:
    assert results.TABLE.read_text() == results.table(FOUND, ALIKE)


@pytest.mark.parametrize("known", ALIKE, ids=lambda known: known.change)
def test_nothing_is_called_alike_that_a_test_notices(known: results.Alike) -> None:
    assert any(known.covers(survivor) for result in FOUND.values() for survivor in result["survivors"])
