"""Which stage comes next: all eight before any comes a third time, whatever goes on in the partnership."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.checkins.evidence import Fact, Figure
from bot.checkins.next_stage import Past, due_stage
from bot.checkins.stages import Stage
from bot.checkins.urgency import QUIET

START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
FORTNIGHT = timedelta(days=14)

# What goes on in each fortnight: which facts show signs of life, whether somebody new comes, what a host chooses.
FORTNIGHTS = st.lists(
    st.tuples(st.frozensets(st.sampled_from(Fact)), st.booleans(), st.none() | st.sampled_from(Stage)),
    min_size=8,
    max_size=60,
)


class _Life:
    """A partnership's check-ins, one a fortnight."""

    def __init__(self) -> None:
        self.known = {fact: Figure(fact, 0, None, None) for fact in Fact}
        self.held: list[Stage] = []
        self.came = START
        self.urgent: list[datetime] = []  # when urgency was asked about for want of newcomers

    def past(self) -> dict[Stage, Past]:
        places: dict[Stage, list[int]] = {}
        for place, stage in enumerate(self.held):
            places.setdefault(stage, []).append(place)
        return {
            stage: Past(len(at), START + at[-1] * FORTNIGHT, at[-1], at[-2] if len(at) > 1 else None)
            for stage, at in places.items()
        }

    def goes_on(self, lively: frozenset[Fact], *, newcomer: bool, chosen: Stage | None) -> Stage:
        now = START + len(self.held) * FORTNIGHT
        for fact in lively:
            self.known[fact] = Figure(fact, 1, None, now - timedelta(days=1))
        self.came = now - timedelta(days=1) if newcomer else self.came
        quiet = self.came if self.came <= now - QUIET else None
        stage = chosen or due_stage(self.known, self.past(), quiet_since=quiet)
        self.held.append(stage)
        return stage


def _before_a_third(held: list[Stage], stage: Stage) -> set[Stage]:
    """Which stages have come since this one's last but one; all, where it has not come twice."""
    places = [place for place, other in enumerate(held) if other is stage]
    return set(held[places[-2] :]) if len(places) > 1 else set(Stage)


@given(FORTNIGHTS)
def test_all_eight_come_before_any_comes_a_third_time(fortnights: list[tuple[frozenset[Fact], bool, Stage]]) -> None:
    life = _Life()
    for lively, newcomer, chosen in fortnights:
        before = list(life.held)
        stage = life.goes_on(lively, newcomer=newcomer, chosen=chosen)
        assert chosen is not None or _before_a_third(before, stage) == set(Stage)


@given(st.lists(st.frozensets(st.sampled_from(Fact)), min_size=15, max_size=15))
def test_without_a_hosts_choice_all_eight_have_come_within_fifteen(fortnights: list[frozenset[Fact]]) -> None:
    life = _Life()
    for lively in fortnights:
        life.goes_on(lively, newcomer=True, chosen=None)
    assert set(life.held) == set(Stage)


def test_for_want_of_newcomers_urgency_is_asked_about_once_until_somebody_comes() -> None:
    everything_but_urgency_is_old = {fact: Figure(fact, 0, None, None) for fact in Fact} | {
        fact: Figure(fact, 0, None, START) for fact in (Fact.NEW_MEMBERS, Fact.NEW_PARTNERS)
    }
    asked_before, asked_since = (Past(1, START + days * timedelta(days=1), 1) for days in (-1, 1))

    def next_for(urgency: Past) -> Stage:
        return due_stage(everything_but_urgency_is_old, {Stage.URGENCY: urgency}, quiet_since=START)

    assert next_for(Past()) is Stage.URGENCY
    assert next_for(asked_before) is Stage.URGENCY
    assert next_for(asked_since) is not Stage.URGENCY
