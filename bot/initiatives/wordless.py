"""Initiatives whose words were taken back: they go on for those who are in them, who may say it anew."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.initiatives import cards, entries, people
from bot.models import Initiative, Partnership
from bot.slack.redact import INSTEAD


def follow(session: Session, partnership_id: int, now: datetime) -> None:
    """What nobody is in goes with its words; a step without words is none, and nobody is asked about it."""
    partnership = session.get_one(Partnership, partnership_id)
    without = or_(Initiative.text == INSTEAD, Initiative.step == INSTEAD)
    going_on = select(Initiative).where(Initiative.partnership_id == partnership_id, entries.is_running(), without)
    held = going_on.order_by(Initiative.id).with_for_update().execution_options(populate_existing=True)
    for initiative in session.scalars(held).all():
        [shown] = entries.load(session, [initiative.id])
        if initiative.text == INSTEAD and not shown.people:
            initiative.undone_at = now
        if initiative.step == INSTEAD:
            initiative.step = initiative.step_on = initiative.step_by = initiative.stepped_at = None
            people.ask_anew(session, partnership, initiative, now)
        cards.follow(session, initiative)
