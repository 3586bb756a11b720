"""Beginning and ending a time of reflection."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.hosts import reflection as reflecting
from bot.hosts.views import reflection as view
from bot.models import Member, Partnership
from bot.partnership import homes, members, partnerships
from bot.partnership.members import Who
from bot.settings import Settings
from bot.slack.messages import Message, message
from bot.slack.rich_text import say
from handlers.payloads import Command, Press
from handlers.replies import Reply, Say
from handlers.tables import Actions, Subcommands


async def reflect(bot: Bot, act: Command, rest: str) -> Reply:
    """`reflect` begins it and says what it means; `reflect end` ends it."""
    word = rest.strip().lower()
    if word not in {"", "end"}:
        return Say(view.unclear(bot.settings.command_partnership))
    return Say(await bot.database.run(_reflect, act, word != "end", bot.settings, bot.clock()))


def _reflect(session: Session, act: Command, on: bool, settings: Settings, now: datetime) -> Message:  # noqa: FBT001
    partnership, member = partnerships.enter(session, act.channel, act.who, now)
    return _turned(session, partnership, member, on, settings, now)


async def begin(bot: Bot, act: Press) -> Reply:
    return Say(await bot.database.run(_pressed, act, True, bot.settings, bot.clock()))


async def end(bot: Bot, act: Press) -> Reply:
    return Say(await bot.database.run(_pressed, act, False, bot.settings, bot.clock()))


def _pressed(session: Session, act: Press, on: bool, settings: Settings, now: datetime) -> Message:  # noqa: FBT001
    partnership = partnerships.resolve(session, act.value, act.channel or "", act.who)
    member = members.admit(session, partnership, act.who, now)
    return _turned(session, partnership, member, on, settings, now)


def _turned(
    session: Session,
    partnership: Partnership,
    member: Member,
    on: bool,  # noqa: FBT001
    settings: Settings,
    now: datetime,
) -> Message:
    changed = reflecting.reflect(session, partnership, member, on=on, calendar=settings.holidays, now=now)
    session.flush()
    homes.keep_home(session, Who(member.team_id, member.user_id))
    if on:
        return view.begun(settings.command_partnership, fresh=changed)
    return view.ended(settings.command_partnership) if changed else message(say(view.NOT_REFLECTING))


SUBCOMMANDS: Subcommands = {
    "reflect": reflect,
}

ACTIONS: Actions = {
    view.BEGIN: begin,
    view.END: end,
}
