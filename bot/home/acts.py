"""What people look at across all features: My Pencil, the last month, the week to come; and who leaves it all."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.home import app_home, catch_up, mine, preview
from bot.home.preview import Outlook
from bot.home.views.catch_up import CatchUp
from bot.home.views.mine import Page, Part
from bot.partnership import partnerships
from bot.partnership.members import Who
from bot.privacy import acts as privacy
from bot.privacy.facts import Forgotten


@dataclass(frozen=True)
class NextWeek:
    """What is posted in a partnership in the next seven days."""

    outlooks: list[Outlook]
    zone: str


def my_pencil(session: Session, about: str, channel: str, who: Who, now: datetime, *, part: str = Part.MINE) -> Page:
    """One part of the partnership that is named, or at home in the channel, or the person's first."""
    return mine.page(session, *partnerships.enter(session, channel, who, now, about=about), now, part)


def last_month(session: Session, channel: str, now: datetime) -> CatchUp:
    """The last month of the partnership at home here."""
    return catch_up.catch_up(session, partnerships.find(session, channel), now)


def last_month_of(session: Session, about: str, channel: str, who: Who, now: datetime) -> CatchUp:
    """The last month of the partnership a button names."""
    return catch_up.catch_up(session, partnerships.resolve(session, about, channel, who), now)


def next_week(session: Session, channel: str, now: datetime) -> NextWeek:
    """What comes, and what would be in it if it came now."""
    partnership = partnerships.find(session, channel)
    return NextWeek(preview.of(session, partnership, now), partnership.zone)


def forget(
    session: Session, about: str, channel: str, who: Who, chosen: Collection[str], now: datetime, *, has_home: bool
) -> Forgotten:
    """The person is forgotten, and their Home, if they have one here, shows what is left of it."""
    forgotten = privacy.forget(session, about, channel, who, chosen, now)
    return replace(forgotten, has_home=has_home and app_home.show(session, who, now))
