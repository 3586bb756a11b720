"""Quiet hours, private messages, a snooze and being named: by text, by form, and with one press."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.lib.refusals import PastDateError
from bot.models import Member, Partnership
from bot.partnership import homes, members, partnerships, preferences
from bot.partnership.members import Who
from bot.partnership.views import preferences as view
from bot.slack.messages import Message
from handlers import times
from handlers.payloads import Command, Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals, Subcommands

Change = Callable[[Session, Partnership, Member], None]

_OFF = {"off", "none", "no", "end"}
_YES, _NO = {"yes", "on"}, {"no", "off"}
CHANGED = "Done. From now on this holds for you here."


async def shown(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001  # every word is called alike
    """What holds for the person who asks."""
    return await _by_text(bot, act, None)


async def quiet(bot: Bot, act: Command, rest: str) -> Reply:
    """`quiet 20:00-08:00`, `quiet off`."""
    if not rest:
        return await _by_text(bot, act, None)
    now = bot.clock()
    if rest.lower() in _OFF:
        return await _by_text(bot, act, lambda session, here, me: preferences.end_quiet(session, here, me, now))
    try:
        begins, ends = times.hours(rest)
    except times.UnclearError:
        return Say(view.unclear_hours(bot.settings.command_partnership))
    zone = await _zone(bot, act.who)
    return await _by_text(
        bot, act, lambda session, here, me: preferences.keep_quiet(session, here, me, begins, ends, zone, now)
    )


async def snooze(bot: Bot, act: Command, rest: str) -> Reply:
    """`snooze until 5 January`, `snooze off`."""
    if not rest:
        return await _by_text(bot, act, None)
    if rest.lower() in _OFF:
        return await _by_text(bot, act, lambda _, __, me: preferences.wake(me))
    now = bot.clock()

    def until(_: Session, here: Partnership, me: Member) -> None:
        preferences.snooze(here, me, times.day(times.until(rest), now, me.zone or here.zone), now)

    try:
        return await _by_text(bot, act, until)
    except times.UnclearError:
        return Say(view.unclear_day(bot.settings.command_partnership))


async def asks(bot: Bot, act: Command, rest: str) -> Reply:
    """`asks 1`."""
    if not rest:
        return await _by_text(bot, act, None)
    number = int(rest) if rest.isdecimal() and len(rest) == 1 else -1
    try:
        return await _by_text(bot, act, lambda _, __, me: preferences.limit(me, number))
    except preferences.AsksError:
        return Say(view.unclear_asks(bot.settings.command_partnership))


async def named(bot: Bot, act: Command, rest: str) -> Reply:
    """`named yes`, `named no`."""
    said = rest.lower()
    if said and said not in _YES | _NO:
        return Say(view.unclear_named(bot.settings.command_partnership))
    return await _by_text(bot, act, (lambda _, __, me: preferences.let_be_named(me, said in _YES)) if said else None)


async def _zone(bot: Bot, who: Who) -> str | None:
    """Their own clocks as Slack knows them; nothing if it does not say, and then the partnership's hold."""
    profile = await bot.slack.profile(who.user_id)
    return partnerships.known_zone(profile.zone) if profile and profile.zone else None


async def _by_text(bot: Bot, act: Command, change: Change | None) -> Reply:
    return Say(
        await bot.database.run(_told, act.channel, act.who, change, bot.settings.command_partnership, bot.clock())
    )


def _told(session: Session, channel: str, who: Who, change: Change | None, command: str, now: datetime) -> Message:
    partnership, member = partnerships.enter(session, channel, who, now)
    return _changed(session, partnership, member, change, command, now)


def _changed(
    session: Session, partnership: Partnership, member: Member, change: Change | None, command: str, now: datetime
) -> Message:
    if change is not None:
        change(session, partnership, member)
        session.flush()
        homes.keep_home(session, Who(member.team_id, member.user_id))
    held = preferences.of(partnership, member, now)
    return view.told(held, str(partnership.id), command, *([CHANGED] if change else []))


async def open_(bot: Bot, act: Press) -> Reply:
    return Open(await bot.database.run(_setting, act.value, act.channel or "", act.who, bot.clock()))


def _setting(session: Session, about: str, channel: str, who: Who, now: datetime) -> dict[str, Any]:
    partnership = partnerships.resolve(session, about, channel, who)
    member = members.admit(session, partnership, who, now)
    return view.setting(preferences.of(partnership, member, now), partnership.channel_id, str(partnership.id))


async def no_quiet(bot: Bot, act: Press) -> Reply:
    now = bot.clock()
    return await _by_press(bot, act, lambda session, here, me: preferences.end_quiet(session, here, me, now))


async def wake(bot: Bot, act: Press) -> Reply:
    return await _by_press(bot, act, lambda _, __, me: preferences.wake(me))


async def _by_press(bot: Bot, act: Press, change: Change) -> Reply:
    command, now = bot.settings.command_partnership, bot.clock()
    return Say(await bot.database.run(_pressed, act.value, act.channel or "", act.who, change, command, now))


def _pressed(
    session: Session, about: str, channel: str, who: Who, change: Change, command: str, now: datetime
) -> Message:
    partnership = partnerships.resolve(session, about, channel, who)
    member = members.admit(session, partnership, who, now)
    return _changed(session, partnership, member, change, command, now)


async def set_by_form(bot: Bot, act: Submission) -> Reply:
    """All of it at once; what cannot be is said beside its field, and nothing is changed."""
    begins, ends = act.text(view.FROM), act.text(view.TO)
    if bool(begins) != bool(ends):
        return Errors({view.TO if begins else view.FROM: view.BOTH})
    if begins and begins == ends:
        return Errors({view.TO: view.NO_HOURS})
    zone = await _zone(bot, act.who) if begins else None
    until, now = act.text(view.UNTIL), bot.clock()

    def change(session: Session, here: Partnership, me: Member) -> None:
        before = preferences.of(here, me, now)
        if not begins:
            preferences.end_quiet(session, here, me, now)
        elif (begins, ends) != (before.quiet_from, before.quiet_to):
            preferences.keep_quiet(session, here, me, begins, ends, zone, now)
        if until:
            preferences.snooze(here, me, date.fromisoformat(until), now)
        else:
            preferences.wake(me)
        preferences.limit(me, int(act.text(view.ASKS)))
        preferences.let_be_named(me, view.YES in act.chosen(view.NAMED))

    command = bot.settings.command_partnership
    try:
        return Say(await bot.database.run(_pressed, act.about, act.channel, act.who, change, command, now))
    except PastDateError:
        return Errors({view.UNTIL: view.PAST})


SUBCOMMANDS: Subcommands = {
    "preferences": shown,
    "quiet": quiet,
    "snooze": snooze,
    "asks": asks,
    "named": named,
}

ACTIONS: Actions = {
    view.OPEN: open_,
    view.NO_QUIET: no_quiet,
    view.WAKE: wake,
}

FORMS: Forms = {
    view.FORM: set_by_form,
}

REFUSALS: Refusals = {
    preferences.NoHoursError: view.NO_HOURS,
    preferences.AsksError: view.NO_ASKS,
}
