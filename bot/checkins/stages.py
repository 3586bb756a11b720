"""The eight stages a partnership goes through again and again, and what to ask at each.

After John Kotter's eight accelerators, as Exeter CVS read them for partnerships; every sentence is our own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.checkins.evidence import Fact, Figure


class Stage(StrEnum):
    """A stage by the word a host types for it."""

    URGENCY = "urgency"
    COALITION = "coalition"
    VISION = "vision"
    DOOR = "door"
    BARRIERS = "barriers"
    WINS = "wins"
    SUSTAINING = "sustaining"
    CULTURE = "culture"


class Word(StrEnum):
    """What a person says of how it is going."""

    MOVING = "moving"
    STEADY = "steady"
    STUCK = "stuck"


class AsksFor(StrEnum):
    """What a check-in asks for besides a word."""

    HABIT = "habit"


@dataclass(frozen=True)
class StageGuide:
    """What a check-in on a stage is made of. Questions come round in turn; facts are in order of weight.

    Evidence is what shows that the stage is alive: the stage whose evidence is oldest is asked about next.
    """

    title: str
    questions: tuple[str, ...]
    facts: tuple[Fact, ...]
    evidence: tuple[Fact, ...] = ()
    asks_for: AsksFor | None = None


@dataclass(frozen=True)
class UrgencyFacts:
    """What a check-in on urgency shows beside its question: why now, and since when nobody new has come."""

    why: str | None
    nobody_since: datetime | None  # none: somebody has, lately
    zone: str


@dataclass(frozen=True)
class Memory:
    """What came of the last check-in on the same stage, as it was when the next was written."""

    on: datetime  # when it closed
    zone: str
    counts: Mapping[str, int]  # by word
    step: str | None
    taken: int  # how many people took a step on
    happened: int  # how many of them did it


@dataclass(frozen=True)
class CheckinView:
    """A check-in as people see it."""

    title: str
    question: str
    facts: tuple[Figure, ...]
    counts: dict[str, int]  # by word
    closed: bool
    urgency: UrgencyFacts | None = None
    memory: Memory | None = None
    asks_for: AsksFor | None = None


STAGES: dict[Stage, StageGuide] = {
    Stage.URGENCY: StageGuide(
        "Urgency",
        questions=(
            "Where you work, is word getting round about why this matters?",
            "Are you winning over the people you work with?",
            "How’s it going, finding time for this beside your day job?",
            "Is it getting easier to explain what we’re about?",
            "Any luck bringing somebody new along?",
        ),
        facts=(Fact.NEW_MEMBERS, Fact.NEW_PARTNERS),
        evidence=(Fact.NEW_MEMBERS, Fact.NEW_PARTNERS),
    ),
    Stage.COALITION: StageGuide(
        "Guiding coalition",
        questions=(
            "Are we getting to the people still missing from the table?",
            "Are we getting better at deciding together, not in twos and threes?",
            "Is it getting easier to know whom to ring in other organisations?",
        ),
        facts=(Fact.SHARING_PARTNERS, Fact.JOINT_WINS, Fact.NEW_PARTNERS),
        evidence=(Fact.NEW_PARTNERS,),
    ),
    Stage.VISION: StageGuide(
        "Vision",
        questions=(
            "Is it getting clearer what we’re here for?",
            "Is what we set out to do getting done?",
            "Is our plan keeping up with what we learn?",
        ),
        facts=(Fact.AIM_WINS, Fact.PROPOSALS),
        evidence=(Fact.PROPOSALS,),
    ),
    Stage.DOOR: StageGuide(
        "The open door",
        questions=(
            "How are newcomers settling in?",
            "Are people who’ve just joined finding something useful to do?",
            "Are we hearing more from people who seldom speak here?",
        ),
        facts=(Fact.NEW_MEMBERS, Fact.FIRST_WINS, Fact.NEW_PARTNERS),
        evidence=(Fact.NEW_MEMBERS, Fact.FIRST_WINS),
    ),
    Stage.BARRIERS: StageGuide(
        "Barriers",
        questions=(
            "Is what was stuck starting to shift?",
            "Are you getting what you need from other organisations?",
            "Are small things getting fixed without anybody asking first?",
        ),
        facts=(Fact.BLOCKERS, Fact.FIXED, Fact.OFFERS),
        evidence=(Fact.BLOCKERS, Fact.FIXED, Fact.OFFERS),
    ),
    Stage.WINS: StageGuide(
        "Wins",
        questions=(
            "Are we noticing what goes well?",
            "Are our wins taking us nearer to the vision?",
            "Is every organisation’s work getting seen here?",
        ),
        facts=(Fact.WINS, Fact.SHARING_PARTNERS, Fact.CHEERS),
        evidence=(Fact.WINS, Fact.CHEERS),
    ),
    Stage.SUSTAINING: StageGuide(
        "Sustaining",
        questions=(
            "Now that this isn’t new any more, how’s it going?",
            "Are we keeping the old work going while we start the new?",
            "Are our meetings getting lighter?",
        ),
        facts=(Fact.STEPS, Fact.AUTHORS, Fact.JOINT_WINS),
        evidence=(Fact.JOINT_WINS,),
    ),
    Stage.CULTURE: StageGuide(
        "Culture",
        questions=(
            "Are we helping each other before anybody asks?",
            "Is it getting easier to say that something hasn’t worked?",
            "How’s working as one team coming along?",
        ),
        facts=(Fact.HELP_ACROSS, Fact.THANKS, Fact.HIDDEN_SKILLS),
        evidence=(Fact.HELP_ACROSS, Fact.HIDDEN_SKILLS),
        asks_for=AsksFor.HABIT,
    ),
}


def view_of(
    stage: Stage,
    rounds: int,
    facts: tuple[Figure, ...],
    counts: dict[str, int],
    *,
    closed: bool,
    urgency: UrgencyFacts | None = None,
    memory: Memory | None = None,
) -> CheckinView:
    """The check-in of a stage as its questions come round: the first has round 0."""
    guide = STAGES[stage]
    return CheckinView(
        title=guide.title,
        question=guide.questions[rounds % len(guide.questions)],
        facts=facts,
        counts=counts,
        closed=closed,
        urgency=urgency,
        memory=memory,
        asks_for=guide.asks_for,
    )


def leaning(counts: Mapping[str, int]) -> Word:
    """What most said; of those said as often, the one that needs a step most. If nobody answers, it is steady."""
    if not any(counts.values()):
        return Word.STEADY
    return max((Word.STUCK, Word.STEADY, Word.MOVING), key=lambda word: counts.get(word, 0))
