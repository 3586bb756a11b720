"""The quarterly question: about the vision, and every other time what to look at next."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from bot.ideas import entries
from bot.ideas.views import question as view
from bot.models import Partnership
from bot.partnership import partnerships
from bot.schedule.timetable import Due
from bot.vision import drift, versions

SHOWN = 3  # open ideas


def compose(session: Session, due: Sequence[Due], now: datetime) -> None:
    """The question, wherever it is due. Of ideas it is only where there is a vision, and the wins do not drift."""
    here = partnerships.by_id(session, [question.partnership_id for question in due])
    ahead = [key for key, partnership in here.items() if partnership.looks_ahead]
    ideas = entries.newest_open(session, ahead, SHOWN)
    drift.compose(session, due, now, {key: partial(view.asking, key, ideas[key]) for key in ahead})


def outlook(session: Session, partnership: Partnership, now: datetime) -> str:
    """What it would ask if it came now."""
    aims = versions.aims_in_force(session, partnership.id)
    has_vision = versions.in_force(session, partnership.id) is not None
    if partnership.looks_ahead and has_vision and not drift.drifting(session, partnership, aims, now):
        return view.OUTLOOK
    return drift.outlook(session, partnership, now)
