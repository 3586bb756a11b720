"""What holds of disclosure control whoever answers what, in whichever sectors."""

import json
from collections import Counter
from dataclasses import astuple, replace
from random import Random

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.pulse import disclosure_control, releases
from bot.pulse.disclosure_control import FLOOR, OTHERS, PARTNERS
from bot.pulse.releases import POINTS, Edge, Group, Release
from bot.pulse.student import quantile

Tallies = dict[str, dict[str, tuple[int, ...]]]
Pulse = tuple[Tallies, int, int, tuple[Group, ...]]
Person = tuple[int | None, str | None]

ITEMS = ("kept", "heard", "now")
COUNTS = st.tuples(*[st.integers(0, 8)] * POINTS)
FLOORS = st.integers(FLOOR, 50)
MIRRORED = {Edge.NONE: Edge.NONE, Edge.MORE: Edge.LESS, Edge.LESS: Edge.MORE}


@st.composite
def pulses(draw: st.DrawFn) -> Pulse:
    """Counts by group and item, ballots, invited and groups; nobody answers who was not invited."""
    names = draw(st.lists(st.sampled_from(["public", "private", "voluntary", OTHERS]), max_size=4, unique=True))
    names = names if len(names) > 1 else []
    items = draw(st.lists(st.sampled_from(ITEMS), min_size=1, unique=True))
    tallies: Tallies = {name: {item: draw(COUNTS) for item in items} for name in names or ["all"]}
    most = {name: max(sum(counts) for counts in tally.values()) for name, tally in tallies.items()}
    invited = {name: number + draw(st.integers(0, 12)) for name, number in most.items()}
    groups = tuple(Group(name, (name,), invited[name]) for name in names)
    return tallies, sum(most.values()), sum(invited.values()), groups


@st.composite
def invitations(draw: st.DrawFn) -> list[Person]:
    """People with an organisation and its sector; some with an organisation of no sector, some with none."""
    sizes = draw(st.lists(st.integers(1, 9), min_size=1, max_size=16))
    sectors = [draw(st.sampled_from(["public", "private", "voluntary", None])) for _ in sizes]
    people: list[Person] = [
        (organisation, sectors[organisation]) for organisation, size in enumerate(sizes) for _ in range(size)
    ]
    return draw(st.permutations([*people, *[(None, None)] * draw(st.integers(0, 6))]))


def _released(pulse: Pulse, least: int = FLOOR) -> Release:
    tallies, answered, invited, groups = pulse
    return disclosure_control.release(tallies, answered, invited, groups, least)


@settings(max_examples=100)
@given(pulses())
def test_nothing_is_left_to_be_worked_out_by_subtraction(
    pulse: Pulse,
) -> None:
    release = _released(pulse)
    for told in release.groups.values():
        assert list(told) == [group.name for group in pulse[3]]
    assert release.groups.keys() | release.no_groups.keys() == release.whole.keys()
    assert not release.groups.keys() & release.no_groups.keys()


@settings(max_examples=100)
@given(pulses())
def test_what_is_held_for_all_is_held_for_each_sector(pulse: Pulse) -> None:
    release = _released(pulse)
    assert all(release.whole[item] is not None for item in release.groups)


@settings(max_examples=100)
@given(COUNTS, st.integers(0, 40), FLOORS)
@example((0, 10, 0, 0, 0), 10, 9)
@example((0, 15, 0, 0, 0), 15, 14)
def test_a_higher_floor_never_tells_more(counts: tuple[int, ...], silent: int, least: int) -> None:
    invited = sum(counts) + silent
    before, after = (disclosure_control.reading(counts, invited, floor) for floor in (least, least + 1))
    if after is None:
        return
    assert before is not None
    assert after.grid >= before.grid
    assert after.spread in {None, before.spread}


@settings(max_examples=100)
@given(st.integers(FLOOR, 130), st.integers(FLOOR, 130), st.integers(10, 130), FLOORS)
def test_numbers_that_could_not_be_told_apart_cannot_be_with_a_higher_floor(
    number: int, other: int, invited: int, least: int
) -> None:
    assume(max(number, other) <= invited)
    if disclosure_control.band(number, invited, least) == disclosure_control.band(other, invited, least):
        after = disclosure_control.band(number, invited, least + 1), disclosure_control.band(other, invited, least + 1)
        assert after[0] == after[1] or None in after


