"""The settings of a partnership and the log of what hosts did, by text and by form."""

from datetime import datetime

from bot.app import Bot
from bot.home import acts_on_settings as acts
from bot.home import days_off, settings_page
from bot.home.acts_on_settings import Changes
from bot.home.settings_page import AtStake
from bot.home.views import settings_page as view
from bot.lib import days, values
from bot.lib.refusals import GarbledError, PastDateError
from bot.lib.text import TooLongError
from bot.partnership.members import Who
from bot.partnership.partnerships import NotANameError, UnnamedError
from bot.partnership.views import audit_log as audit_log_view
from bot.partnership.views import partner as partner_view
from bot.privacy.views import retention as retention_view
from bot.pulse import controls
from bot.schedule.countries import UnknownCountryError
from bot.slack.messages import message
from bot.slack.rich_text import say
from bot.slack.scopes import SEE_REACTIONS
from handlers import times
from handlers.markup import first_word
from handlers.payloads import Command, Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Subcommands

DIGEST = "digest"
_ON, _OFF = {"on", "yes"}, {"off", "no"}
_EVERYTHING = {"off", "everything", "all"}
_DIGITS = 3
# What cannot be: beside which field of the form that is said, and in what words.
_FIELDS: dict[type[Exception], tuple[str, str]] = {
    UnnamedError: (view.NAMED, view.NO_NAME),
    settings_page.UnknownZoneError: (view.ZONE, view.NO_ZONE),
    settings_page.NotAReactionError: (view.REACTION, view.NO_REACTION),
    controls.FloorError: (view.FLOOR, view.NO_FLOOR),
    settings_page.DigestDayError: (view.DIGEST, view.NO_DIGEST_DAY),
    UnknownCountryError: (view.HOLIDAYS, view.NO_COUNTRY),
    days.UnclearError: (view.CLOSED, view.NO_DAYS),
    days_off.BackwardsError: (view.CLOSED, view.NO_END),
    days_off.TooLongClosedError: (view.CLOSED, view.TOO_LONG),
    days_off.NotClosedError: (view.CLOSED, view.NOT_CLOSED),
    PastDateError: (view.CLOSED, view.OVER),
    TooLongError: (view.CLOSED, view.LONG_LABEL),
}
_REFUSALS: dict[type[Exception], str] = {
    settings_page.MonthsError: f"{view.NO_MONTHS} Nothing was changed.",
    **{refusal: f"{words} Nothing was changed." for refusal, (_, words) in _FIELDS.items()},
}


async def settings(bot: Bot, act: Command, rest: str) -> Reply:
    """`settings` shows them; `settings name …`, `zone …`, `keep 24`, `holidays Scotland` and so on change them."""
    word, value = first_word(rest)
    command, now = bot.settings.command_partnership, bot.clock()
    if not word:
        page = await bot.database.run(acts.show, act.channel, act.who, now)
        return Say(view.shown(page, command, sees_reactions=_sees_reactions(bot)))
    if word == "keep" and value and value.lower() not in _EVERYTHING:
        return await _see_stake(bot, act, value)
    changes = _changes(word, value, now)
    if changes is None:
        return Say(view.unclear(command))
    try:
        changed = await bot.database.run(acts.change, act.channel, act.who, changes, now)
    except tuple(_REFUSALS) as refusal:
        return Say(message(say(_REFUSALS[type(refusal)])))
    return Say(view.shown(changed, command, view.DONE, sees_reactions=_sees_reactions(bot)))


def _sees_reactions(bot: Bot) -> bool | None:
    return None if bot.slack.scopes is None else SEE_REACTIONS in bot.slack.scopes


def _changes(word: str, value: str, now: datetime) -> Changes | None:
    """What is typed behind `settings`; nothing if it cannot be read."""
    if word == "name" and value:
        return Changes(name=value)
    if word == "zone" and value:
        return Changes(zone=value)
    if word == "assent" and value.lower() in _ON | _OFF:
        return Changes(by_assent=value.lower() in _ON)
    if word == "reaction" and value:
        return Changes(reaction=_reaction(value))
    if word == "floor" and value:
        return Changes(floor=_number(value))
    if word == "holidays" and value:
        return Changes(holidays=value)
    if word == "closed" and value:
        return Changes(close=lambda zone: [times.closure(value, now, zone)])
    if word == "open" and value:
        return Changes(open_again=lambda zone: days.day(value, now, zone))
    if word == DIGEST and value:
        return Changes(digest_day=days.weekday(value) or value)
    return Changes(keep_everything=True) if word == "keep" and value else None


