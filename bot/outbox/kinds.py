"""The kinds of post: where each goes, whose words it carries, whether it was asked for, how late, how long, who hears.

A kind that is not in this table cannot be written. `forget-me` takes back the words that the kinds carry, retention
goes by how long they are kept, the timetable and the weekly asks by what nobody asked for, and hosts hear of what did
not reach the room.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from bot.models import (
    Aim,
    Blocker,
    Consultation,
    ConsultationAnswer,
    ConsultationPrompt,
    Habit,
    Idea,
    Initiative,
    Partner,
    Partnership,
    Proposal,
    Response,
    Skill,
    Spotlight,
    Vision,
    Why,
    Win,
)


class UnregisteredKindError(Exception):
    """A kind of post that the table does not have; whoever adds one says there whose words it carries."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"There is no kind of post {kind!r}: add it to KINDS in bot/outbox/kinds.py.")


class To(Enum):
    """Whom a post is for."""

    CHANNEL = auto()  # or a thread in it; its hosts hear if it does not arrive
    HOSTS = auto()  # each of them privately and at once: what failed, and what is due today
    DIGEST = auto()  # hosts too, as a line of their weekly digest: all that can wait
    PERSON = auto()
    FEW = auto()  # a group of their own
    HOME = auto()  # a person's Home: its words are read when it is sent, and not kept


class Forgotten(Enum):
    """What becomes of words when the person who wrote them asks to be forgotten."""

    IF_CHOSEN = auto()  # a neutral sentence takes their place, if the person wants it so
    STAYS = auto()  # they stay where they stand, without the name


class Lateness(Enum):
    """What to do with a post whose time went by while the scheduler did not run, or nothing could be sent."""

    SAME_DAY = auto()  # worth saying until 17:00 of its day; after that the next one is soon enough
    ONCE = auto()  # still worth saying: once, for the latest of the times missed
    EVER = auto()  # an answer or news: it goes out whenever Slack takes it


class Kept(Enum):
    """How long a post is kept."""

    MONTHS = auto()  # as many as the partnership keeps things
    ALWAYS = auto()  # as long as there is a partnership


@dataclass(frozen=True)
class Words:
    """Words that people write: the columns they are kept in, each with the one that says whose they are."""

    name: str
    forgotten: Forgotten
    columns: tuple[tuple[Any, Any], ...]


WINS = Words("wins", Forgotten.IF_CHOSEN, ((Win.text, Win.member_id),))
BLOCKERS = Words(
    "blockers", Forgotten.IF_CHOSEN, ((Blocker.text, Blocker.member_id), (Blocker.outcome, Blocker.fixed_by))
)
IDEAS = Words("ideas", Forgotten.IF_CHOSEN, ((Idea.text, Idea.member_id), (Idea.because, Idea.decided_by)))
SPOTLIGHTS = Words("spotlights", Forgotten.IF_CHOSEN, ((Spotlight.text, Spotlight.member_id),))
REASONS = Words(
    "reasons", Forgotten.IF_CHOSEN, ((Proposal.reason, Proposal.member_id), (Proposal.because, Proposal.decided_by))
)
HABITS = Words("habits", Forgotten.IF_CHOSEN, ((Habit.text, Habit.member_id),))
ANSWERS = Words("answers", Forgotten.IF_CHOSEN, ((ConsultationAnswer.text, ConsultationAnswer.member_id),))
CONSULTATIONS = Words(
    "consultations",
    Forgotten.STAYS,
    (
        (Consultation.audience, Consultation.member_id),
        (ConsultationPrompt.text, Consultation.member_id),
        (ConsultationAnswer.group_name, ConsultationAnswer.member_id),  # several people's, where it is shown
    ),
)
INITIATIVES = Words(
    "initiatives",
    Forgotten.IF_CHOSEN,
    (
        (Initiative.text, Initiative.member_id),
        (Initiative.step, Initiative.step_by),
        (Initiative.because, Initiative.ended_by),
    ),
)
SKILLS = Words("skills", Forgotten.STAYS, ((Skill.name, Skill.member_id),))  # in posts: the rows go with the person
VISION = Words(
    "vision",
    Forgotten.STAYS,
    (
        (Vision.text, Vision.member_id),
        (Aim.text, Vision.member_id),
        (Proposal.text, Proposal.member_id),
        (Proposal.aims, Proposal.member_id),
    ),
)
WHY = Words("why", Forgotten.STAYS, ((Why.text, Why.member_id),))
RESPONSES = Words(
    "responses",
    Forgotten.STAYS,
    tuple((text, Response.member_id) for text in (Response.action, Response.because, Response.became)),
)
NAMES = Words("names", Forgotten.STAYS, ((Partnership.name, None), (Partner.name, None)))