@settings(max_examples=100)
@given(pulses(), FLOORS)
def test_a_release_tells_no_more_with_a_higher_floor(pulse: Pulse, least: int) -> None:
    before, after = _released(pulse, least), _released(pulse, least + 1)
    assert before.answered is not None or after.answered is None
    assert after.groups.keys() <= before.groups.keys()
    assert all(before.whole[item] is not None for item, reading in after.whole.items() if reading is not None)


@settings(max_examples=100)
@given(COUNTS, st.integers(0, 12))
@example((0, 6, 2, 0, 0), 2)
def test_both_ends_of_the_scale_are_told_alike(counts: tuple[int, ...], silent: int) -> None:
    invited = sum(counts) + silent
    told, mirrored = disclosure_control.reading(counts, invited), disclosure_control.reading(counts[::-1], invited)
    if told is None:
        assert mirrored is None
    else:
        assert mirrored is not None
        assert abs(told.mean + mirrored.mean - 6) < 1e-9
        assert replace(mirrored, mean=told.mean) == replace(told, edge=MIRRORED[told.edge])


@settings(max_examples=50)
@given(pulses(), st.randoms())
def test_the_order_of_sectors_and_statements_changes_nothing(pulse: Pulse, chance: Random) -> None:
    tallies, answered, invited, groups = pulse
    items = [*next(iter(tallies.values()))]
    chance.shuffle(items)
    names = chance.sample([*tallies], len(tallies))
    turned = {name: {item: tallies[name][item] for item in items} for name in names}
    again = disclosure_control.release(turned, answered, invited, chance.sample(groups, len(groups)))
    assert again == _released(pulse)


@settings(max_examples=100)
@given(pulses(), FLOORS)
def test_a_release_is_read_as_it_was_kept(pulse: Pulse, least: int) -> None:
    release = _released(pulse, least)
    assert releases.from_json(json.loads(json.dumps(releases.as_json(release)))) == release


@settings(max_examples=100)
@given(pulses())
def test_a_figure_of_a_sector_is_what_it_would_be_for_a_pulse_of_its_own(
    pulse: Pulse,
) -> None:
    invited = {group.name: group.invited for group in pulse[3]}
    for item, told in _released(pulse).groups.items():
        for name, reading in told.items():
            own = disclosure_control.reading(pulse[0][name][item], invited[name])
            assert own is not None
            assert (reading.band, reading.mean, reading.edge) == (own.band, own.mean, own.edge)
            assert reading.spread is None


@settings(max_examples=100)
@given(pulses())
def test_where_sectors_are_told_the_whole_has_no_spread(pulse: Pulse) -> None:
    release = _released(pulse)
    for item in release.groups:
        whole = release.whole[item]
        assert whole is not None
        assert whole.spread is None


@settings(max_examples=100)
@given(invitations(), FLOORS)
def test_each_sector_that_is_told_is_of_three_organisations_and_none_has_over_half(
    people: list[Person], least: int
) -> None:
    for group in disclosure_control.groups(people, least):
        partners = [partner for partner, sector in people if sector in group.sectors]
        known = Counter(partner for partner in partners if partner is not None)
        assert len(known) >= PARTNERS
        assert len(partners) == group.invited >= 2 * least
        assert 2 * max(known.values()) <= len(partners)


@settings(max_examples=100)
@given(invitations(), FLOORS)
def test_everybody_invited_is_in_one_group_or_there_are_none(people: list[Person], least: int) -> None:
    groups = disclosure_control.groups(people, least)
    assert len(groups) != 1
    if groups:
        told = [sector for group in groups for sector in group.sectors]
        assert sorted(told, key=str) == sorted({sector for _, sector in people}, key=str)
        assert sum(group.invited for group in groups) == len(people)
        assert len({group.name for group in groups}) == len(groups)


@given(invitations(), st.randoms())
def test_groups_do_not_depend_on_who_was_asked_first(people: list[Person], chance: Random) -> None:
    assert disclosure_control.groups(chance.sample(people, len(people))) == disclosure_control.groups(people)


@given(invitations(), FLOORS)
def test_a_higher_floor_only_joins_sectors(people: list[Person], least: int) -> None:
    before, after = disclosure_control.groups(people, least), disclosure_control.groups(people, least + 1)
    for group in before if after else ():
        assert any(set(group.sectors) <= set(wider.sectors) for wider in after)


def _sector(name: str, sizes: tuple[int, ...], first: int) -> list[Person]:
    return [(first + place, name) for place, size in enumerate(sizes) for _ in range(size)]


def _by_name(people: list[Person]) -> dict[str, int]:
    return {group.name: group.invited for group in disclosure_control.groups(people)}


