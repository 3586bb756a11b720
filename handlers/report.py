"""The story so far: asked for by a word, or by a form; it is made and sent when there is time."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.lib import periods
from bot.lib.periods import Period
from bot.models import Member, Partnership
from bot.outbox import files as parcels
from bot.partnership import members, partnerships
from bot.partnership.members import Who
from bot.report import facts as story
from bot.report.views import messages as view
from bot.slack.messages import Message
from bot.wins.consent import Audience
from handlers.payloads import Command, Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals, Subcommands


async def tell(bot: Bot, act: Command, rest: str) -> Reply:
    """`story`, `story 2026-01..2026-06`, `story 2026 partners`."""
    audience, days = _read(rest)
    command = bot.settings.command_partnership
    return Say(await bot.database.run(_tell, act.channel, act.who, days, audience, command, bot.clock()))


def _read(rest: str) -> tuple[Audience, str]:
    """For whom, and the days as they were written; a report is for the public unless somebody says otherwise."""
    words = rest.split()
    named = [word for word in words if word.lower() in set(Audience)]
    audience = Audience(named[-1].lower()) if named else Audience.PUBLIC
    return audience, " ".join(word for word in words if word not in named)


def _tell(
    session: Session, channel: str, who: Who, days: str, audience: Audience, command: str, now: datetime
) -> Message:
    partnership, member = partnerships.enter(session, channel, who, now)
    period = periods.read(days, partnership.started_at, partnership.zone, now)
    return _ask(session, partnership, member, period, audience, command, now)


def _ask(
    session: Session,
    partnership: Partnership,
    member: Member,
    period: Period,
    audience: Audience,
    command: str,
    now: datetime,
) -> Message:
    story.allow(session, member, audience, now)
    if not story.anything(session, partnership, period):
        return view.nothing(period, period.day(partnership.started_at), command)
    about = {"first": period.first.isoformat(), "last": period.last.isoformat(), "audience": str(audience)}
    parcels.ask(session, partnership, member, "story", about, now)
    told, wins = story.consenting(session, partnership, period, audience)
    return view.coming(partnership.name, period, audience, told, wins, command)


async def choose(bot: Bot, act: Press) -> Reply:
    return Open(await bot.database.read(_form, act.value, act.channel or "", act.who))


def _form(session: Session, partnership_id: str, channel: str, who: Who) -> dict[str, Any]:
    partnership = partnerships.resolve(session, partnership_id, channel, who)
    member = members.lookup(session, partnership.id, who)
    readers = [one for one in Audience if one is not Audience.INSIDE or (member is not None and member.host)]
    started = partnership.started_at
    begun = periods.between(None, None, started, partnership.zone, started).first
    return view.choosing(partnership.channel_id, partnership.name, begun, readers)


async def made_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        return Say(await bot.database.run(_make, act, bot.settings.command_partnership, bot.clock()))
    except periods.BackwardsError:
        return Errors({view.LAST: view.ENDS_BEFORE})


def _make(session: Session, act: Submission, command: str, now: datetime) -> Message:
    partnership, member = partnerships.enter(session, act.channel, act.who, now)
    first, last = (date.fromisoformat(act.text(one)) if act.text(one) else None for one in (view.FIRST, view.LAST))
    period = periods.between(first, last, partnership.started_at, partnership.zone, now)
    return _ask(session, partnership, member, period, Audience(act.text(view.READERS)), command, now)


SUBCOMMANDS: Subcommands = {
    "story": tell,
}

ACTIONS: Actions = {
    view.CHOOSE: choose,
}

FORMS: Forms = {
    view.FORM: made_by_form,
}

REFUSALS: Refusals = {
    periods.UnclearPeriodError: view.UNCLEAR,
    periods.BackwardsError: view.BACKWARDS,
    story.InsideError: view.INSIDE_IS_FOR_HOSTS,
}
