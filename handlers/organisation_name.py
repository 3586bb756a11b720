"""About our name: confirming it in a joint win, taking it off and putting it back."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.partnership import organisation_choice
from bot.partnership.members import Who
from bot.partnership.views import partner as partner_view
from bot.slack.messages import Message
from bot.wins import celebrations
from bot.wins import organisation_name as naming
from bot.wins.views import celebration
from bot.wins.views import organisation_name as view
from handlers.payloads import Press
from handlers.replies import Reply, Say
from handlers.tables import Actions, Refusals


async def about(bot: Bot, act: Press) -> Reply:
    return Say(await bot.database.run(_about, act.value, act.who, bot.clock()), beside=True)


def _about(session: Session, token: str, who: Who, now: datetime) -> Message:
    partnership, post = naming.place(session, token, who, now)
    try:
        return view.about(*naming.named(session, partnership, post.id, who, now))
    except naming.NoOrganisationError:
        return partner_view.asking(organisation_choice.choice(session, partnership, who.team_id))


async def answer(bot: Bot, act: Press) -> Reply:
    what = act.action.partition(".")[2]
    return Say(await bot.database.run(_answer, int(act.value), act.who, what, bot.clock()), beside=True)


def _answer(session: Session, win_id: int, who: Who, what: str, now: datetime) -> Message:
    name, state, post_id = naming.answer(session, win_id, who, what, now)
    if post_id is not None:
        celebrations.redraw(session, post_id)
    return view.about(name, [state])


ACTIONS: Actions = {
    celebration.NAMES: about,
    view.CONFIRM: answer,
    view.OFF: answer,
    view.BACK: answer,
}

REFUSALS: Refusals = {
    naming.NotNamedError: view.NOT_NAMED,
}
