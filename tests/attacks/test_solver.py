"""Whether a solver that sees every release guesses people's answers much better than anybody who reads the results.

`python -m pytest tests/attacks/test_solver.py -s` prints the figures.
"""

from collections.abc import Callable, Iterable, Iterator

import pytest

from bot.pulse import releases
from tests.attacks import solver
from tests.attacks.solver import Guess, Month, Partnership, Score

pytestmark = pytest.mark.slow

Attack = Callable[[Iterable[Month]], Iterator[Guess]]


def _years(seeds: int, *, steady: bool = False) -> list[list[Month]]:
    return [[*Partnership(seed, steady=steady).months()] for seed in range(seeds)]


def _score(attack: Attack, years: list[list[Month]], kind: str) -> Score:
    score = solver.score([guess for months in years for guess in attack(months)])
    print(solver.line(kind, score))
    return score


def test_the_solver_finds_what_figures_too_fine_would_give_away() -> None:
    exact = releases.Reading(releases.Band(5, 5), 5.0, releases.Edge.NONE, 0.01, None, 0.5)
    ends = solver.bounds(solver.Seen(exact, {solver.ALL: 10}, {}))
    assert ends == {solver.ALL: [(0, 0), (0, 0), (0, 0), (0, 0), (5, 5)]}


def test_the_truth_is_within_what_the_solver_finds() -> None:
    month = next(Partnership(1).months())
    for item in solver.ITEMS:
        seen = solver.seen_of(month, item)
        assert seen is not None
        assert seen.apart
        for group, ends in solver.bounds(seen).items():
            answers = [answer for name, answer in month.answers[item].items() if month.group_of[name] == group]
            for point, (low, high) in enumerate(ends, 1):
                assert low <= answers.count(point) <= high
                assert low < high


def test_two_years_of_results_hardly_help_to_guess_what_somebody_answered() -> None:
    years = _years(2)
    solved = _score(solver.of_counts, years, "counts")
    read = _score(solver.of_sectors, years, "sectors")
    assert solved.number > 4_000
    assert solved.high <= 0.05
    assert abs(solved.gain - read.gain) <= 0.02  # what there is to gain stands in the sectors' figures for all to read


@pytest.mark.parametrize(("steady", "most"), [(False, 0.10), (True, 0.20)])
def test_who_joined_is_hardly_guessed_better_from_the_months_before_and_after(*, steady: bool, most: float) -> None:
    score = _score(solver.of_joiners, _years(5, steady=steady), "joiners, steady" if steady else "joiners")
    assert score.number > 50
    assert score.high <= most
