"""My data, being forgotten, and the end of a partnership."""

import asyncio
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.home import app_home
from bot.home.views import mine as mine_view
from bot.lib.logs import logger
from bot.lib.refusals import GoneError
from bot.models import Member, Partnership
from bot.outbox import files as parcels
from bot.partnership import audit_log, members, partnerships
from bot.partnership.members import Who
from bot.partnership.partnerships import NoPartnershipError
from bot.privacy import deletion as ending
from bot.privacy import forget_me as forgetting
from bot.privacy import my_data
from bot.privacy.views import deletion as end_view
from bot.privacy.views import forget_me as forget_view
from bot.privacy.views import my_data as view
from bot.slack.client import SlackError
from bot.slack.messages import Message, message
from bot.slack.rich_text import say
from handlers.payloads import Command, Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals, Subcommands

log = logger(__name__)

SWEEPS = 5

# My data


async def data(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001  # every word is called alike
    """`my-data`: how much of what is held is shown at once; all of it comes as files."""
    return Say(await bot.database.run(_data, "", act.channel, act.who, bot.clock()))


async def data_pressed(bot: Bot, act: Press) -> Reply:
    return Say(await bot.database.run(_data, act.value, act.channel or "", act.who, bot.clock()))


def _data(session: Session, about: str, channel: str, who: Who, now: datetime) -> Message:
    partnership = _place(session, about, channel, who)
    member = members.lookup(session, partnership.id, who)
    if member is None:
        return view.nothing(partnership.name)
    held = my_data.held(session, member)
    parcels.ask(session, partnership, member, my_data.WHAT, {}, now)
    return view.summary(partnership.name, held.counts, held.named)


def _place(session: Session, about: str, channel: str, who: Who) -> Partnership:
    """The partnership meant, without making a member of whoever asks."""
    return partnerships.resolve(session, about, channel, who) if about else partnerships.find(session, channel)


# Being forgotten


async def forget(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001
    """`forget-me`: what it would come to, and the form."""
    form, words = await bot.database.run(_asked, "", act.channel, act.who)
    return Open(form) if act.trigger else Say(words)


async def forget_pressed(bot: Bot, act: Press) -> Reply:
    form, _ = await bot.database.run(_asked, act.value, act.channel or "", act.who)
    return Open(form)


def _asked(session: Session, about: str, channel: str, who: Who) -> tuple[dict[str, Any], Message]:
    partnership = _place(session, about, channel, who)
    _, before = forgetting.before(session, partnership, who)
    named = str(partnership.id)
    form = forget_view.asking(before.name, before.words, before.elsewhere, partnership.channel_id, named)
    return form, forget_view.calling(before.name, before.elsewhere, named)


async def forgotten(bot: Bot, act: Submission) -> Reply:
    chosen = act.chosen(forget_view.CHOSEN)
    has_home = act.who.team_id == act.team
    before, elsewhere = await bot.database.run(
        _forget, act.about, act.channel, act.who, chosen, bot.clock(), has_home=has_home
    )
    bot.slack.forget(act.who.user_id)
    if has_home and not elsewhere:
        await _empty_home(bot, act.who)
    taken_back = sum(number for kind, number in before.words.items() if kind in chosen)
    return Say(forget_view.forgotten(before.name, taken_back))


def _forget(
    session: Session, about: str, channel: str, who: Who, chosen: list[str], now: datetime, *, has_home: bool
) -> tuple[forgetting.Before, bool]:
    """What there was, and whether their Home still has something to show."""
    try:
        partnership = _place(session, about, channel, who)
    except GoneError:
        raise forgetting.NothingHeldError from None
    kinds = [kind for kind in chosen if kind in forgetting.WORDS]
    before = forgetting.forget(session, partnership, who, kinds, now)
    return before, has_home and app_home.show(session, who, now)


async def _empty_home(bot: Bot, who: Who) -> None:
    """They are forgotten whether or not Slack takes this; what it shows is theirs alone, until they look anew."""
    try:
        await bot.slack.call("views.publish", seconds=1, user_id=who.user_id, view=mine_view.as_home(None))
    except SlackError as error:
        log.warning("a Home did not change", reason=error.reason)


# The end


async def end(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001
    """`end`: what would be deleted, and how to take a copy first."""
    return Say(await bot.database.run(_beginning, "", act.channel, act.who, bot.clock()))


async def end_pressed(bot: Bot, act: Press) -> Reply:
    return Say(await bot.database.run(_beginning, act.value, act.channel or "", act.who, bot.clock()), beside=True)


def _beginning(session: Session, about: str, channel: str, who: Who, now: datetime) -> Message:
    partnership, _ = _hosted(session, about, channel, who, now)
    return end_view.beginning(partnership.name, ending.at_stake(session, partnership), str(partnership.id))


def _hosted(session: Session, about: str, channel: str, who: Who, now: datetime) -> tuple[Partnership, Member]:
    partnership = partnerships.resolve(session, about, channel, who)
    member = members.admit(session, partnership, who, now)
    members.require_host(member)
    return partnership, member


async def export(bot: Bot, act: Press) -> Reply:
    """A copy of everything is sent; the message with its buttons stays."""
    await bot.database.run(_export, act.value, act.channel or "", act.who, bot.clock())
    return Say(message(say(end_view.SENDING)), beside=True)


def _export(session: Session, about: str, channel: str, who: Who, now: datetime) -> None:
    partnership, member = _hosted(session, about, channel, who, now)
    parcels.ask(session, partnership, member, "export", {}, now)
    audit_log.record(session, member, "export.asked", now)


async def copy(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001  # every word is called alike
    """`export`: a copy of what the partnership knows together, for a host."""
    await bot.database.run(_export, "", act.channel, act.who, bot.clock())
    return Say(message(say(end_view.COPIED)))


async def continued(bot: Bot, act: Press) -> Reply:
    return Open(await bot.database.run(_confirming, act.value, act.channel or "", act.who, bot.clock()))


def _confirming(session: Session, about: str, channel: str, who: Who, now: datetime) -> dict[str, Any]:
    partnership, _ = _hosted(session, about, channel, who, now)
    stake = ending.at_stake(session, partnership)
    return end_view.confirming(partnership.name, stake, partnership.channel_id, str(partnership.id))


async def ended(bot: Bot, act: Submission) -> Reply:
    """Everything is deleted, and what a pulse held is swept from the disk."""
    try:
        name = await bot.database.run(ending.end, int(act.about), act.who, act.text(end_view.TYPED))
    except ending.OtherNameError:
        return Errors({end_view.TYPED: end_view.OTHER_NAME})
    except (GoneError, NoPartnershipError):
        return Say(message(say(end_view.ALREADY)))
    for _ in range(SWEEPS):
        if await bot.database.sweep(ending.SWEPT):
            break
        await asyncio.sleep(0.1)
    return Say(end_view.ended(name))


SUBCOMMANDS: Subcommands = {
    "my-data": data,
    "forget-me": forget,
    "export": copy,
    "end": end,
}

ACTIONS: Actions = {
    view.SHOW: data_pressed,
    forget_view.BEGIN: forget_pressed,
    end_view.BEGIN: end_pressed,
    end_view.EXPORT: export,
    end_view.CONTINUE: continued,
}

FORMS: Forms = {
    forget_view.FORM: forgotten,
    end_view.FORM: ended,
}

REFUSALS: Refusals = {
    forgetting.LastHostError: forget_view.LAST_HOST,
    forgetting.NothingHeldError: forget_view.NOTHING,
}
