"""What hosts do about a partnership's settings, whole; and the log of what hosts did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.db.statements import refresh
from bot.home import days_off, settings_page
from bot.home.settings_page import AtStake, SettingsPage
from bot.lib.clock import Day
from bot.models import Member, Partnership
from bot.partnership import audit_log, homes, members, partnerships
from bot.partnership.audit_log import Entry
from bot.partnership.members import Who
from bot.privacy import retention
from bot.pulse import controls


@dataclass(frozen=True)
class Changes:
    """What is to be different, as a host typed it; what is not given stays."""

    name: str | None = None
    zone: str | None = None
    by_assent: bool | None = None
    reaction: str | None = None  # empty: none is to offer a win
    floor: int | None = None
    keep_everything: bool = False
    keep_months: int | None = None  # a host is asked once more before this holds
    holidays: str | None = None
    close: days_off.Typed | None = None  # besides what is closed already
    open_again: Day | None = None
    closures: days_off.Typed | None = None  # all that there are to be
    digest_day: str | None = None  # of the week; what is none is refused


@dataclass(frozen=True)
class Log:
    """The newest of what hosts did, and how many there are besides."""

    entries: Sequence[Entry]
    more: int
    zone: str


def show(session: Session, channel: str, who: Who, now: datetime) -> SettingsPage:
    """The settings, for anybody here."""
    return _shown(*partnerships.enter(session, channel, who, now), now)


def show_to_host(session: Session, about: str, channel: str, who: Who, now: datetime) -> SettingsPage:
    """The settings, for a host about to change them."""
    return _shown(*partnerships.enter_as_host(session, channel, who, now, about=about), now)


def change(session: Session, channel: str, who: Who, changes: Changes, now: datetime) -> SettingsPage:
    """One setting, or several."""
    partnership, member = partnerships.enter_gravely(session, channel, who, now)
    _change(session, partnership, member, changes, now)
    return _shown(partnership, member, now)


def change_all(
    session: Session, about: str, channel: str, who: Who, changes: Changes, now: datetime
) -> SettingsPage | AtStake:
    """All of them; but for how long things are kept is asked once more, where that would delete something."""
    partnership, host = partnerships.enter_gravely(session, channel, who, now, about=about)
    _change(session, partnership, host, changes, now)
    if changes.keep_months is None or changes.keep_months == partnership.keep_months:
        return _shown(partnership, host, now)
    return _at_stake(session, partnership, changes.keep_months, now)


def see_stake(
    session: Session, channel: str, who: Who, months: int, now: datetime, *, about: str | None = None
) -> AtStake:
    """For a host: how much would go."""
    partnership, _ = partnerships.enter_as_host(session, channel, who, now, about=about)
    return _at_stake(session, partnership, months, now)


def keep(session: Session, about: str, channel: str, who: Who, months: int, now: datetime) -> None:
    """What is older than so many months is deleted from now on."""
    partnership, host = partnerships.enter_gravely(session, channel, who, now, about=about)
    settings_page.keep(session, partnership, host, months, now)
    homes.keep_home(session, host)


def log(session: Session, channel: str, who: Who, now: datetime) -> Log:
    """What hosts did, for hosts."""
    partnership, _ = partnerships.enter_as_host(session, channel, who, now)
    entries = audit_log.latest(session, partnership.id)
    return Log(entries, audit_log.count(session, partnership.id) - len(entries), partnership.zone)


def _change(session: Session, partnership: Partnership, host: Member, changes: Changes, now: datetime) -> None:
    refresh(session, partnership, hold=True)  # closures are read, changed and written
    if changes.name is not None:
        settings_page.rename(session, partnership, host, changes.name, now)
    if changes.zone is not None:
        settings_page.move_clocks(session, partnership, host, changes.zone, now)
    if changes.by_assent is not None:
        settings_page.decide_by_assent(session, partnership, host, changes.by_assent, now)
    if changes.reaction is not None:
        settings_page.offer_wins_by(session, partnership, host, changes.reaction, now)
    if changes.floor is not None:
        _raise_floor(session, partnership, host, changes.floor, now)
    _change_days_off(session, partnership, host, changes, now)
    if changes.digest_day is not None:
        settings_page.choose_digest_day(session, partnership, host, changes.digest_day, now)
    if changes.keep_everything:
        settings_page.keep(session, partnership, host, None, now)
    homes.keep_home(session, host)


def _change_days_off(session: Session, partnership: Partnership, host: Member, changes: Changes, now: datetime) -> None:
    if changes.holidays is not None:
        days_off.keep_holidays(session, partnership, host, changes.holidays, now)
    if changes.close is not None:
        days_off.close(session, partnership, host, changes.close(partnership.zone), now)
    if changes.open_again is not None:
        days_off.open_again(session, partnership, host, changes.open_again(partnership.zone), now)
    if changes.closures is not None:
        days_off.set_closures(session, partnership, host, changes.closures(partnership.zone), now)


def _raise_floor(session: Session, partnership: Partnership, host: Member, floor: int, now: datetime) -> None:
    members.require_host(host)
    if floor != partnership.pulse_floor:
        controls.raise_floor(session, partnership, Who(host.team_id, host.user_id), floor, now)


def _shown(partnership: Partnership, member: Member, now: datetime) -> SettingsPage:
    return SettingsPage(settings_page.of(partnership, now), partnership.id, partnership.channel_id, member.host)


def _at_stake(session: Session, partnership: Partnership, months: int, now: datetime) -> AtStake:
    counts = retention.at_stake(session, partnership.id, months, now)
    return AtStake(months, counts, partnership.id, partnership.channel_id)
