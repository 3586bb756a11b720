"""The posts of the next seven days, each with what would be in it if it came now."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.checkins import next_stage
from bot.checkins.stages import STAGES
from bot.consultations import lifecycle as consultations
from bot.ideas import question
from bot.models import Partnership
from bot.partnership import members, rhythm
from bot.partnership.rhythm import Line
from bot.partnership.views import partnership as partnership_view
from bot.pulse.views import controls as pulse_view
from bot.schedule import calendars, due
from bot.skills import discoveries
from bot.skills.views import skill as skill_view
from bot.wins import celebrations
from bot.wins.views import win as win_view

Outlook = tuple[Line, str]  # a line of the timetable, and what would be in the post

_WEEK = timedelta(days=7)


def of(session: Session, partnership: Partnership, now: datetime) -> list[Outlook]:
    """What comes within a week, on the days it will come."""
    lines = {line.kind: line for line in rhythm.lines(session, partnership)}
    outlooks: list[Outlook] = []
    for kind, at in due.outlook(session, partnership, now):
        again = any(line.kind == kind for line, _ in outlooks)
        what = partnership_view.AGAIN if again else OUTLOOKS[kind](session, partnership, now)
        outlooks.append((replace(lines[kind], next_at=at), what))
    return outlooks


def days_off(partnership: Partnership, now: datetime) -> list[tuple[date, str]]:
    """The days of the same week on which nothing comes, each with why."""
    today = now.astimezone(ZoneInfo(partnership.zone)).date()
    return calendars.days_off(calendars.of(partnership), today, _WEEK.days)


# What each kind of post would tell of.
OUTLOOKS: dict[str, Callable[[Session, Partnership, datetime], str]] = {
    "pulse": lambda session, here, _: pulse_view.outlook(members.count(session, here.id), here.pulse_floor),
    "roll-call": lambda *_: "asking where people are from",
    "consultations": consultations.outlook,
    "checkins": lambda session, here, now: f"about {STAGES[next_stage.outlook(session, here, now)].title.lower()}",
    "vision": question.outlook,
    "skills": lambda session, here, _: f"with {skill_view.waiting(discoveries.count_fresh(session, here.id))} so far",
    "celebrations": lambda session, here, _: (
        f"with {win_view.waiting(*celebrations.count_waiting(session, here.id))} so far"
    ),
}
