"""Who worked together, in a report: read off the wins that it quotes, and off nothing else."""

from collections import Counter
from itertools import combinations

from bot.drawing.pairs import Pairs
from bot.report.facts import Report

TITLE = "Organisations that share wins"
COUNTED = "Each figure counts wins quoted in this report that both share."
HEADER = ("Organisation", "And", "Wins")


def pairs(report: Report) -> list[tuple[str, str, int]]:
    """Each two that share a win whose words these readers may have, by name, and how many they share."""
    counts = Counter(
        pair for win in report.words for pair in combinations(sorted(win.partners, key=lambda name: name.casefold()), 2)
    )
    return sorted((*names, number) for names, number in counts.items())


def chart(report: Report) -> Pairs | None:
    """The same as a picture; none where nobody shares a win."""
    return Pairs.of(TITLE, COUNTED, {(name, other): number for name, other, number in pairs(report)})
