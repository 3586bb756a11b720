"""What is asked, and when it comes again."""

from bot.checkins.stages import Stage
from bot.pulse.questionnaire import ASKED, CANDID, PERIOD, RETIRED, SHARED, STATEMENTS, asked, comes_again
from tests.conftest import ROOT


def test_three_months_meet_all_eight_stages_and_the_core_comes_every_month() -> None:
    for first in range(12):
        three = [asked(first + month) for month in range(3)]
        assert {statement.stage for month in three for statement in month} == set(Stage)
        assert all(len(month) == len({statement.key for statement in month}) == 5 for month in three)
        assert all([statement.key for statement in month[:2]] == ["kept", "heard"] for month in three)
    assert {statement for rounds in range(12) for statement in asked(rounds)} == set(ASKED)


def test_of_fifteen_places_a_quarter_one_is_for_safety_and_one_is_shared_by_four() -> None:
    quarters = [[statement for month in range(3) for statement in asked(3 * quarter + month)] for quarter in range(4)]
    assert all(CANDID in quarter for quarter in quarters)
    assert [[statement for statement in quarter if statement in SHARED] for quarter in quarters] == [
        [statement] for statement in SHARED
    ]


def test_what_is_asked_no_more_can_still_be_read_and_does_not_come_again() -> None:
    for statement in RETIRED:
        assert STATEMENTS[statement.key] == statement
        assert comes_again(statement.key, 4) is None
    assert not {statement.key for statement in RETIRED} & {statement.key for statement in ASKED}
    assert all(comes_again(statement.key, 4) for statement in ASKED)


def test_the_short_name_of_a_statement_is_no_longer_than_the_statement_and_no_others() -> None:
    assert all(len(statement.label.split()) <= len(statement.short.split()) for statement in STATEMENTS.values())
    assert len({statement.label for statement in STATEMENTS.values()}) == len(STATEMENTS)


def test_the_guide_has_every_statement_that_is_asked() -> None:
    guide = (ROOT / "docs/privacy/statements.md").read_text()
    assert all(f"| {statement.short} |" in guide for statement in ASKED)
    assert guide.count("\n| ") == len(ASKED) + 1


def test_statements_say_one_thing_about_the_last_month() -> None:
    for statement in STATEMENTS.values():
        assert statement.text.startswith(PERIOD)
        assert statement.text.endswith(".")
        assert len(statement.scale) == len(set(statement.scale)) == 5
        assert " and " not in statement.text
