"""What the cards, forms and lists of consultations show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.partnership.views.partner import Choice


@dataclass(frozen=True)
class PromptView:
    """A question of a consultation; how many there are is known to those who open one, not to others."""

    id: int
    number: int
    text: str
    asked: bool
    post_id: int | None


@dataclass(frozen=True)
class ConsultationView:
    """A consultation as people see it."""

    id: int
    partnership_id: int
    channel_id: str
    zone: str
    audience: str | None
    until: date
    closed_at: datetime | None
    undone: bool
    prompts: tuple[PromptView, ...]
    heard: tuple[str, ...]  # organisations and groups of at least three; of nobody else is anything said
    answers: int = 0  # told once it is closed
    post_id: int | None = None
    next_at: datetime | None = None  # when the next question comes, or else the digest

    @property
    def asked(self) -> tuple[PromptView, ...]:
        return tuple(prompt for prompt in self.prompts if prompt.asked)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and not self.undone


@dataclass(frozen=True)
class ConsultationEntry:
    """What a host fills in to open a consultation, or to change it."""

    prompts: Sequence[str]
    audience: str
    until: date | None


@dataclass(frozen=True)
class ConsultationForm:
    """What the form of a consultation begins with; `about` is the one it changes."""

    channel_id: str
    asked: tuple[str, ...]  # what has been asked already, which stays as it is
    prompts: tuple[str, ...]
    audience: str
    until: date
    about: str = ""


@dataclass(frozen=True)
class AnswerEntry:
    """What somebody fills in as their answer."""

    text: str
    group: str = ""
    of_organisation: bool = False
    passed_on: bool = False


@dataclass(frozen=True)
class AnswerForm:
    """What the form of an answer begins with; `about` is its question and its key, or the answer it changes."""

    channel_id: str
    prompt: str
    about: str
    entry: AnswerEntry | None = None  # of the answer it changes


@dataclass(frozen=True)
class AnswerView:
    """An answer as everybody sees it once the consultation is closed; no author: it was given without a name."""

    id: int
    prompt_id: int
    text: str
    author: str | None
    passed_on: bool
    own: bool = False  # whoever looks may change it
    removable: bool = False  # whoever looks may take it out


@dataclass(frozen=True)
class AnswerReceipt:
    """An answer for whoever gave it, with the key by which it can be changed."""

    text: str
    key: str
    named: bool
    until: date
    closed: bool
    partnership_id: int
    organisations: Choice | None = None  # where it is to be counted for theirs, and that is not known


@dataclass(frozen=True)
class Digest:
    """What people said: a consultation that is closed, with its answers in no order."""

    consultation: ConsultationView
    answers: Sequence[AnswerView]


@dataclass(frozen=True)
class Status:
    """A partnership's consultation that is open, or the last one, for one person; none: there has been none."""

    partnership_id: int
    consultation: ConsultationView | None
    own: Sequence[AnswerView]
    host: bool
