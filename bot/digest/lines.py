"""What a line of the digest is about. Which come first, and how often the same is said, is decided here."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.hosts import role

MOST = 4  # lines in a digest; the others wait


class Topic(StrEnum):
    """What a line is about; where there is more than a digest holds, the first of these have it."""

    ACTION = "pulse-action"
    WANTED = "help-wanted"
    STUCK = "checkin-stuck"
    MOVED = "partner-moved"
    UNSEEN = "partner-unseen"
    STEP = "step-untaken"
    ALONE = "host-alone"
    SILENT = "channel-silent"
    WISH = "wish"
    QUIET = "quiet-week"
    WOKEN = "woken"


# What is so until somebody does something, and read off what there is. All else is news, noted when it happens.
CONDITIONS = (Topic.UNSEEN, Topic.STEP, Topic.ALONE, Topic.SILENT)
NEWS = tuple(topic for topic in Topic if topic not in CONDITIONS)
_LASTING = {*CONDITIONS, Topic.ACTION, Topic.QUIET}
_ORDER = list(Topic)


@dataclass(frozen=True)
class Line:
    """One line: what it is about, and what its sentence and its button need."""

    topic: Topic
    about: str  # what makes it the same line as last week's
    key: str = ""  # what its button carries
    name: str = ""  # of an organisation, a stage or a kind of post; or the words of a step or a blocker
    number: int = 0
    away: bool = False
    day: date | None = None

    @property
    def most_times(self) -> int:
        return role.MOST_TIMES if self.topic in _LASTING else 1

    @property
    def place(self) -> int:
        return _ORDER.index(self.topic)