def test_a_small_sector_is_joined_by_the_smallest_that_could_stand_alone() -> None:
    large, middle, small = (
        _sector("public", (5, 5, 5), 0),
        _sector("private", (4, 4, 4), 10),
        _sector("voluntary", (2,), 20),
    )
    assert _by_name(large + middle) == {"private": 12, "public": 15}
    assert _by_name(large + middle + small) == {"public": 15, OTHERS: 14}


def test_a_sector_mostly_of_one_organisation_is_not_told_by_itself() -> None:
    fair, lopsided = _sector("public", (5, 5, 5), 0), _sector("private", (6, 3, 2), 10)
    wide = _sector("voluntary", (4, 4, 4), 20)
    assert _by_name(fair + wide + lopsided) == {"public": 15, OTHERS: 23}
    assert _by_name(fair + lopsided) == {}


def test_two_sectors_that_are_too_small_alone_are_told_together() -> None:
    people = _sector("public", (5, 5, 5), 0) + _sector("private", (3, 3), 10) + _sector("voluntary", (4, 2), 20)
    assert _by_name(people) == {"public": 15, OTHERS: 12}


def test_ten_people_of_three_organisations_are_just_enough_and_one_may_have_half_of_them() -> None:
    other = _sector("private", (4, 4, 4), 10)
    assert _by_name(_sector("public", (5, 3, 2), 0) + other) == {"private": 12, "public": 10}
    for too_few in ((4, 3, 2), (5, 5), (6, 2, 2)):
        assert _by_name(_sector("public", too_few, 0) + other) == {}


def test_people_who_have_named_no_organisation_are_joined_by_the_smallest_sector() -> None:
    people = _sector("public", (5, 5, 5), 0) + _sector("private", (4, 4, 4), 10) + _sector("voluntary", (5, 5, 6), 20)
    unknown: list[Person] = [(None, None)] * 12
    assert _by_name(people + unknown) == {"public": 15, "voluntary": 16, OTHERS: 24}


def test_groups_are_read_as_they_were_kept() -> None:
    groups = (Group("public", ("public",), 12), Group(OTHERS, ("private", None), 14))
    assert releases.groups_from_json(json.loads(json.dumps([astuple(group) for group in groups]))) == groups


def test_one_silent_sector_holds_the_others_of_that_statement_only() -> None:
    groups = (Group("public", ("public",), 12), Group("private", ("private",), 12))
    tallies = {
        "public": {"kept": (0, 1, 2, 3, 1), "heard": (0, 1, 2, 3, 1)},
        "private": {"kept": (0, 1, 2, 1, 0), "heard": (0, 1, 2, 1, 1)},
    }
    release = disclosure_control.release(tallies, 12, 24, groups)
    assert release.whole["kept"] is not None
    assert release.no_groups == {"kept": releases.Why.SECTORS_HELD}
    assert [*release.groups] == ["heard"]


def test_a_spread_is_told_from_thirty_answers_on() -> None:
    fewer, enough = (disclosure_control.reading((3, 6, number, 6, 3), 40) for number in (11, 12))
    assert fewer is not None
    assert fewer.spread is None
    assert enough is not None
    assert enough.spread is releases.Spread.MIXED


@settings(max_examples=100, deadline=None)
@given(COUNTS, st.integers(0, 40))
@example((10, 0, 0, 0, 10), 10)
@example((0, 0, 20, 0, 0), 10)
def test_where_no_spread_is_told_the_band_is_as_wide_as_the_mean_allows(counts: tuple[int, ...], silent: int) -> None:
    told = disclosure_control.reading(counts, sum(counts) + silent)
    if told is None or told.spread is not None:
        return
    low, high = (max(1.0, told.mean - told.grid / 2), min(5.0, told.mean + told.grid / 2))
    nearest = min(max(3.0, low), high)
    answers = told.band.low
    widest = ((5 - nearest) * (nearest - 1) * answers / (answers - 1)) ** 0.5
    half = quantile(0.95, answers - 1) * widest / answers**0.5 * (1 - answers / (sum(counts) + silent)) ** 0.5
    assert half - 1e-6 <= told.give <= half + told.grid + 1e-6


def test_all_together_are_told_from_the_sum_of_the_groups() -> None:
    tallies = {"public": {"kept": (0, 0, 3, 3, 1)}, "private": {"kept": (1, 1, 2, 2, 0)}}
    assert disclosure_control.release(tallies, 13, 24).whole == {
        "kept": disclosure_control.reading((1, 1, 5, 5, 1), 24)
    }
