"""The settings of a partnership. Every change is a host's, and in the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import available_timezones

from sqlalchemy.orm import Session

from bot.home import days_off
from bot.ideas import cards as idea_cards
from bot.lib.refusals import Refusal
from bot.models import Member, Partnership
from bot.partnership import audit_log, members, partnerships
from bot.partnership.views.partnership import DAYS
from bot.pulse import status
from bot.reactions import names
from bot.schedule import asking_days, timetable
from bot.schedule.calendars import Closure
from bot.vision import cards as vision_cards

SHORTEST, LONGEST = 6, 120  # months; figures look back over half a year
USUAL_REACTION = "trophy"  # where hosts want one, and do not say which


class UnknownZoneError(Refusal):
    """There are no clocks of that name."""


class DigestDayError(Refusal):
    """The hosts' digest comes on a working day."""


class NotAReactionError(Refusal):
    """No reaction is called so."""


class MonthsError(Refusal):
    """Things cannot be kept for so many months."""


@dataclass(frozen=True)
class PartnershipSettings:
    """The settings as they are."""

    name: str
    zone: str
    by_assent: bool
    reaction: str | None  # which one offers to make a message a win
    floor: int
    keep_months: int | None
    holidays: str  # whose: `GB-SCT`
    closures: Sequence[Closure]  # those that are not over
    digest_day: str  # of the week


@dataclass(frozen=True)
class SettingsPage:
    """The settings as their reader sees them."""

    settings: PartnershipSettings
    partnership_id: int
    channel_id: str
    host: bool


@dataclass(frozen=True)
class AtStake:
    """What would be deleted if things were kept for so many months."""

    months: int
    counts: Mapping[str, int]  # rows by table
    partnership_id: int
    channel_id: str


def of(partnership: Partnership, now: datetime) -> PartnershipSettings:
    return PartnershipSettings(
        partnership.name,
        partnership.zone,
        partnership.by_assent,
        partnership.win_reaction,
        partnership.pulse_floor,
        partnership.keep_months,
        partnership.holidays,
        days_off.to_come(partnership, now),
        partnership.digest_day,
    )


def rename(session: Session, partnership: Partnership, host: Member, name: str, now: datetime) -> None:
    """The partnership is called so from now on, in the standing post too."""
    members.require_host(host)
    kept = partnerships.named(name)
    if kept == partnership.name:
        return
    partnership.name = kept
    status.redraw_standing_post(session, partnership)
    audit_log.record(session, host, "settings.name", now)


def move_clocks(session: Session, partnership: Partnership, host: Member, typed: str, now: datetime) -> None:
    """The timetable goes by the clocks of that zone; what is due already comes as it would have."""
    members.require_host(host)
    zone = zone_named(typed)
    if zone == partnership.zone:
        return
    timetable.move(session, partnership, {"zone": zone}, now)
    audit_log.record(session, host, "settings.zone", now, zone)


def choose_digest_day(session: Session, partnership: Partnership, host: Member, day: str, now: datetime) -> None:
    """The hosts' digest comes on this day of the week from now on."""
    members.require_host(host)
    if day not in asking_days.DIGEST_DAYS:
        raise DigestDayError
    if partnership.digest_day != day:
        asking_days.move_digest(partnership, {"digest_day": day}, now)
        audit_log.record(session, host, "settings.digest", now, DAYS[day])


def zone_named(typed: str) -> str:
    """`Europe/Paris` for itself, for `europe/paris` and for `Paris`."""
    zone = _zones().get("_".join(typed.split()).casefold())
    if zone is None:
        raise UnknownZoneError
    return zone


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    zones = sorted(available_timezones() - {"localtime"}, key=lambda zone: (zone.count("/") != 1, zone))
    by_place = {zone.rpartition("/")[2].casefold(): zone for zone in reversed(zones)}
    return by_place | {zone.casefold(): zone for zone in zones}


def decide_by_assent(session: Session, partnership: Partnership, host: Member, yes: bool, now: datetime) -> None:  # noqa: FBT001
    """Whether two partners' assent pencils in a change to the vision, rather than a host."""
    members.require_host(host)
    if partnership.by_assent != yes:
        partnership.by_assent = yes
        vision_cards.redraw_undecided(session, partnership.id)
        idea_cards.redraw_open(session, partnership.id)
        audit_log.record(session, host, "settings.assent", now, "two partners assent" if yes else "a host decides")


def offer_wins_by(session: Session, partnership: Partnership, host: Member, typed: str, now: datetime) -> None:
    """That reaction on a message offers its author to make it a win, from now on; with nothing typed, none does."""
    members.require_host(host)
    reaction = names.name(typed) if typed.strip() else None
    if typed.strip() and reaction is None:
        raise NotAReactionError
    if partnership.win_reaction != reaction:
        partnership.win_reaction = reaction
        audit_log.record(session, host, "settings.reaction", now, reaction or "none")


def keep(session: Session, partnership: Partnership, host: Member, months: int | None, now: datetime) -> None:
    """What is older than so many months is deleted from now on, daily; with none, everything is kept."""
    members.require_host(host)
    if months is not None and not may_be_kept(months):
        raise MonthsError
    if partnership.keep_months != months:
        partnership.keep_months = months
        partnership.clear_at = partnership.warned_at = now if months else None
        audit_log.record(session, host, "settings.keep", now, f"{months} months" if months else "everything is kept")


def may_be_kept(months: int) -> bool:
    """Whether things can be kept for so long."""
    return SHORTEST <= months <= LONGEST
