"""What a person does about their own preferences, whole: one act for each, and one for the form that sets them all."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.lib.clock import Day
from bot.models import Member, Partnership
from bot.partnership import homes, partnerships, preferences
from bot.partnership.members import Who
from bot.partnership.preferences import Held


@dataclass(frozen=True)
class Hours:
    """Quiet hours as somebody gave them; `zone` is their own, where Slack says it."""

    begins: str
    ends: str
    zone: str | None
    unless_same: bool = False  # in a form they stand there already: if they do, their zone stays too


@dataclass(frozen=True)
class Change:
    """What is to be different."""

    hours: Hours | None = None
    end_hours: bool = False
    snooze_until: Day | None = None
    wake: bool = False
    asks: int | None = None
    named: bool | None = None


def show(session: Session, channel: str, who: Who, now: datetime, *, about: str | None = None) -> Held:
    """What holds for the person who asks."""
    partnership, member = partnerships.enter_own(session, channel, who, now, about=about)
    return Held(preferences.of(partnership, member, now), partnership.channel_id, partnership.id)


def change(
    session: Session, channel: str, who: Who, wanted: Change, now: datetime, *, about: str | None = None
) -> Held:
    """What is wanted holds from now on, and the person's Home says so."""
    partnership, member = partnerships.enter_own(session, channel, who, now, about=about)
    _change(session, partnership, member, wanted, now)
    homes.keep_home(session, member)
    return Held(preferences.of(partnership, member, now), partnership.channel_id, partnership.id)


def _change(session: Session, partnership: Partnership, member: Member, wanted: Change, now: datetime) -> None:
    hours = wanted.hours
    if wanted.end_hours:
        preferences.end_quiet(session, partnership, member, now)
    elif hours is not None and not (hours.unless_same and _same(hours, member)):
        preferences.keep_quiet(session, partnership, member, hours.begins, hours.ends, hours.zone, now)
    if wanted.snooze_until is not None:
        preferences.snooze(partnership, member, wanted.snooze_until(member.zone or partnership.zone), now)
    if wanted.wake:
        preferences.wake(member)
    if wanted.asks is not None:
        preferences.limit(member, wanted.asks)
    if wanted.named is not None:
        preferences.let_be_named(member, wanted.named)


def _same(hours: Hours, member: Member) -> bool:
    return (hours.begins, hours.ends) == (member.quiet_from, member.quiet_to)
