"""Beginning and ending a time of reflection."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot import mine, partnerships, reflecting
from bot.core import Bot
from bot.settings import Settings
from bot.views import reflection as view
from bot.views.kit import Message, message, say
from handlers.acts import Command
from handlers.replies import Reply, Say


async def reflect(bot: Bot, act: Command, rest: str) -> Reply:
    """`reflect` begins it and says what it means; `reflect end` ends it."""
    word = rest.strip().lower()
    if word not in {"", "end"}:
        return Say(view.unclear(bot.settings.command_partnership))
    return Say(await bot.database.run(_reflect, act, word != "end", bot.settings, bot.clock()))


def _reflect(session: Session, act: Command, on: bool, settings: Settings, now: datetime) -> Message:  # noqa: FBT001
    partnership, member = partnerships.enter(session, act.channel, act.who, now)
    changed = reflecting.reflect(session, partnership, member, on=on, calendar=settings.holidays, now=now)
    session.flush()
    mine.keep_home(session, act.who, now)
    if on:
        return view.begun(settings.command_partnership, fresh=changed)
    return view.ended(settings.command_partnership) if changed else message(say(view.NOT_REFLECTING))
