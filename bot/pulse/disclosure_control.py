"""Disclosure control: every figure about a pulse that leaves the program has passed through here, once.

Pure: counts go in, and what may be said of them comes out, held back where it could tell of a person. Small groups are
told coarsely, so that many different sets of answers lead to the same figure:

- no figure from fewer answers than the floor, or where fewer than twice the floor were invited;
- how many answered only as a band, and everything else with the precision of the band's lower end;
- no mean at the very end of the scale; a spread only from thirty answers, in words, and away from the ends;
- sectors only where each of them can be told, so that none is left over to be worked out by subtraction, and only where
  all figures side by side still fit many sets of answers.

What is said beside a figure later, of change or of range, is worked out from figures as released.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from math import ceil, sqrt

from bot.pulse.disclosure_audit import Sums, tells_too_much
from bot.pulse.releases import POINTS, Band, Edge, Group, Reading, Release, Spread, Why
from bot.pulse.student import quantile

FLOOR = 5  # answers to an item; may be raised, never lowered
SPREAD = 30  # answers from which a spread is told
CENTRE = 3  # of the scale
PARTNERS = 3  # organisations in a sector that is told by itself
OTHERS = "others"

_BANDS = (10, 15, 20, 30, 40, 60, 100)  # lower ends, above the floor
_NARROWEST = 3  # numbers that a band may stand for
_SURE = 0.95
_CLOSE, _APART = Fraction(1), Fraction(7, 4)  # variances, in points squared, between the three spreads
_OUT, _FAR_OUT = 1, Fraction(6, 5)  # points from the middle: from there on two spreads are told, and beyond that none

Counts = Sequence[int]  # how many chose 1, 2, 3, 4, 5; whoever had no part is not among them


# About the widest standard deviation, in points, that fits what is told of the spread, where that limits it.
_POINTS_APART = {Spread.CLOSE: 1.05, Spread.MIXED: 1.35}


def settled(least: int) -> int:
    """The floor that a wanted one comes to: never just under a band, or else it could not be told from that band.

    So whoever raises the floor raises it for everything: no figure becomes finer.
    """
    return next((start for start in _BANDS if least < start < least + _NARROWEST), least)


# Who may be told of apart


def groups(people: Iterable[tuple[int | None, str | None]], least: int = FLOOR) -> tuple[Group, ...]:
    """The groups of those invited, each given by organisation and sector; none if there cannot be two.

    A sector needs three organisations, ten people at the floor of five, and no organisation with over half of them.
    The others together need the same, or else the smallest of the sectors joins them.
    """
    least = settled(least)
    sectors: dict[str | None, list[int | None]] = defaultdict(list)
    for partner, sector in people:
        sectors[sector].append(partner)
    fit = [sector for sector, partners in sectors.items() if sector is not None and _may_stand_alone(partners, least)]
    fit.sort(key=lambda sector: (len(sectors[sector]), sector))
    rest = [sector for sector in sectors if sector not in fit]
    while rest and fit and not _may_stand_alone([partner for sector in rest for partner in sectors[sector]], least):
        rest.append(fit.pop(0))
    made = [Group(str(sector), (sector,), len(sectors[sector])) for sector in sorted(fit, key=str)]
    if rest:
        made.append(Group(OTHERS, tuple(sorted(rest, key=str)), sum(len(sectors[sector]) for sector in rest)))
    return tuple(made) if len(made) > 1 else ()


def _may_stand_alone(partners: Sequence[int | None], least: int) -> bool:
    known = [partner for partner in partners if partner is not None]
    most = max((known.count(partner) for partner in set(known)), default=0)
    return len(set(known)) >= PARTNERS and len(partners) >= 2 * least and 2 * most <= len(partners)


# What may be said


def release(
    tallies: Mapping[str, Mapping[str, Counts]],
    answered: int,
    invited: int,
    apart: Sequence[Group] = (),
    least: int = FLOOR,
) -> Release:
    """What may be said of a pulse: `tallies` are counts by group and item, `answered` the number of ballots.

    Without groups all counts stand under one name, whichever.
    """
    least = settled(least)
    items = list(dict.fromkeys(item for tally in tallies.values() for item in tally))
    whole, cut, why = {}, {}, {}
    for item in items:
        by_group = {name: tally[item] for name, tally in tallies.items() if item in tally}
        total = [sum(counts[place] for counts in by_group.values()) for place in range(POINTS)]
        whole[item] = reading(total, invited, least)
        readings = {
            group.name: reading(by_group.get(group.name, (0,) * POINTS), group.invited, least) for group in apart
        }
        full = {name: figure for name, figure in readings.items() if figure is not None}
        all_of_them = whole[item]
        if not apart:
            why[item] = Why.NO_SECTORS
        elif all_of_them is None or len(full) < len(apart) or _pinned(full, apart, all_of_them, invited):
            why[item] = Why.SECTORS_HELD
        else:
            whole[item] = _without_spread(all_of_them, invited)
            cut[item] = {group.name: _without_spread(full[group.name], group.invited) for group in apart}
    return Release(invited, least, band(answered, invited, least), whole, cut, why)


def made_stricter(release: Release) -> Release:
    """What was worked out under earlier rules and has been told to nobody yet, as it may be told now."""
    whole = {
        item: _without_spread(figure, release.invited) if figure and figure.band.low < SPREAD else figure
        for item, figure in release.whole.items()
    }
    return replace(release, whole=whole)


def _without_spread(figure: Reading, invited: int) -> Reading:
    """Where groups are told, a spread of the whole would tie them together, so neither has one."""
    return _with_give(replace(figure, spread=None), invited)


def _pinned(figures: Mapping[str, Reading], apart: Sequence[Group], whole: Reading, invited: int) -> bool:
    """Whether the groups and the whole together would tell too much of a group."""
    return tells_too_much([_sums(figures[group.name], group.invited) for group in apart], _sums(whole, invited))


def _sums(figure: Reading, invited: int) -> Sums:
    """What the answers behind a figure may add up to; one run for each number, for a mean grows with its sum."""
    fine, last = _precision(figure.band.low)
    steps = round((figure.mean - CENTRE) * fine)
    runs = {}
    for number in range(figure.band.low, (figure.band.high or invited) + 1):
        sums = range(number, POINTS * number + 1)
        as_shown = partial(_steps, number=number, fine=fine, last=last)
        low, after = bisect_left(sums, steps, key=as_shown), bisect_right(sums, steps, key=as_shown)
        runs[number] = [(sums[0] + low, sums[0] + after - 1)]
    return runs


def reading(counts: Counts, invited: int, least: int = FLOOR) -> Reading | None:
    """What may be said of one statement; nothing from too few."""
    number = sum(counts)
    about = band(number, invited, least)
    if about is None:
        return None
    fine, last = _precision(about.low)
    steps = _steps(sum(point * count for point, count in enumerate(counts, 1)), number, fine, last)
    mean = CENTRE + Fraction(steps, fine)
    edge = Edge.NONE if abs(steps) < last else Edge.MORE if steps > 0 else Edge.LESS
    spread = _spread(counts, mean) if about.low >= SPREAD and not edge else None
    return _with_give(Reading(about, float(mean), edge, 1 / fine, spread, POINTS), invited)


def band(number: int, invited: int, least: int = FLOOR) -> Band | None:
    """How many, as it may be said; nothing below the floor, or where fewer than twice the floor were invited.

    The bands follow from who was invited, not from who answered, and none of them holds fewer than three numbers: a
    band that only "everybody" fits would tell of each of them that they answered.
    """
    least = settled(least)
    if number < least or invited < 2 * least:
        return None
    starts = [least, *(start for start in _BANDS if start > least and invited - start + 1 >= _NARROWEST)]
    place = max(place for place, start in enumerate(starts) if start <= number)
    return Band(starts[place], starts[place + 1] - 1 if place + 1 < len(starts) else None)


def _precision(number: int) -> tuple[int, int]:
    """How finely means are told: steps to a point, and how many of them means go from the middle at the most."""
    if number < 15:  # noqa: PLR2004
        return 2, 3
    if number < 30:  # noqa: PLR2004
        return 5, 8
    return 10, 18


def _steps(points: int, number: int, fine: int, last: int) -> int:
    """The mean as it is told, in steps from the middle: to the nearest, halves away from it, the last being open."""
    off = points - CENTRE * number
    nearest = (2 * abs(off) * fine + number) // (2 * number)
    return min(nearest, last) if off > 0 else -min(nearest, last)


def _mean(counts: Counts) -> Fraction:
    return Fraction(sum(point * count for point, count in enumerate(counts, 1)), sum(counts))


def _spread(counts: Counts, shown_mean: Fraction) -> Spread | None:
    mean, number = _mean(counts), sum(counts)
    variance = sum(count * (point - mean) ** 2 for point, count in enumerate(counts, 1)) / (number - 1)
    off = abs(shown_mean - CENTRE)
    if off > _FAR_OUT:
        return None
    if variance < _CLOSE:
        return Spread.CLOSE
    if off >= _OUT:
        return Spread.SCATTERED
    return Spread.MIXED if variance < _APART else Spread.APART


def _with_give(reading: Reading, invited: int) -> Reading:
    """With half of Student's band for the mean of all invited, rounded up to what the mean is told by.

    From the lower end of the band of answers and the widest spread that fits what is told, so that it says nothing more
    than that. The finite population correction takes the silent to be like those who answered.
    """
    half = swing(reading) * sqrt(1 - reading.band.low / invited)
    steps = max(1, ceil(half / reading.grid - 1e-9))
    return replace(reading, give=float(steps * Fraction(str(reading.grid))))


def swing(reading: Reading) -> float:
    """Points: how far (95 %) a mean is from a steady one if people answer anew each month, even if all of them do."""
    number = reading.band.low
    return quantile(_SURE, number - 1) * _points_apart(reading) / sqrt(number)


def reach(reading: Reading) -> float:
    """Points: how far a mean as told is from the middle at the most."""
    fine, last = _precision(reading.band.low)
    return last / fine


def _points_apart(reading: Reading) -> float:
    """The widest standard deviation that fits what is told: unless the spread says less, with all at the two ends."""
    if reading.spread in _POINTS_APART:
        return _POINTS_APART[reading.spread]
    off = max(0.0, abs(reading.mean - CENTRE) - reading.grid / 2)
    number = reading.band.low
    return sqrt(((POINTS - 1) ** 2 / 4 - off**2) * number / (number - 1))
