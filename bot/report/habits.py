"""What is normal here by now, as a report quotes it: nobody's name is beside it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot.habits import entries
from bot.lib.periods import Period
from bot.models import Partnership


@dataclass(frozen=True)
class ReportedHabit:
    """A habit, and the day it was added."""

    on: date
    text: str


def reported_habits(
    session: Session, partnership: Partnership, period: Period, *, public: bool
) -> tuple[ReportedHabit, ...]:
    """Those that stand and were there when the period ended; for the public, those that anybody may read."""
    rows = entries.added_before(session, partnership.id, period.ends)
    if public:
        rows = entries.of_public(session, partnership.id, rows)
    return tuple(ReportedHabit(period.day(row.said_at), row.text) for row in rows)
