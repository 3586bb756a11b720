"""People who put their answers together, and guess what somebody else answered.

`python -m tests.attacks.colluders` prints the whole tables.
"""

import pytest

from bot.pulse.disclosure_control import SPREAD
from tests.attacks import colluders
from tests.attacks.colluders import BEFORE, NEVER, Pulse, commonest

pytestmark = pytest.mark.slow

TEN, FIFTEEN = Pulse(10, 12, SPREAD), Pulse(15, 18, SPREAD)


@pytest.mark.parametrize("pulse", [TEN, FIFTEEN])
def test_all_but_one_learn_no_more_than_the_mean_tells_them(pulse: Pulse) -> None:
    without = Pulse(pulse.answered, pulse.invited, NEVER)
    for attack in (colluders.honest, colluders.plotted):
        assert attack([pulse]) == attack([without])
        assert attack([pulse] * 2) == attack([without] * 2)
    assert colluders.plotted([pulse]) < 0.65
    assert colluders.plotted([pulse] * 2) < 0.9


def test_a_spread_from_ten_answers_would_tell_them_nearly_all() -> None:
    assert colluders.plotted([Pulse(10, 12, BEFORE)]) > 0.9
    assert colluders.plotted([Pulse(10, 12, BEFORE)] * 2) == pytest.approx(1)


def test_a_spread_that_is_told_later_tells_as_much_then() -> None:
    now, without = Pulse(10, 12, BEFORE), Pulse(10, 12, NEVER)
    assert colluders.plotted([without, without, now]) == pytest.approx(1)
    assert colluders.plotted([without] * 3) < 0.95


@pytest.mark.parametrize(("pulse", "agreed"), [(TEN, 5), (TEN, 7), (FIFTEEN, 12)])
def test_with_three_who_keep_their_answers_to_themselves_little_is_learnt(pulse: Pulse, agreed: int) -> None:
    assert colluders.some_honest(pulse, agreed) <= commonest() + 0.05
    assert colluders.some_plotted(pulse, agreed) <= commonest() + 0.05
