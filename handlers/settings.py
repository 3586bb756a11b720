"""The settings of a partnership and the log of what hosts did, by text and by form."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.home import for_hosts
from bot.home import settings_page as house
from bot.home.views import settings_page as view
from bot.models import Member, Partnership
from bot.partnership import audit_log, homes, members, partnerships
from bot.partnership.members import Who
from bot.partnership.partnerships import UnnamedError
from bot.partnership.views import audit_log as deed_view
from bot.privacy import retention
from bot.pulse import controls as hosting
from bot.settings import Settings
from bot.slack.messages import Message, message
from bot.slack.rich_text import say
from handlers.markup import first_word
from handlers.payloads import Command, Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Subcommands

Change = Callable[[Session, Partnership, Member], None]

_ON, _OFF = {"on", "yes"}, {"off", "no"}
_EVERYTHING = {"off", "everything", "all"}
_REFUSALS: dict[type[Exception], str] = {
    house.UnknownZoneError: f"{view.NO_ZONE} Nothing was changed.",
    house.MonthsError: f"{view.NO_MONTHS} Nothing was changed.",
    hosting.FloorError: f"{view.NO_FLOOR} Nothing was changed.",
    UnnamedError: f"{view.NO_NAME} Nothing was changed.",
}


async def settings(bot: Bot, act: Command, rest: str) -> Reply:
    """`settings` shows them; `settings name …`, `zone …`, `assent on`, `floor 8`, `keep 24` change them."""
    word, said = first_word(rest)
    command, calendar, now = bot.settings.command_partnership, bot.settings.holidays, bot.clock()
    change: Change | None = None
    if word == "keep" and said and said.lower() not in _EVERYTHING:
        return await _stake(bot, act, said)
    if word == "name" and said:
        change = lambda session, here, me: house.rename(session, here, me, said, now)  # noqa: E731
    elif word == "zone" and said:
        change = lambda session, here, me: house.move_clocks(session, here, me, said, calendar, now)  # noqa: E731
    elif word == "assent" and said.lower() in _ON | _OFF:
        change = lambda session, here, me: house.decide_by_assent(session, here, me, said.lower() in _ON, now)  # noqa: E731
    elif word == "floor" and said:
        change = lambda session, here, me: _floor(session, here, me, said, now)  # noqa: E731
    elif word == "keep" and said:
        change = lambda session, here, me: house.keep(session, here, me, None, now)  # noqa: E731
    elif word:
        return Say(view.unclear(command))
    try:
        return Say(await bot.database.run(_told, act.channel, act.who, change, command, now))
    except tuple(_REFUSALS) as refusal:
        return Say(message(say(_REFUSALS[type(refusal)])))


def _told(session: Session, channel: str, who: Who, change: Change | None, command: str, now: datetime) -> Message:
    partnership, member = partnerships.enter(session, channel, who, now)
    if change is not None:
        change(session, partnership, member)
        session.flush()
        homes.keep_home(session, who)
    first = "Done." if change else ""
    return view.told(house.of(partnership), str(partnership.id), command, host=member.host, first=first)


def _floor(session: Session, partnership: Partnership, host: Member, said: str, now: datetime) -> None:
    members.require_host(host)
    floor = int(said) if said.isdecimal() and len(said) < 4 else 0  # noqa: PLR2004
    if floor != partnership.pulse_floor:
        hosting.raise_floor(session, partnership, Who(host.team_id, host.user_id), floor, now)


async def _stake(bot: Bot, act: Command, said: str) -> Reply:
    """How much would go is shown first; one press then does it."""
    months = _months(said)
    if months is None:
        return Say(message(say(_REFUSALS[house.MonthsError])))
    return Say(await bot.database.run(_staked, act.channel, act.who, months, bot.clock()))


def _months(said: str) -> int | None:
    number = said.split(maxsplit=1)[0]
    months = int(number) if number.isdecimal() and len(number) < 4 else 0  # noqa: PLR2004
    try:
        return house.checked(months)
    except house.MonthsError:
        return None


def _staked(session: Session, channel: str, who: Who, months: int, now: datetime) -> Message:
    partnership, member = partnerships.enter(session, channel, who, now)
    members.require_host(member)
    stake = retention.at_stake(session, partnership.id, months, now)
    return view.at_stake(months, stake, str(partnership.id))


async def keep(bot: Bot, act: Press) -> Reply:
    return await _kept(bot, act.value, act.channel or "", act.who)


async def kept_by_form(bot: Bot, act: Submission) -> Reply:
    return await _kept(bot, act.about, act.channel, act.who)


async def _kept(bot: Bot, about: str, channel: str, who: Who) -> Reply:
    partnership_id, _, months = about.partition(".")
    return Say(await bot.database.run(_keep, partnership_id, channel, who, int(months), bot.clock()))


def _keep(session: Session, about: str, channel: str, who: Who, months: int, now: datetime) -> Message:
    partnership = partnerships.resolve(session, about, channel, who)
    house.keep(session, partnership, members.admit(session, partnership, who, now), months, now)
    return view.kept(months)


async def open_(bot: Bot, act: Press) -> Reply:
    return Open(await bot.database.run(_setting, act.value, act.channel or "", act.who, bot.clock()))


def _setting(session: Session, about: str, channel: str, who: Who, now: datetime) -> dict[str, Any]:
    partnership = partnerships.resolve(session, about, channel, who)
    members.require_host(members.admit(session, partnership, who, now))
    return view.setting(house.of(partnership), partnership.channel_id, str(partnership.id))


async def set_by_form(bot: Bot, act: Submission) -> Reply:
    """All of it at once; what cannot be is said beside its field. How long things are kept is asked once more."""
    said = act.text(view.MONTHS).strip()
    months = _months(said) if said else None
    if said and months is None:
        return Errors({view.MONTHS: view.NO_MONTHS})
    try:
        return await bot.database.run(_set, act, months, bot.settings, bot.clock())
    except UnnamedError:
        return Errors({view.NAMED: view.NO_NAME})
    except house.UnknownZoneError:
        return Errors({view.ZONE: view.NO_ZONE})
    except hosting.FloorError:
        return Errors({view.FLOOR: view.NO_FLOOR})


def _set(session: Session, act: Submission, months: int | None, settings: Settings, now: datetime) -> Reply:
    partnership = partnerships.resolve(session, act.about, act.channel, act.who)
    host = members.admit(session, partnership, act.who, now)
    house.rename(session, partnership, host, act.text(view.NAMED), now)
    house.move_clocks(session, partnership, host, act.text(view.ZONE), settings.holidays, now)
    house.decide_by_assent(session, partnership, host, act.text(view.ASSENT) == view.BY_ASSENT, now)
    _floor(session, partnership, host, act.text(view.FLOOR).strip(), now)
    if months is None:
        house.keep(session, partnership, host, None, now)
    session.flush()
    homes.keep_home(session, act.who)
    if months is not None and months != partnership.keep_months:
        stake = retention.at_stake(session, partnership.id, months, now)
        return Open(view.confirming(months, stake, partnership.channel_id, str(partnership.id)))
    command = settings.command_partnership
    return Say(view.told(house.of(partnership), str(partnership.id), command, host=True, first="Done."))


async def log(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001  # every word is called alike
    """What hosts did, for hosts."""
    return Say(await bot.database.run(_log, act.channel, act.who, bot.clock()))


def _log(session: Session, channel: str, who: Who, now: datetime) -> Message:
    partnership, member = partnerships.enter(session, channel, who, now)
    members.require_host(member)
    done = for_hosts.log(session, partnership.id)
    return deed_view.log(done, audit_log.count(session, partnership.id) - len(done), partnership.zone)


SUBCOMMANDS: Subcommands = {
    "settings": settings,
    "log": log,
}

ACTIONS: Actions = {
    view.OPEN: open_,
    view.KEEP: keep,
}

FORMS: Forms = {
    view.FORM: set_by_form,
    view.KEEP_FORM: kept_by_form,
}
