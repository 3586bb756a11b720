"""The day by which something is needed, in the words people use for it."""

from datetime import UTC, datetime

import pytest

from bot.lib import due_days
from bot.lib.days import UnclearError

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)

DAYS = {
    "We need a driver by Friday": "2026-03-06",
    "Needed by 12 May": "2026-05-12",
    "The room is needed by the 12th of May, or we pay for it": "2026-05-12",
    "By May 12, please": "2026-05-12",
    "by 12/5": "2026-05-12",
    "no later than 2026-03-20": "2026-03-20",
    "by Friday 13 March at five": "2026-03-13",
    "We must know before next Tuesday": "2026-03-09",
    "before Monday": "2026-03-06",
    "We have until the end of the month": "2026-03-31",
    "We’ve only got until Thursday": "2026-03-05",
    "by the end of next week": "2026-03-13",
    "by the end of May": "2026-05-31",
    "before the weekend": "2026-03-06",
    "The form is due in two weeks": "2026-03-16",
    "Deadline: 9 April": "2026-04-09",
    "due on Friday week": "2026-03-13",
    "We need somebody with a van for Saturday": "2026-03-07",
    "A key is needed today": "2026-03-02",
    "by tomorrow morning": "2026-03-03",
    "before Christmas": "2026-12-24",
    "by Good Friday": "2026-04-03",
    "by Friday, at the latest by 12 May": "2026-03-06",
}
NONE = (
    "The hall is full on Thursdays until May",
    "We need a room for twelve on Thursdays and the hall is full until May.",
    "Nobody answers at the parking office, and our volunteers pay for their own tickets.",
    "It was delayed by two weeks",
    "A gap left by April",
    "It takes help by 3 people",
    "The talk by Friday’s team",
    "Somebody passes by Fridays",
    "by 10am",
    "We met on 12 March and again last Friday",
    "by and by",
    "",
)


@pytest.mark.parametrize("words", DAYS)
def test_the_day_by_which_it_is_needed_is_read(words: str) -> None:
    assert str(due_days.read(words, MONDAY, "Europe/London")) == DAYS[words]


@pytest.mark.parametrize("words", NONE)
def test_a_day_that_is_only_spoken_of_is_none(words: str) -> None:
    assert due_days.read(words, MONDAY, "Europe/London") is None


@pytest.mark.parametrize("words", ["by 30 February", "by the 32nd of May", "by 45/12", "by 12 May 2099"])
def test_a_day_there_is_not_is_unclear(words: str) -> None:
    with pytest.raises(UnclearError):
        due_days.read(words, MONDAY, "Europe/London")


def test_it_is_the_day_where_the_partnership_lives() -> None:
    late = MONDAY.replace(hour=23)

    assert str(due_days.read("needed today", late, "Europe/London")) == "2026-03-02"
    assert str(due_days.read("needed today", late, "Asia/Tokyo")) == "2026-03-03"


@pytest.mark.parametrize(("day", "friday"), [(6, "2026-03-06"), (7, "2026-03-13"), (8, "2026-03-13")])
def test_a_week_ends_on_its_friday(day: int, friday: str) -> None:
    assert str(due_days.read("by the end of the week", MONDAY.replace(day=day), "Europe/London")) == friday
