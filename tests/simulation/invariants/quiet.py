"""The caps on noise: a channel's week and day, a person's week, and days off."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from bot.hosts import delivery_alerts
from bot.models import Member, Occasion, Partnership, Post, Schedule
from bot.outbox import kinds
from bot.partnership.preferences import MOST_ASKS
from bot.schedule import calendars, timetable
from bot.schedule.recurrence import DAYS
from bot.schedule.room import MOST_A_WEEK

_NEWEST = select(func.max(Post.id))
_UNASKED = (
    select(Post.id, Post.partnership_id, Post.kind, Post.occasion, Post.channel, Post.written_at)
    .where(Post.id > bindparam("last"), Post.kind.in_([*kinds.UNASKED_IN_CHANNEL, *kinds.ASKS]))
    .order_by(Post.id)
)
_KEEP_THEIR_DAY = {"celebrations", "pulse-results"}


class Quiet:
    """What has come unasked, as it is written."""

    def __init__(self) -> None:
        self._last = 0
        self._weeks: defaultdict[tuple[int, date], list[int]] = defaultdict(list)
        self._days: defaultdict[tuple[int, date], list[int]] = defaultdict(list)
        self._people: Counter[tuple[int, str, date]] = Counter()
        self._may: dict[tuple[int, str], int] = {}

    def broken(self, session: Session) -> Iterator[str]:
        """By what was written since the last look, the caps that do not hold."""
        newest = session.scalar(_NEWEST) or 0
        if newest == self._last:
            return
        for post in session.execute(_UNASKED, {"last": self._last}).all():
            partnership = session.get_one(Partnership, post.partnership_id)
            day = post.written_at.astimezone(ZoneInfo(partnership.zone)).date()
            monday = day - timedelta(days=day.weekday())
            if post.kind in timetable.KINDS and not _came_round(session, post):
                continue  # a host asked for it
            if post.kind in kinds.ASKS:
                yield from self._to_person(session, post.partnership_id, post.channel, monday, post.kind)
            else:
                yield from self._in_channel(session, partnership, post, day, monday)
        self._last = newest

    def _in_channel(
        self, session: Session, partnership: Partnership, post: Any, day: date, monday: date
    ) -> Iterator[str]:
        week, today = self._weeks[partnership.id, monday], self._days[partnership.id, day]
        week.append(post.id)
        if len(week) > MOST_A_WEEK and (number := len(_kept(session, week))) > MOST_A_WEEK:
            yield f"{number} posts that nobody asked for in the week of {monday}"
        if today and post.kind not in _KEEP_THEIR_DAY and (others := _kept(session, today)):
            yield f"{post.kind} on {day}, which had {others} already"
        meant = calendars.of(partnership).is_working(day) or _is_its_own(session, partnership, post.kind, day)
        if not meant and not _hosts_know(session, post):
            yield f"{post.kind} at {post.written_at}, on a day off"
        today.append(post.id)

    def _to_person(self, session: Session, partnership_id: int, user_id: str, monday: date, kind: str) -> Iterator[str]:
        key = partnership_id, user_id, monday
        self._people[key] += 1
        may = session.scalar(
            select(Member.asks).where(Member.partnership_id == partnership_id, Member.user_id == user_id)
        )
        most = max(may or 0, self._may.get((partnership_id, user_id), 0))
        self._may[partnership_id, user_id] = most
        if self._people[key] > min(most, MOST_ASKS):
            yield f"{user_id} has been asked {self._people[key]} times in the week of {monday}, by {kind} at last"


def _kept(session: Session, ids: list[int]) -> list[str]:
    """The kinds of those that were not withdrawn before anybody saw them."""
    return list(session.scalars(select(Post.kind).where(Post.id.in_(ids), Post.text.is_not(None)).order_by(Post.id)))


def _came_round(session: Session, post: Any) -> bool:
    """Whether the clock brought it."""
    return session.get(Occasion, (post.partnership_id, post.kind, post.occasion)) is not None


def _is_its_own(session: Session, partnership: Partnership, kind: str, day: date) -> bool:
    """Whether a host has put it on this day of the weekend."""
    schedule = session.get(Schedule, (partnership.id, kind))
    return schedule is not None and schedule.day == DAYS[day.weekday()] and not calendars.of(partnership).is_off(day)


def _hosts_know(session: Session, post: Any) -> bool:
    """Whether they have heard that it came only now."""
    told = select(Post.id).where(Post.partnership_id == post.partnership_id, Post.kind == delivery_alerts.LATE)
    return session.scalar(told.where(Post.occasion.startswith(f"{post.id}:")).limit(1)) is not None
