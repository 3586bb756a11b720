"""What is made of the figures that were measured; nothing here measures anything."""

import dataclasses

import pytest

from benchmarks.figures import Figure, Goal, Worked, found, missed, table


async def _never(_: int) -> list[tuple[float, float]]:
    raise AssertionError


def _figure(goal: Goal) -> Figure:
    return Figure("win", "signed `/win`", "stock Bolt", "requests/s", goal, _never)


def test_a_ratio_is_that_of_the_rounds_and_not_of_the_medians() -> None:
    slow, quick = (100.0, 200.0), (300.0, 400.0)

    came = found([slow, quick, slow, quick, slow])

    assert (came.ours, came.floor) == (100, 200)
    assert came.ratio == 0.5
    assert (came.lowest, came.highest, came.rounds) == (0.5, 0.75, 5)


@pytest.mark.parametrize(
    ("goal", "ratio", "met"),
    [
        (Goal(least=0.5), 0.5, True),
        (Goal(least=0.5), 0.49, False),
        (Goal(most=1.2), 1.2, True),
        (Goal(most=1.2), 1.21, False),
        (Goal(), 99, True),
    ],
)
def test_a_goal_has_one_side(*, goal: Goal, ratio: float, met: bool) -> None:
    assert goal.met(ratio) is met
    results = {"win": {"ratio": ratio}}
    assert (missed([_figure(goal)], results) == []) is met


def test_what_was_not_measured_is_missed() -> None:
    assert missed([_figure(Goal())], {}) == ["win: not measured"]
    assert missed([_figure(Goal(least=2))], {"win": {"ratio": 1.5}}) == ["win: 1.50, to be at least 2"]


def test_the_table_says_whether_the_goal_is_met() -> None:
    result = {"ours": 1234.5, "floor": 0.125, "ratio": 0.4, "lowest": 0.3, "highest": 0.6}

    markdown = table([_figure(Goal(least=0.5)), _figure(Goal(least=0.3)), _figure(Goal())], {"win": result})

    _, _, first, second, third = markdown.splitlines()
    assert "| 1,234 | 0.125 | requests/s | 0.40 | 0.30, 0.60 |  | at least 0.5 | missed |" in first
    assert "| met |" in second
    assert "| reported |  |" in third


def test_processor_time_is_told_where_it_was_measured() -> None:
    came = found([Worked(100, 200, 3), Worked(100, 200, 9), Worked(100, 200, 4)])

    assert (came.ratio, came.work) == (0.5, 4)
    assert found([(100, 200)]).work is None
    markdown = table([_figure(Goal())], {"win": dataclasses.asdict(came)})
    assert "| 0.50, 0.50 | 4.00 | reported |" in markdown