def _reaction(typed: str) -> str:
    """A reaction's name as typed; the usual one where it is only switched on, nothing where it is switched off."""
    switched = {**dict.fromkeys(_ON, settings_page.USUAL_REACTION), **dict.fromkeys(_OFF | {"none"}, "")}
    return switched.get(typed.strip().lower(), typed)


def _number(typed: str) -> int:
    """The number, or one that is always refused."""
    return int(typed) if typed.isdecimal() and len(typed) <= _DIGITS else 0


async def _see_stake(bot: Bot, act: Command, value: str) -> Reply:
    """How much would go is shown first; one press then does it."""
    months = _months(value)
    if months is None:
        return Say(message(say(_REFUSALS[settings_page.MonthsError])))
    at_stake = await bot.database.run(acts.see_stake, act.channel, act.who, months, bot.clock())
    return Say(view.at_stake(at_stake))


def _months(typed: str) -> int | None:
    months = _number(typed.split(maxsplit=1)[0])
    return months if settings_page.may_be_kept(months) else None


async def see_stake_pressed(bot: Bot, act: Press) -> Reply:
    partnership_id, typed = values.parts(act.value, ".", 2)
    months = _months(typed)
    if months is None:
        raise GarbledError
    at_stake = await bot.database.run(
        acts.see_stake, act.channel or "", act.who, months, bot.clock(), about=partnership_id
    )
    return Say(view.at_stake(at_stake))


async def keep(bot: Bot, act: Press) -> Reply:
    return await _keep(bot, act.value, act.channel or "", act.who)


async def kept_by_form(bot: Bot, act: Submission) -> Reply:
    return await _keep(bot, act.about, act.channel, act.who)


async def _keep(bot: Bot, about: str, channel: str, who: Who) -> Reply:
    partnership_id, _, months = about.partition(".")
    await bot.database.run(acts.keep, partnership_id, channel, who, values.number(months), bot.clock())
    return Say(view.kept(values.number(months)))


async def open_(bot: Bot, act: Press) -> Reply:
    page = await bot.database.run(acts.show_to_host, act.value, act.channel or "", act.who, bot.clock())
    return Open(view.edit_form(page))


async def set_by_form(bot: Bot, act: Submission) -> Reply:
    """All of it at once; what cannot be is said beside its field. How long things are kept is asked once more."""
    typed, now = act.text(view.MONTHS).strip(), bot.clock()
    months = _months(typed) if typed else None
    if typed and months is None:
        return Errors({view.MONTHS: view.NO_MONTHS})
    changes = Changes(
        name=act.text(view.NAMED),
        zone=act.text(view.ZONE),
        by_assent=act.text(view.ASSENT) == view.BY_ASSENT,
        reaction=_reaction(act.text(view.REACTION)),
        floor=_number(act.text(view.FLOOR).strip()),
        keep_everything=months is None,
        keep_months=months,
        holidays=act.text(view.HOLIDAYS),
        closures=lambda zone: times.closures(act.text(view.CLOSED), now, zone),
        digest_day=act.text(view.DIGEST) or None,
    )
    try:
        changed = await bot.database.run(acts.change_all, act.about, act.channel, act.who, changes, now)
    except NotANameError:
        return Errors({view.NAMED: partner_view.NOT_A_NAME})
    except tuple(_FIELDS) as refusal:
        field, words = _FIELDS[type(refusal)]
        return Errors({field: words})
    if isinstance(changed, AtStake):
        return Open(view.confirm_form(changed))
    return Say(view.shown(changed, bot.settings.command_partnership, view.DONE, sees_reactions=_sees_reactions(bot)))


async def log(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001  # every word is called alike
    """What hosts did, for hosts."""
    log_ = await bot.database.run(acts.log, act.channel, act.who, bot.clock())
    return Say(audit_log_view.log(log_.entries, log_.more, log_.zone))


SUBCOMMANDS: Subcommands = {
    "settings": settings,
    "log": log,
}

ACTIONS: Actions = {
    view.OPEN: open_,
    view.KEEP: keep,
    retention_view.SEE: see_stake_pressed,
}

FORMS: Forms = {
    view.FORM: set_by_form,
    view.KEEP_FORM: kept_by_form,
}
