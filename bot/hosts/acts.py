"""What people do about the host role, reflection and their organisation's part, whole."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.hosts import handover, reflection, step_back
from bot.hosts.step_back import SoAlreadyError
from bot.hosts.views.hosts import Hosts
from bot.models import Member, Partner, Partnership
from bot.partnership import homes, members, partnerships
from bot.partnership.members import Who
from bot.partnership.movements import Way


@dataclass(frozen=True)
class Stepped:
    """A partner that stepped back or returned; without a `key` it had done so already."""

    partner: str
    way: Way
    key: str | None  # what takes it back
    since: datetime | None  # when it had stepped back already
    zone: str


def show(session: Session, about: str, channel: str, who: Who, now: datetime) -> Hosts:
    """Who hosts."""
    partnership, member = partnerships.enter(session, channel, who, now, about=about)
    return Hosts(handover.listed(session, partnership.id), partnership.id, member.host)


def is_hosted(session: Session, channel: str) -> bool:
    """Whether anybody hosts."""
    return bool(handover.listed(session, partnerships.find(session, channel).id))


def add(session: Session, channel: str, who: Who, whom: Who, now: datetime) -> str:
    """Somebody else hosts too; their Slack id."""
    host = handover.add(session, *partnerships.enter_gravely(session, channel, who, now), whom, now)
    homes.keep_home(session, who)
    return host.user_id


def hand_over(session: Session, channel: str, who: Who, whom: Who, now: datetime) -> str:
    """Somebody else hosts in this host's place; their Slack id."""
    host = handover.hand_over(session, *partnerships.enter_gravely(session, channel, who, now), whom, now)
    homes.keep_home(session, who)
    return host.user_id


def ask(session: Session, channel: str, who: Who, whom: Who, now: datetime) -> str:
    """Somebody of another partner is asked to host next; their Slack id."""
    return handover.ask(session, *partnerships.enter_gravely(session, channel, who, now), whom, now).user_id


def pass_to(session: Session, member_id: int, who: Who, now: datetime) -> str:
    """The role passes to the member a button names; their Slack id."""
    host = handover.pass_to(session, member_id, who, now)
    homes.keep_home(session, who)
    return host.user_id


def stop(session: Session, about: str, channel: str, who: Who, now: datetime) -> None:
    """One of several hosts gives the role up."""
    _, member = partnerships.enter(session, channel, who, now, about=about)
    handover.stop(session, member, now)
    homes.keep_home(session, who)


def take(session: Session, about: str, channel: str, who: Who, now: datetime) -> None:
    """Where nobody hosts, this person does."""
    partnership, member = partnerships.enter(session, channel, who, now, about=about)
    members.require_here(partnership, who)
    handover.take(session, member, now)
    homes.keep_home(session, who)


def answer(session: Session, occasion: str, who: Who, now: datetime, *, yes: bool) -> None:
    """Whoever was asked to host says yes, or not now."""
    handover.answer(session, occasion, who, now, yes=yes)
    homes.keep_home(session, who)


# Reflection


def reflect(session: Session, channel: str, who: Who, now: datetime, *, on: bool, about: str | None = None) -> bool:
    """Every post comes half as often, or as often as before; whether that is a change."""
    partnership, member = partnerships.enter_gravely(session, channel, who, now, about=about)
    changed = reflection.reflect(session, partnership, member, on=on, now=now)
    homes.keep_home(session, who)
    return changed


# Stepping back


def step_by_name(session: Session, channel: str, who: Who, name: str, way: Way, now: datetime) -> Stepped:
    """The partner of this name, or else the person's own, steps back or returns."""
    partnership, member = partnerships.enter(session, channel, who, now)
    return _step(session, partnership, member, step_back.meant(session, partnership, member, name), way, now)


def step(session: Session, partner_id: int, who: Who, way: Way, now: datetime) -> Stepped:
    """The partner a button names steps back or returns."""
    partnership, member, partner = partnerships.require_row(session, Partner, partner_id, who, now)
    return _step(session, partnership, member, partner, way, now)


def _step(
    session: Session, partnership: Partnership, member: Member, partner: Partner, way: Way, now: datetime
) -> Stepped:
    try:
        made = step_back.step(session, member, partner, way, now)
    except SoAlreadyError as refusal:
        return Stepped(refusal.name, way, None, refusal.since, partnership.zone)
    return Stepped(made.partner, way, made.key, None, partnership.zone)


def take_back(session: Session, key: str, who: Who, now: datetime) -> step_back.Step:
    """The partner's last step, as if it had not been made."""
    return step_back.take_back(session, key, who, now)
