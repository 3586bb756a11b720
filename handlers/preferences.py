"""Quiet hours, private messages, a snooze and being named: by text, by form, and with one press."""

from bot.app import Bot
from bot.lib import days, values
from bot.lib.refusals import PastDateError
from bot.partnership import acts_on_preferences as acts
from bot.partnership import partnerships, preferences
from bot.partnership.acts_on_preferences import Change, Hours
from bot.partnership.members import Who
from bot.partnership.preferences import Held
from bot.partnership.views import preferences as view
from bot.slack.messages import Message
from handlers import times
from handlers.payloads import Command, Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals, Subcommands

_OFF = {"off", "none", "no", "end"}
_YES, _NO = {"yes", "on"}, {"no", "off"}


async def shown(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001  # every word is called alike
    """What holds for the person who asks."""
    return await _show(bot, act)


async def _show(bot: Bot, act: Command) -> Reply:
    held = await bot.database.run(acts.show, act.channel, act.who, bot.clock())
    return Say(view.shown(held, bot.settings.command_partnership))


async def quiet(bot: Bot, act: Command, rest: str) -> Reply:
    """`quiet 20:00-08:00`, `quiet off`."""
    if not rest:
        return await _show(bot, act)
    if rest.lower() in _OFF:
        return await _by_text(bot, act, Change(end_hours=True))
    try:
        begins, ends = times.hours(rest)
    except days.UnclearError:
        return Say(view.unclear_hours(bot.settings.command_partnership))
    return await _by_text(bot, act, Change(Hours(begins, ends, await _zone(bot, act.who))))


async def snooze(bot: Bot, act: Command, rest: str) -> Reply:
    """`snooze until 5 January`, `snooze off`."""
    if not rest:
        return await _show(bot, act)
    if rest.lower() in _OFF:
        return await _by_text(bot, act, Change(wake=True))
    now = bot.clock()
    try:
        return await _by_text(bot, act, Change(snooze_until=lambda zone: days.day(times.until(rest), now, zone)))
    except days.UnclearError:
        return Say(view.unclear_day(bot.settings.command_partnership))


async def asks(bot: Bot, act: Command, rest: str) -> Reply:
    """`asks 1`."""
    if not rest:
        return await _show(bot, act)
    number = int(rest) if rest.isdecimal() and len(rest) == 1 else -1
    try:
        return await _by_text(bot, act, Change(asks=number))
    except preferences.AsksError:
        return Say(view.unclear_asks(bot.settings.command_partnership))


async def named(bot: Bot, act: Command, rest: str) -> Reply:
    """`named yes`, `named no`."""
    word = rest.lower()
    if word and word not in _YES | _NO:
        return Say(view.unclear_named(bot.settings.command_partnership))
    return await (_by_text(bot, act, Change(named=word in _YES)) if word else _show(bot, act))


async def _zone(bot: Bot, who: Who) -> str | None:
    """Their own clocks as Slack knows them; nothing if it does not say, and then the partnership's hold."""
    profile = await bot.slack.profile(who.user_id)
    return partnerships.known_zone(profile.zone) if profile and profile.zone else None


async def _by_text(bot: Bot, act: Command, change: Change) -> Reply:
    return Say(_changed(bot, await bot.database.run(acts.change, act.channel, act.who, change, bot.clock())))


def _changed(bot: Bot, held: Held) -> Message:
    return view.shown(held, bot.settings.command_partnership, view.CHANGED)


async def open_(bot: Bot, act: Press) -> Reply:
    held = await bot.database.run(acts.show, act.channel or "", act.who, bot.clock(), about=act.value)
    return Open(view.edit_form(held))


async def no_quiet(bot: Bot, act: Press) -> Reply:
    return await _by_press(bot, act, Change(end_hours=True))


async def wake(bot: Bot, act: Press) -> Reply:
    return await _by_press(bot, act, Change(wake=True))


async def _by_press(bot: Bot, act: Press, change: Change) -> Reply:
    channel, now = act.channel or "", bot.clock()
    return Say(_changed(bot, await bot.database.run(acts.change, channel, act.who, change, now, about=act.value)))


async def set_by_form(bot: Bot, act: Submission) -> Reply:
    """All of it at once; what cannot be is said beside its field, and nothing is changed."""
    begins, ends = act.text(view.FROM), act.text(view.TO)
    if bool(begins) != bool(ends):
        return Errors({view.TO if begins else view.FROM: view.BOTH})
    if begins and begins == ends:
        return Errors({view.TO: view.NO_HOURS})
    until = values.day(act.text(view.UNTIL)) if act.text(view.UNTIL) else None
    asks = act.text(view.ASKS)
    change = Change(
        hours=Hours(begins, ends, await _zone(bot, act.who), unless_same=True) if begins else None,
        end_hours=not begins,
        snooze_until=(lambda _: until) if until else None,
        wake=until is None,
        asks=values.number(asks) if asks else None,
        named=view.YES in act.chosen(view.NAMED),
    )
    try:
        held = await bot.database.run(acts.change, act.channel, act.who, change, bot.clock(), about=act.about)
    except PastDateError:
        return Errors({view.UNTIL: view.PAST})
    return Say(_changed(bot, held))


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
