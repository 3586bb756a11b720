"""What the clock sends us. `KINDS` is the whole timetable: each kind of post, and the rule that writes it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot import celebrations, checkins, discoveries
from bot.timetable import Due

Composer = Callable[[Session, Sequence[Due], datetime], None]

# In the order of `bot.timetable.KINDS`: who has the right of way is written first.
KINDS: dict[str, Composer] = {
    "checkins": checkins.compose,
    "skills": discoveries.compose,
    "celebrations": celebrations.compose,
}
