"""What people do together, as a report lists it: nobody's name is beside it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from bot.initiatives import entries
from bot.lib.periods import Period
from bot.mentions import plain_names
from bot.models import Partnership


@dataclass(frozen=True)
class ReportedInitiative:
    """An initiative, the aim it is under, the day it was begun, and how it ended if it did in that time."""

    text: str
    aim: str | None
    begun: date
    outcome: str | None
    ended: date | None


def reported_initiatives(
    session: Session, partnership: Partnership, period: Period, *, public: bool
) -> tuple[ReportedInitiative, ...]:
    """Those that went on in the period; for the public, those in whose words nobody is named who is known here."""
    shown = entries.during(session, partnership.id, period.begins, period.ends)
    if public and shown:
        names = plain_names.of_everybody(session, partnership.id)
        shown = [initiative for initiative in shown if not plain_names.in_words(initiative.text, names)]
    return tuple(
        ReportedInitiative(
            initiative.text,
            initiative.aim,
            period.day(initiative.begun_at),
            initiative.outcome if over else None,
            period.day(initiative.ended_at) if over and initiative.ended_at else None,
        )
        for initiative in shown
        for over in [initiative.ended_at is not None and initiative.ended_at < period.ends]
    )
