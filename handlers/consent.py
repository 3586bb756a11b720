"""How far a win may be told, asked of whoever told it."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot import consent
from bot.consent import Audience
from bot.core import Bot
from bot.partnerships import Who
from bot.views import consent as view
from handlers.acts import Press, Submission
from handlers.replies import Open, Reply, Say


async def ask(bot: Bot, act: Press) -> Reply:
    return Open(await bot.database.run(_form, int(act.value), act.who, bot.clock()))


def _form(session: Session, win_id: int, who: Who, now: datetime) -> dict[str, Any]:
    partnership, win = consent.own(session, win_id, who, now)
    return view.asking(win.id, win.text, Audience(win.consent), partnership.channel_id)


async def given(bot: Bot, act: Submission) -> Reply:
    far = Audience(act.text(view.FAR))
    win = await bot.database.run(consent.give, int(act.about), act.who, far, bot.clock())
    return Say(view.agreed(win.text, far))
