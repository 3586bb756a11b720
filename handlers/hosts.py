"""The host's role: who has it, and passing it round, by text, by form and by button."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.hosts import handover as appointing
from bot.hosts.handover import Unfit, UnfitError
from bot.hosts.views import hosts as view
from bot.models import Member, Partnership
from bot.partnership import homes, members, partnerships
from bot.partnership.members import Who
from bot.slack.messages import Message, message
from bot.slack.rich_text import say
from handlers.markup import first_word
from handlers.payloads import Command, Press, Submission
from handlers.people import pointed
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals, Subcommands

Rule = Callable[[Session, Partnership, Member, Who, datetime], Member]

RULES: dict[str, tuple[Rule, Callable[[str], Message]]] = {
    view.ADD_FORM: (appointing.add, view.added),
    view.HAND_FORM: (appointing.hand_over, view.handed_over),
    view.ASK_FORM: (appointing.ask, view.asked),
}


async def listed(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001
    return Say(await bot.database.run(_listed, "", act.channel, act.who, bot.settings.command_partnership, bot.clock()))


async def open_listed(bot: Bot, act: Press) -> Reply:
    command = bot.settings.command_partnership
    said = await bot.database.run(_listed, act.value, act.channel or "", act.who, command, bot.clock())
    return Say(said, beside=True)


def _listed(session: Session, about: str, channel: str, who: Who, command: str, now: datetime) -> Message:
    partnership = partnerships.resolve(session, about, channel, who)
    member = members.admit(session, partnership, who, now)
    return view.listing(appointing.listed(session, partnership.id), partnership.id, mine=member.host, command=command)


# By text


async def add(bot: Bot, act: Command, rest: str) -> Reply:
    """`host @name`: somebody else hosts too; where nobody hosts, `host` alone takes the role."""
    if not rest and not await bot.database.read(_hosted, act.channel):
        return await _take(bot, "", act.channel, act.who)
    return await _by_text(bot, act, view.ADD_FORM)


async def hand_over(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001
    return await _by_text(bot, act, view.HAND_FORM)


async def ask(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001
    return await _by_text(bot, act, view.ASK_FORM)


def _hosted(session: Session, channel: str) -> bool:
    return bool(appointing.listed(session, partnerships.find(session, channel).id))


async def _by_text(bot: Bot, act: Command, callback: str) -> Reply:
    markup = first_word(act.text)[1]
    if not markup:
        partnership_id = await bot.database.run(_for_hosts, "", act.channel, act.who, bot.clock())
        if act.trigger:
            return Open(view.choosing(callback, act.channel))
        return Say(view.chosen_by_form(callback, partnership_id))
    try:
        return Say(await _appoint(bot, callback, act.channel, act.who, await _one(bot, markup)))
    except UnfitError as refusal:
        return Say(message(say(view.UNFIT[refusal.reason])))


def _for_hosts(session: Session, about: str, channel: str, who: Who, now: datetime) -> int:
    partnership = partnerships.resolve(session, about, channel, who)
    members.require_host(members.admit(session, partnership, who, now))
    return partnership.id


async def _one(bot: Bot, markup: str) -> Who:
    """The one person pointed at."""
    found = await pointed(bot, markup)
    if len(found) != 1:
        raise UnfitError(Unfit.SEVERAL if found else Unfit.NOBODY)
    profile = found[0]
    if profile is None:
        raise UnfitError(Unfit.STRANGER)
    if profile.bot:
        raise UnfitError(Unfit.BOT)
    return Who(profile.team_id, profile.user_id)


async def _appoint(bot: Bot, callback: str, channel: str, who: Who, whom: Who) -> Message:
    rule, said = RULES[callback]
    return said(await bot.database.run(_ruled, rule, channel, who, whom, bot.clock()))


def _ruled(session: Session, rule: Rule, channel: str, who: Who, whom: Who, now: datetime) -> str:
    partnership, member = partnerships.enter(session, channel, who, now)
    return rule(session, partnership, member, whom, now).user_id


# By form


async def choose(bot: Bot, act: Press) -> Reply:
    """*Add a host*, *Hand over* and *Ask somebody to host*: the form, which is called like its button."""
    channel = await bot.database.run(_home, act.value, act.channel or "", act.who, bot.clock())
    return Open(view.choosing(act.action, channel))


def _home(session: Session, about: str, channel: str, who: Who, now: datetime) -> str:
    return session.get_one(Partnership, _for_hosts(session, about, channel, who, now)).channel_id


async def chosen(bot: Bot, act: Submission) -> Reply:
    try:
        whom = await _one(bot, f"<@{act.text(view.WHO)}>" if act.text(view.WHO) else "")
        return Say(await _appoint(bot, act.callback, act.channel, act.who, whom))
    except UnfitError as refusal:
        return Errors({view.WHO: view.UNFIT[refusal.reason]})


# By button


async def stop(bot: Bot, act: Press) -> Reply:
    await bot.database.run(_stop, act.value, act.channel or "", act.who, bot.clock())
    return Say(message(say(view.STOPPED)))


def _stop(session: Session, about: str, channel: str, who: Who, now: datetime) -> None:
    partnership = partnerships.resolve(session, about, channel, who)
    appointing.stop(session, members.admit(session, partnership, who, now), now)


async def take(bot: Bot, act: Press) -> Reply:
    return await _take(bot, act.value, act.channel or "", act.who)


async def _take(bot: Bot, about: str, channel: str, who: Who) -> Reply:
    await bot.database.run(_taken, about, channel, who, bot.clock())
    return Say(message(say(view.TAKEN)))


def _taken(session: Session, about: str, channel: str, who: Who, now: datetime) -> None:
    partnership = partnerships.resolve(session, about, channel, who)
    appointing.take(session, members.admit(session, partnership, who, now), now)


async def say_yes(bot: Bot, act: Press) -> Reply:
    await bot.database.run(_answer, act.value, act.who, True, bot.clock())
    return Say(message(say(view.YES_KEPT)))


async def say_not_now(bot: Bot, act: Press) -> Reply:
    await bot.database.run(_answer, act.value, act.who, False, bot.clock())
    return Say(message(say(view.NO_KEPT)))


def _answer(session: Session, occasion: str, who: Who, yes: bool, now: datetime) -> None:  # noqa: FBT001
    appointing.answer(session, occasion, who, now, yes=yes)
    homes.keep_home(session, who)


async def pass_to(bot: Bot, act: Press) -> Reply:
    return Say(view.handed_over(await bot.database.run(_pass, int(act.value), act.who, bot.clock())), beside=True)


def _pass(session: Session, member_id: int, who: Who, now: datetime) -> str:
    return appointing.pass_to(session, member_id, who, now).user_id


SUBCOMMANDS: Subcommands = {
    "hosts": listed,
    "host": add,
    "hand-over": hand_over,
    "ask-to-host": ask,
}

ACTIONS: Actions = {
    view.OPEN: open_listed,
    view.ADD: choose,
    view.HAND: choose,
    view.ASK: choose,
    view.STOP: stop,
    view.TAKE: take,
    view.YES: say_yes,
    view.NOT_NOW: say_not_now,
    view.PASS: pass_to,
}

FORMS: Forms = {
    view.ADD_FORM: chosen,
    view.HAND_FORM: chosen,
    view.ASK_FORM: chosen,
}

REFUSALS: Refusals = {
    appointing.LastHostError: view.LAST,
    appointing.HostedError: view.HOSTED,
    appointing.AnsweredError: view.ANSWERED,
}
