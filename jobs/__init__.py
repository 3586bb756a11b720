"""What the clock sends us. `KINDS` is the whole timetable: each kind of post, and the rule that writes it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot import celebrations
from bot.timetable import Due

Composer = Callable[[Session, Sequence[Due], datetime], None]

KINDS: dict[str, Composer] = {
    "celebrations": celebrations.compose,
}
