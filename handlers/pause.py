"""Pausing the posts and letting them go on, with a press and a form."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.lib.refusals import PastDateError
from bot.models import Member, Partnership
from bot.partnership import members, partnerships
from bot.partnership.members import Who
from bot.partnership.views import partnership as view
from bot.slack.messages import Message
from handlers import partnership as by_text
from handlers.payloads import Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms


async def pause(bot: Bot, act: Press) -> Reply:
    """The form, for a host."""
    return Open(await bot.database.run(_form, act.value, act.channel or "", act.who, bot.clock()))


def _form(session: Session, about: str, channel: str, who: Who, now: datetime) -> dict[str, Any]:
    partnership, member = _here(session, about, channel, who, now)
    members.require_host(member)
    return view.pausing(partnership.channel_id, str(partnership.id))


def _here(session: Session, about: str, channel: str, who: Who, now: datetime) -> tuple[Partnership, Member]:
    partnership = partnerships.resolve(session, about, channel, who)
    return partnership, members.admit(session, partnership, who, now)


async def paused_by_form(bot: Bot, act: Submission) -> Reply:
    command, calendar = bot.settings.command_partnership, bot.settings.holidays
    try:
        return Say(await bot.database.run(_pause, act, command, calendar, bot.clock()))
    except PastDateError:
        return Errors({view.UNTIL: view.PAST})


def _pause(session: Session, act: Submission, command: str, calendar: str, now: datetime) -> Message:
    partnership, member = _here(session, act.about, act.channel, act.who, now)
    said = act.text(view.UNTIL)
    day = date.fromisoformat(said) if said else None
    return by_text.paused(session, partnership, member, day, command, calendar, now)


async def resume(bot: Bot, act: Press) -> Reply:
    return Say(
        await bot.database.run(_resume, act.value, act.channel or "", act.who, bot.settings.holidays, bot.clock())
    )


def _resume(session: Session, about: str, channel: str, who: Who, calendar: str, now: datetime) -> Message:
    return by_text.resumed(session, *_here(session, about, channel, who, now), calendar, now)


ACTIONS: Actions = {
    view.PAUSE: pause,
    view.RESUME: resume,
}

FORMS: Forms = {
    view.PAUSE_FORM: paused_by_form,
}