@dataclass(frozen=True)
class Kind:
    """A kind of post. None of this has a usual value: whoever adds a kind decides."""

    name: str
    to: To
    words: tuple[Words, ...]  # none: it is all Pencil's own
    unasked: bool  # it counts among what a channel has room for, or a person's week
    lateness: Lateness
    kept: Kept


# Short, so that the table reads as one.
_CHANNEL, _HOSTS, _DIGEST = To.CHANNEL, To.HOSTS, To.DIGEST
_PERSON, _FEW, _HOME = To.PERSON, To.FEW, To.HOME
_UNASKED, _ASKED = True, False
_SAME_DAY, _ONCE, _EVER = Lateness.SAME_DAY, Lateness.ONCE, Lateness.EVER
_MONTHS, _ALWAYS = Kept.MONTHS, Kept.ALWAYS

KINDS = {
    kind.name: kind
    for kind in (
        # What comes by the timetable
        Kind("pulse", _CHANNEL, (RESPONSES, NAMES), _UNASKED, _SAME_DAY, _MONTHS),
        Kind("roll-call", _CHANNEL, (NAMES,), _UNASKED, _ONCE, _MONTHS),
        Kind("consultations", _CHANNEL, (CONSULTATIONS, ANSWERS, NAMES), _UNASKED, _ONCE, _MONTHS),
        Kind("checkins", _CHANNEL, (BLOCKERS, IDEAS, WHY), _UNASKED, _SAME_DAY, _MONTHS),
        Kind("skills", _CHANNEL, (SKILLS, BLOCKERS, NAMES), _UNASKED, _ONCE, _MONTHS),
        Kind("celebrations", _CHANNEL, (WINS, BLOCKERS, SPOTLIGHTS, VISION, NAMES), _UNASKED, _ONCE, _MONTHS),
        Kind("vision", _CHANNEL, (VISION, WHY, WINS, IDEAS), _UNASKED, _ONCE, _MONTHS),
        Kind("pulse-results", _CHANNEL, (RESPONSES, NAMES), _UNASKED, _EVER, _MONTHS),
        # What the room hears because somebody did something
        Kind("standing", _CHANNEL, (NAMES,), _ASKED, _EVER, _ALWAYS),
        Kind("win", _CHANNEL, (WINS, BLOCKERS, VISION, NAMES), _ASKED, _EVER, _MONTHS),
        Kind("blocker", _CHANNEL, (BLOCKERS, NAMES), _ASKED, _EVER, _MONTHS),
        Kind("blocker-note", _CHANNEL, (), _ASKED, _EVER, _MONTHS),
        Kind("idea", _CHANNEL, (IDEAS, NAMES), _ASKED, _EVER, _MONTHS),
        Kind("idea-note", _CHANNEL, (IDEAS,), _ASKED, _EVER, _MONTHS),
        Kind("initiative", _CHANNEL, (INITIATIVES, VISION), _ASKED, _EVER, _MONTHS),
        Kind("initiative-note", _CHANNEL, (INITIATIVES,), _ASKED, _EVER, _MONTHS),
        Kind("proposal", _CHANNEL, (VISION, REASONS), _ASKED, _EVER, _MONTHS),
        Kind("proposal-note", _CHANNEL, (REASONS,), _ASKED, _EVER, _MONTHS),
        Kind("habit", _CHANNEL, (HABITS,), _ASKED, _EVER, _MONTHS),
        Kind("checkin-summary", _CHANNEL, (WHY,), _ASKED, _EVER, _MONTHS),
        Kind("pulse-note", _CHANNEL, (), _ASKED, _EVER, _MONTHS),
        Kind("pulse-response", _CHANNEL, (RESPONSES,), _ASKED, _EVER, _MONTHS),
        Kind("hostless", _CHANNEL, (), _ASKED, _EVER, _MONTHS),
        # What a person, or a few, did not ask for
        Kind("help", _PERSON, (BLOCKERS, SKILLS, NAMES), _UNASKED, _EVER, _MONTHS),
        Kind("thanked", _PERSON, (), _UNASKED, _EVER, _MONTHS),
        Kind("spotlight", _PERSON, (NAMES,), _UNASKED, _EVER, _MONTHS),
        Kind("authors", _PERSON, (WINS,), _UNASKED, _EVER, _MONTHS),
        Kind("win-offer", _PERSON, (), _UNASKED, _EVER, _MONTHS),
        Kind("hosting", _PERSON, (NAMES,), _UNASKED, _EVER, _MONTHS),
        Kind("introduction-offer", _PERSON, (BLOCKERS, IDEAS, SKILLS, VISION, NAMES), _UNASKED, _EVER, _MONTHS),
        # What they took on
        Kind("taken-on", _PERSON, (INITIATIVES,), _ASKED, _EVER, _MONTHS),
        # What answers them
        Kind("welcome", _PERSON, (WHY, VISION, HABITS, BLOCKERS, NAMES), _ASKED, _EVER, _MONTHS),
        Kind("welcome-back", _PERSON, (NAMES,), _ASKED, _EVER, _MONTHS),
        Kind("introduction", _FEW, (BLOCKERS, IDEAS, SKILLS, VISION, NAMES), _ASKED, _EVER, _MONTHS),
        Kind("host-made", _PERSON, (NAMES,), _ASKED, _EVER, _MONTHS),
        Kind("hosting-answer", _PERSON, (), _ASKED, _EVER, _MONTHS),
        Kind("parcel", _PERSON, (), _ASKED, _EVER, _MONTHS),
        Kind("home", _HOME, (), _ASKED, _EVER, _ALWAYS),
        # What hosts hear at once: it failed, is due today, or somebody waits for them
        Kind("help-due", _HOSTS, (BLOCKERS, NAMES), _ASKED, _EVER, _MONTHS),
        Kind("pulse-unopened", _HOSTS, (), _ASKED, _EVER, _MONTHS),
        Kind("pulse-key", _HOSTS, (), _ASKED, _EVER, _MONTHS),
        Kind("pulse-reminder", _HOSTS, (RESPONSES,), _ASKED, _EVER, _MONTHS),  # of the day they named
        Kind("keeping", _HOSTS, (), _ASKED, _EVER, _MONTHS),  # a month's notice counts from then
        Kind("late", _HOSTS, (), _ASKED, _EVER, _MONTHS),
        Kind("trouble", _HOSTS, (), _ASKED, _EVER, _MONTHS),
        Kind("uninstalled", _HOSTS, (NAMES,), _ASKED, _EVER, _MONTHS),
        # What hosts hear once a week, and what of it is a line there
        Kind("digest", _HOSTS, (BLOCKERS, NAMES), _ASKED, _EVER, _MONTHS),
        Kind("pulse-action", _DIGEST, (), _ASKED, _EVER, _MONTHS),
        Kind("help-wanted", _DIGEST, (BLOCKERS, NAMES), _ASKED, _EVER, _MONTHS),
        Kind("checkin-stuck", _DIGEST, (), _ASKED, _EVER, _MONTHS),
        Kind("partner-moved", _DIGEST, (NAMES,), _ASKED, _EVER, _MONTHS),
        Kind("wish", _DIGEST, (), _ASKED, _EVER, _MONTHS),
        Kind("quiet-week", _DIGEST, (), _ASKED, _EVER, _MONTHS),
        Kind("woken", _DIGEST, (), _ASKED, _EVER, _MONTHS),
    )
}

# What features go by.
IN_CHANNEL = tuple(kind.name for kind in KINDS.values() if kind.to is To.CHANNEL)  # hosts hear if one does not arrive
UNASKED_IN_CHANNEL = tuple(name for name in IN_CHANNEL if KINDS[name].unasked)
ASKS = tuple(kind.name for kind in KINDS.values() if kind.unasked and kind.to is To.PERSON)
HOMES = tuple(kind.name for kind in KINDS.values() if kind.to is To.HOME)
LASTING = tuple(kind.name for kind in KINDS.values() if kind.kept is Kept.ALWAYS)
TAKEN_BACK = {
    words.name: words for kind in KINDS.values() for words in kind.words if words.forgotten is Forgotten.IF_CHOSEN
}


def authors(table: Any) -> dict[str, str]:
    """By the columns of a table that hold people's words, the columns beside them that say whose these are."""
    columns = [pair for kind in KINDS.values() for words in kind.words for pair in words.columns]
    return {
        column.key: author.key
        for column, author in columns
        if column.class_ is table and author is not None and author.class_ is table
    }


def check(kind: str) -> None:
    """Raises `UnregisteredKindError` for a kind that is not in the table."""
    if kind not in KINDS:
        raise UnregisteredKindError(kind)
