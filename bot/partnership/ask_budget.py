"""What a person did not ask for, within their week's allowance and after their quiet hours.

That a reminder of the pulse comes to some counts against everybody's private messages alike. What goes before other
things, and is known to come this week, has its place kept; what has no room is dropped. Nobody can know before who will
be offered the spotlight, or be asked about what is yet to be raised.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from bot.models import Blocker, Help, Member, Partner, Partnership, Post, Pulse, Request, Skill
from bot.outbox import kinds, posts
from bot.partnership import members, preferences
from bot.slack.messages import Message

_MONTH = timedelta(days=31)


class Turn(IntEnum):
    """What goes before what in a person's week."""

    REMINDER = 1  # of the pulse
    HELP_BY_A_DAY = 2
    HELP = 3
    SPOTLIGHT = 4
    AUTHORS = 5  # asked whether their words may be told
    LAST = 6  # all else


@dataclass(frozen=True)
class Ask:
    """Something a person is told that they did not ask for; `zone` is their partnership's."""

    member: Member
    zone: str
    message: Message
    kind: str
    occasion: str
    token: str = field(default_factory=posts.new_token)


def put(session: Session, asks: Sequence[Ask], now: datetime) -> list[int | None]:
    """Each person is told after their quiet hours; the ids of the posts that are new, in the order given.

    The kinds are of `kinds.ASKS`, so that they count. Whether a week has room is asked before: `may_be_asked`.
    """
    assert {ask.kind for ask in asks} <= set(kinds.ASKS)
    new_posts = [
        posts.NewPost(
            ask.member.partnership_id,
            ask.kind,
            ask.occasion,
            ask.member.user_id,
            ask.message,
            ask.token,
            wait_until=preferences.quiet_until(ask.member, ask.zone, now),
        )
        for ask in asks
    ]
    return posts.write_all(session, new_posts, now)


def open_to_asks(now: datetime) -> tuple[Any, ...]:
    """Members who are here, as their organisation is, and have not put such messages off."""
    away = select(Partner.id).where(Partner.id == Member.partner_id, Partner.left_at.is_not(None)).exists()
    return (*members.present(), ~away, or_(Member.snoozed_until.is_(None), Member.snoozed_until <= now))


def may_be_asked(
    session: Session, partnerships: Sequence[Partnership], now: datetime, turn: Turn = Turn.LAST
) -> dict[int, set[str]]:
    """Members, by partnership, whose week has room for one more private message that they did not ask for.

    What goes before this `turn` keeps its room, if it is known that it comes this week.
    """
    ids = [partnership.id for partnership in partnerships]
    posted, reminders = posts_this_week(session, partnerships, now), _reminders(session, partnerships, now)
    posted += _help_to_come(session, partnerships, now, turn)
    rows = session.execute(
        select(Member.partnership_id, Member.user_id, Member.asks).where(
            Member.partnership_id.in_(ids), *open_to_asks(now)
        )
    )
    room: dict[int, set[str]] = defaultdict(set)
    for partnership_id, user_id, most in rows:
        if posted[partnership_id, user_id] + reminders[partnership_id] < most:
            room[partnership_id].add(user_id)
    return room


def _reminders(session: Session, partnerships: Sequence[Partnership], now: datetime) -> Counter[int]:
    """How many reminders of the pulse this week has in each partnership: for everybody, whoever gets them."""
    weeks = {partnership.id: _week(partnership, now) for partnership in partnerships}
    rows = session.execute(
        select(Pulse.partnership_id, Pulse.nudges, Pulse.closed_at).where(
            Pulse.partnership_id.in_(weeks), Pulse.written_at > now - _MONTH, Pulse.opened_at.is_not(None)
        )
    )
    numbers: Counter[int] = Counter()
    for partnership_id, nudges, closed_at in rows:
        monday, sunday = weeks[partnership_id]
        days = [datetime.fromisoformat(at) for at in nudges]
        numbers[partnership_id] += sum(monday <= at < min(sunday, closed_at or sunday) for at in days)
    return numbers


def help_turn(needed_on: date | None, today: date) -> Turn:
    """Help that has a day goes before help that has none; a day that has gone by is none."""
    return Turn.HELP if needed_on is None or needed_on < today else Turn.HELP_BY_A_DAY


def _help_to_come(
    session: Session, partnerships: Sequence[Partnership], now: datetime, turn: Turn
) -> Counter[tuple[int, str]]:
    """A place for each person who may be asked for help this week, with what is raised and goes before this turn.

    That is what waits for its author to say where they are from; who can help with it is not looked at before.
    """
    if turn <= Turn.HELP_BY_A_DAY:
        return Counter()
    weeks = {partnership.id: _week(partnership, now) for partnership in partnerships}
    asked, taken = exists().where(Request.blocker_id == Blocker.id), exists().where(Help.blocker_id == Blocker.id)
    rows = session.execute(
        select(Blocker.partnership_id, Blocker.needed_on, Blocker.seek_at).where(
            Blocker.partnership_id.in_(weeks), Blocker.seek_at > now, Blocker.hosts_told_at.is_(None), ~asked, ~taken
        )
    )
    coming = {
        partnership_id
        for partnership_id, day, seek_at in rows
        if seek_at is not None
        and seek_at < weeks[partnership_id][1]
        and help_turn(day, seek_at.astimezone(weeks[partnership_id][1].tzinfo).date()) < turn
    }
    if not coming:
        return Counter()
    rested = ~exists().where(Request.member_id == Member.id, Request.asked_at > now - timedelta(days=7))
    able = exists().where(Skill.member_id == Member.id, Skill.askable, Skill.removed_at.is_(None))
    people = select(Member.partnership_id, Member.user_id).where(Member.partnership_id.in_(coming), able, rested)
    return Counter((partnership_id, user_id) for partnership_id, user_id in session.execute(people))


def posts_this_week(session: Session, partnerships: Sequence[Partnership], now: datetime) -> Counter[tuple[int, str]]:
    """How many such posts each person has had this week."""
    weeks = {partnership.id: _week(partnership, now) for partnership in partnerships}
    rows = session.execute(
        select(Post.partnership_id, Post.channel, Post.written_at).where(
            Post.partnership_id.in_(weeks), Post.kind.in_(kinds.ASKS), Post.written_at > now - timedelta(days=8)
        )
    )
    numbers: Counter[tuple[int, str]] = Counter()
    for partnership_id, user_id, at in rows:
        monday, sunday = weeks[partnership_id]
        numbers[partnership_id, user_id] += monday <= at < sunday
    return numbers


def _week(partnership: Partnership, now: datetime) -> tuple[datetime, datetime]:
    """This week's Monday and the next, where the partnership lives."""
    zone = ZoneInfo(partnership.zone)
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    return datetime.combine(monday, time(), zone), datetime.combine(monday + timedelta(days=7), time(), zone)
