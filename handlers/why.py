"""Why now: shown to everybody, said by hosts."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.lib.refusals import NothingToldError
from bot.lib.text import TooLongError
from bot.models import Member, Partnership
from bot.partnership import homes, members, partnerships, why
from bot.partnership.members import Who
from bot.partnership.views import why as view
from bot.slack.messages import Message
from handlers.payloads import Command, Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Subcommands


async def word(bot: Bot, act: Command, rest: str) -> Reply:
    """`why` shows the sentence that holds, `why history` all there have been; a host says another with `why TEXT`."""
    if rest and rest.lower() != "history":
        try:
            return Say(await bot.database.run(_say, act.channel, act.who, rest, bot.clock()))
        except TooLongError as refusal:
            return Say(view.too_long(refusal.text, refusal.most))
    command = bot.settings.command_partnership
    return Say(await bot.database.run(_shown, act.channel, act.who, bool(rest), command, bot.clock()))


def _shown(session: Session, channel: str, who: Who, all_: bool, command: str, now: datetime) -> Message:  # noqa: FBT001
    partnership, member = partnerships.enter(session, channel, who, now)
    said = why.history(session, partnership.id)
    return view.shown(said, partnership.zone, partnership.id, host=member.host, command=command, all_=all_)


def _say(session: Session, channel: str, who: Who, text: str, now: datetime) -> Message:
    partnership, member = partnerships.enter(session, channel, who, now)
    return _kept(session, partnership, member, text, now)


def _kept(session: Session, partnership: Partnership, member: Member, text: str, now: datetime) -> Message:
    new = why.write(session, partnership, member, text, now)
    homes.keep_home(session, Who(member.team_id, member.user_id))
    said = why.reason(session, partnership.id)
    assert said is not None
    return view.kept(said, partnership.id, new=new)


async def say(bot: Bot, act: Press) -> Reply:
    """The form, for a host."""
    return Open(await bot.database.run(_form, act.value, act.channel or "", act.who, bot.clock()))


def _form(session: Session, partnership_id: str, channel: str, who: Who, now: datetime) -> dict[str, Any]:
    partnership = partnerships.resolve(session, partnership_id, channel, who)
    members.require_host(members.admit(session, partnership, who, now))
    said = why.current(session, partnership.id)
    return view.saying(partnership.channel_id, said.text if said else "")


async def said_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        return Say(await bot.database.run(_say, act.channel, act.who, act.text(view.TEXT), bot.clock()))
    except NothingToldError:
        return Errors({view.TEXT: view.EMPTY})
    except TooLongError as refusal:
        return Errors({view.TEXT: view.too_long_words(refusal.text, refusal.most)})


SUBCOMMANDS: Subcommands = {
    "why": word,
}

ACTIONS: Actions = {
    view.SAY: say,
}

FORMS: Forms = {
    view.SAY_FORM: said_by_form,
}
