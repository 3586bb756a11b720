"""The spotlight: taken up, changed, taken back or passed on."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.lib.refusals import NothingToldError
from bot.models import Partner, Partnership, Spotlight
from bot.partnership import homes
from bot.partnership.members import Who
from bot.slack.messages import Message, message
from bot.slack.rich_text import say
from bot.wins import celebrations, spotlights
from bot.wins.views import spotlight as view
from handlers.payloads import Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals


async def say_(bot: Bot, act: Press) -> Reply:
    return Open(await bot.database.run(_form, int(act.value), act.who, bot.clock()))


def _form(session: Session, spotlight_id: int, who: Who, now: datetime) -> dict[str, Any]:
    partnership, partner, found = spotlights.theirs(session, spotlight_id, who, now)
    if found.answer == spotlights.PASSED:
        raise spotlights.PassedOnError
    return view.saying(partner.name, partnership.channel_id, found.id, spotlights.words(session, found))


async def said_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        return Say(await bot.database.run(_said, int(act.about), act.who, act.text(view.LINES), bot.clock()))
    except NothingToldError:
        return Errors({view.LINES: view.EMPTY})
    except spotlights.TooLongError:
        return Errors({view.LINES: view.TOO_LONG})


def _said(session: Session, spotlight_id: int, who: Who, text: str, now: datetime) -> Message:
    found = spotlights.accept(session, spotlight_id, who, text, now)
    _redraw(session, found)
    homes.keep_home(session, who)
    partnership = session.get_one(Partnership, found.partnership_id)
    return view.receipt(
        session.get_one(Partner, found.partner_id).name,
        found.text or "",
        found.id,
        stands=found.post_id is not None,
        next_at=celebrations.next_for(session, partnership.id),
        zone=partnership.zone,
    )


def _redraw(session: Session, found: Spotlight) -> None:
    if found.post_id is not None:
        celebrations.redraw(session, found.post_id)


async def withdraw(bot: Bot, act: Press) -> Reply:
    return Say(await bot.database.run(_withdraw, int(act.value), act.who, bot.clock()))


def _withdraw(session: Session, spotlight_id: int, who: Who, now: datetime) -> Message:
    found = spotlights.withdraw(session, spotlight_id, who, now)
    _redraw(session, found)
    return view.withdrawn(found.id)


async def pass_on(bot: Bot, act: Press) -> Reply:
    await bot.database.run(_pass_on, int(act.value), act.who, bot.clock())
    return Say(message(say(view.PASSED)))


def _pass_on(session: Session, spotlight_id: int, who: Who, now: datetime) -> None:
    spotlights.pass_on(session, spotlight_id, who, now)
    homes.keep_home(session, who)


ACTIONS: Actions = {
    view.SAY: say_,
    view.PASS: pass_on,
    view.WITHDRAW: withdraw,
}

FORMS: Forms = {
    view.FORM: said_by_form,
}

REFUSALS: Refusals = {
    spotlights.PassedOnError: view.PASSED_ALREADY,
    spotlights.TakenUpError: view.TAKEN_UP,
    spotlights.OverError: view.OVER,
    spotlights.TooLongError: view.TOO_LONG,
}
