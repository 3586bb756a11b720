"""The whole timetable: each kind of post that is scheduled, and the rule that writes it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.checkins import lifecycle as checkins
from bot.consultations import lifecycle as consultations
from bot.ideas import question
from bot.pulse import opening
from bot.roll_call import lifecycle as roll_call
from bot.schedule.timetable import Due
from bot.settings import Settings
from bot.skills import discoveries
from bot.wins import celebrations

Composer = Callable[[Session, Sequence[Due], Settings, datetime], None]

# In the order of the timetable's KINDS: who has the right of way is written first.
COMPOSERS: dict[str, Composer] = {
    "celebrations": lambda session, due, _, now: celebrations.compose(session, due, now),
    "pulse": opening.compose,
    "roll-call": lambda session, due, _, now: roll_call.compose(session, due, now),
    "consultations": lambda session, due, _, now: consultations.compose(session, due, now),
    "checkins": lambda session, due, _, now: checkins.compose(session, due, now),
    "skills": lambda session, due, _, now: discoveries.compose(session, due, now),
    "vision": lambda session, due, _, now: question.compose(session, due, now),
}
