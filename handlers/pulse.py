"""The pulse: taking it, running it, and saying what is done about it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.lib.refusals import GoneError, NothingToldError
from bot.models import Partnership
from bot.partnership import homes, members, partnerships
from bot.partnership.members import Who
from bot.pulse import acts, results
from bot.pulse import controls as hosting
from bot.pulse import lifecycle as pulse
from bot.pulse.acts import ClosedError, NotInvitedError, SpoiltError
from bot.pulse.ballots import AnsweredError, NoKeyError
from bot.pulse.views import controls as controls_view
from bot.pulse.views import pulse as view
from bot.pulse.views import response as response_view
from bot.pulse.views.response import Responded
from bot.schedule import timetable
from bot.slack.messages import Message, message
from bot.slack.rich_text import say
from handlers.markup import first_word
from handlers.payloads import Command, Press, Submission
from handlers.people import named
from handlers.replies import Errors, Open, Reply, Say, Show, Stay
from handlers.tables import Actions, Forms, Subcommands

_REFUSALS = (ClosedError, NotInvitedError, AnsweredError, SpoiltError, GoneError)


def _words(refusal: Exception) -> Message:
    if isinstance(refusal, ClosedError):
        return view.closed(refusal.about)
    if isinstance(refusal, NotInvitedError):
        return view.not_invited(refusal.opened, refusal.next_at, refusal.zone)
    if isinstance(refusal, AnsweredError):
        return message(say(view.ANSWERED))
    return message(say(view.SPOILT if isinstance(refusal, SpoiltError) else view.NOT_THERE))


# Taking it


async def take(bot: Bot, act: Press) -> Reply:
    try:
        found = await bot.database.read(acts.ask, act.value, act.who, bot.clock())
    except _REFUSALS as refusal:
        return Say(_words(refusal), beside=True)
    return Open(view.taking(found.about, found.statements, found.channel_id, own_key=found.own_key))


async def reviewed(bot: Bot, act: Submission) -> Reply:
    """What was chosen, as it will be counted, on top of the form."""
    try:
        found = await bot.database.read(acts.ask, act.about, act.who, bot.clock())
        answers = _answers(act.answers)
        acts.check(answers, tuple(one.key for one in found.statements))
    except _REFUSALS as refusal:
        return Show(view.told(_words(refusal)))
    return Open(view.review(found.about, found.statements, answers, found.group, found.channel_id))


def _answers(said: Mapping[str, object]) -> dict[str, int]:
    return acts.read(",".join(f"{key}:{answer}" for key, answer in said.items()))


async def sent(bot: Bot, act: Submission) -> Reply:
    """Counted, or word of why not; what was answered stays in the form wherever it can still be sent."""
    token, _, said = act.about.partition(" ")
    try:
        answers = acts.read(said)
        key = pulse.master(bot.settings)
        about = await bot.database.run(acts.send, token, act.who, answers, key, bot.clock())
    except NoKeyError:
        return Stay(message(say(view.NO_KEY)))
    except _REFUSALS as refusal:
        return Show(view.told(_words(refusal)))
    return Show(view.sent(about))


# Running it


async def command(bot: Bot, act: Command, rest: str) -> Reply:
    """`/partnership pulse` shows; `skip`, `floor 8` and `stop` are for hosts."""
    word, rest = first_word(rest)
    command, calendar, now = bot.settings.command_partnership, bot.settings.holidays, bot.clock()
    try:
        if word == "skip":
            return Say(await bot.database.run(_skip, act.channel, act.who, calendar, now))
        if word == "floor":
            return Say(await bot.database.run(_raise_floor, act.channel, act.who, rest, now))
        if word == "stop":
            return Say(await bot.database.run(_stop, act.channel, act.who, now))
    except hosting.NothingToSkipError:
        return Say(message(say(controls_view.NOTHING_TO_SKIP)))
    except hosting.NothingOpenError:
        return Say(message(say(controls_view.NOTHING_TO_STOP)))
    except hosting.FloorError:
        return Say(message(say(controls_view.NO_LOWER)))
    return Say(await bot.database.read(_overview, act.channel, act.who, command))


def _overview(session: Session, channel: str, who: Who, command: str) -> Message:
    partnership = partnerships.find(session, channel)
    member = members.lookup(session, partnership.id, who)
    return controls_view.overview(
        pulse.shown(session, partnership),
        timetable.next_at(session, partnership.id, pulse.KIND),
        partnership.zone,
        host=member is not None and member.host,
        floor=partnership.pulse_floor,
        command=command,
    )


def _skip(session: Session, channel: str, who: Who, calendar: str, now: datetime) -> Message:
    partnership = partnerships.find(session, channel)
    left_out = hosting.skip(session, partnership, who, calendar, now)
    value = f"{partnership.id}.{left_out.occasion}"
    next_at = timetable.next_at(session, partnership.id, pulse.KIND)
    return controls_view.skipped(left_out.at, next_at, partnership.zone, value)


async def unskip(bot: Bot, act: Press) -> Reply:
    partnership_id, _, month = act.value.partition(".")
    calendar, now = bot.settings.holidays, bot.clock()
    try:
        return Say(await bot.database.run(_unskip, int(partnership_id), month, act.who, calendar, now))
    except hosting.TooLateError:
        return Say(message(say(controls_view.TOO_LATE)))


def _unskip(session: Session, partnership_id: int, month: str, who: Who, calendar: str, now: datetime) -> Message:
    partnership = session.get_one(Partnership, partnership_id)
    hosting.unskip(session, partnership, who, month, calendar, now)
    return controls_view.unskipped(timetable.next_at(session, partnership.id, pulse.KIND), partnership.zone)


def _raise_floor(session: Session, channel: str, who: Who, said: str, now: datetime) -> Message:
    partnership = partnerships.find(session, channel)
    floor = int(said) if said.strip().isdecimal() and len(said) < 4 else 0  # noqa: PLR2004
    return controls_view.floor_set(hosting.raise_floor(session, partnership, who, floor, now))


def _stop(session: Session, channel: str, who: Who, now: datetime) -> Message:
    hosting.stop(session, partnerships.find(session, channel), who, now)
    return message(say(controls_view.STOPPED))


# You said, we did


async def respond(bot: Bot, act: Press) -> Reply:
    return Open(await bot.database.run(_responding, int(act.value), act.who, bot.clock()))


def _responding(session: Session, pulse_id: int, who: Who, now: datetime) -> dict[str, Any]:
    _, partnership, _, month = results.asked(session, pulse_id, who, now)
    before = results.response(session, pulse_id)
    return response_view.responding(pulse_id, month, partnership.channel_id, before, owner=who.user_id)


async def responded_by_form(bot: Bot, act: Submission) -> Reply:
    action, because = act.text(response_view.ACTION).strip(), act.text(response_view.BECAUSE).strip()
    due, owner = act.text(response_view.DUE), act.text(response_view.OWNER)
    if bool(action) == bool(because):
        return Errors({response_view.ACTION: response_view.ONE_OF_TWO})
    if action and not owner:
        return Errors({response_view.OWNER: response_view.NO_OWNER})
    if action and not due:
        return Errors({response_view.DUE: response_view.NO_DUE})
    people = await named(bot, [owner]) if action else ()
    if action and not people:
        return Errors({response_view.OWNER: response_view.NOBODY})
    try:
        said = await bot.database.run(
            _respond,
            int(act.about),
            act.who,
            action or None,
            people[0] if people else None,
            date.fromisoformat(due) if action else None,
            because or None,
            bot.clock(),
        )
    except _PastDueError:
        return Errors({response_view.DUE: response_view.PAST_DUE})
    except NothingToldError:
        return Errors({response_view.ACTION if action else response_view.BECAUSE: response_view.ONE_OF_TWO})
    return Say(response_view.responded(said, int(act.about)))


class _PastDueError(Exception):
    """An action cannot be done by a day that has gone by."""


def _respond(
    session: Session,
    pulse_id: int,
    who: Who,
    action: str | None,
    owner: Who | None,
    due: date | None,
    because: str | None,
    now: datetime,
) -> Responded:
    _, partnership, _, _ = results.asked(session, pulse_id, who, now, hold=True)
    before = results.response(session, pulse_id)
    if due is not None and due != (before and before.due) and due < now.astimezone(ZoneInfo(partnership.zone)).date():
        raise _PastDueError
    said = results.respond(session, pulse_id, who, action=action, owner=owner, due=due, because=because, now=now)
    homes.keep_home(session, who)
    return said


async def became(bot: Bot, act: Press) -> Reply:
    return Open(await bot.database.run(_becoming, int(act.value), act.who, bot.clock()))


def _becoming(session: Session, pulse_id: int, who: Who, now: datetime) -> dict[str, Any]:
    _, partnership, _, _ = results.asked(session, pulse_id, who, now)
    said = results.response(session, pulse_id)
    if said is None or said.action is None:
        raise GoneError
    return response_view.becoming(pulse_id, partnership.channel_id, said)


async def became_by_form(bot: Bot, act: Submission) -> Reply:
    pulse_id, said = int(act.about), act.text(response_view.OUTCOME)
    try:
        told = await bot.database.run(results.tell_outcome, pulse_id, act.who, said, bot.clock())
    except NothingToldError:
        return Errors({response_view.OUTCOME: response_view.NO_OUTCOME})
    return Say(response_view.responded(told, pulse_id))


SUBCOMMANDS: Subcommands = {
    "pulse": command,
}

ACTIONS: Actions = {
    view.TAKE: take,
    controls_view.UNSKIP: unskip,
    response_view.RESPOND: respond,
    response_view.BECAME: became,
}

FORMS: Forms = {
    view.FORM: reviewed,
    view.REVIEW_FORM: sent,
    response_view.RESPOND_FORM: responded_by_form,
    response_view.BECAME_FORM: became_by_form,
}
