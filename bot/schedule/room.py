"""Which day a post that nobody asked for has in a channel: three a week at most, and one a day.

Celebrations, the first of the timetable's `KINDS`, and the results of a pulse keep their day and share it if they must.
The others give way to those before them, and wait for a working day with room.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.schedule.calendars import Calendar, next_working, working_day
from bot.schedule.recurrence import Fire
from bot.schedule.timetable import KINDS

MOST_A_WEEK = 3
_WEEK = timedelta(weeks=1)


def before(kind: str) -> list[str]:
    """The kinds that have the right of way over this one; what has none before it keeps its day."""
    kinds = list(KINDS)
    return kinds[: kinds.index(kind)]


def is_full(day: date, taken: Iterable[date]) -> bool:
    """Whether the channel has no room on a day, if others have these."""
    monday = _monday(day)
    week = [other for other in taken if monday <= other < monday + _WEEK]
    return day in week or len(week) >= MOST_A_WEEK


def gives_way_to(kind: str, meant: date, day: date, calendar: Calendar) -> date | None:
    """When a post that finds no room on a day comes instead; nothing if its week is over, and it is left out.

    A week from the day it was meant for, or what is left of the week that days off have moved it to.
    """
    later = next_working(day, calendar)
    week = max(meant, _monday(working_day(meant, calendar)))
    return None if KINDS[kind].within_week and later >= week + _WEEK else later


def placed(
    upcoming: Mapping[str, Iterator[Fire]],
    hours: Mapping[str, time],
    taken: Iterable[date],
    until: datetime,
    zone: ZoneInfo,
    calendar: Calendar,
) -> list[tuple[str, datetime]]:
    """What is posted until then, and when, if nothing changes and there is something to post each time.

    `taken` are the days of posts that stand already, and of results to come. What has to wait comes at its kind's hour.
    """
    order = list(KINDS)
    times = {kind: next(fires) for kind, fires in upcoming.items()}
    days = list(taken)
    posts: list[tuple[str, datetime]] = []
    while times:
        kind = min(times, key=lambda kind: (times[kind].at, order.index(kind)))
        fire = times[kind]
        if fire.at > until:
            break
        day = fire.at.astimezone(zone).date()
        ahead = [times[other].at.astimezone(zone).date() for other in before(kind) if other in times]
        if not before(kind) or not is_full(day, [*days, *ahead]):
            posts.append((kind, fire.at))
            days.append(day)
        elif instead := gives_way_to(kind, fire.on, day, calendar):
            times[kind] = replace(fire, at=datetime.combine(instead, hours[kind], zone))
            continue
        following = next((later for later in upcoming[kind] if later.at > fire.at), None)
        if following is None:
            del times[kind]
        else:
            times[kind] = following
    return posts


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
