"""The eight stages a partnership goes through again and again: what to ask at each, and what might come next.

After John Kotter's eight accelerators, as Exeter CVS read them for partnerships; every sentence is our own.
"""

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


@dataclass(frozen=True)
class StageGuide:
    """What a check-in on a stage is made of. Questions and steps come round in turn; facts are in order of weight.

    Evidence is what shows that the stage is alive: the stage whose evidence is oldest is asked about next.
    """

    title: str
    questions: tuple[str, ...]
    steps: tuple[str, ...]
    facts: tuple[Fact, ...]
    evidence: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class UrgencyFacts:
    """What a check-in on urgency shows beside its question: why now, and since when nobody new has come."""

    why: str | None
    nobody_since: datetime | None  # none: somebody has, lately
    zone: str


@dataclass(frozen=True)
class CheckinView:
    """A check-in as people see it."""

    title: str
    question: str
    step: str
    facts: tuple[Figure, ...]
    counts: dict[str, int]  # by word
    closed: bool
    urgency: UrgencyFacts | None = None


STAGES: dict[Stage, StageGuide] = {
    Stage.URGENCY: StageGuide(
        "Urgency",
        questions=(
            "How are you getting on with telling others why this matters?",
            "How are you getting on with winning over the people you work with?",
            "How are you getting on with finding time for this?",
            "How are you getting on with explaining what this is about?",
            "How are you getting on with bringing somebody new along?",
        ),
        steps=(
            "Ask one person outside the partnership what would happen if nobody did this. Bring the answer here.",
            "Take five minutes of a team meeting for one true story about somebody this is for.",
            "Write to one organisation that should be here, with one reason why this is the year.",
            "Take a minute each to say why this can’t wait. Keep the words that stick.",
            "Bring one guest to what you do next, and ask them afterwards what they saw.",
        ),
        facts=(Fact.NEW_MEMBERS, Fact.NEW_PARTNERS, Fact.FIRST_WINS, Fact.ANSWERS),
        evidence=(Fact.NEW_MEMBERS, Fact.NEW_PARTNERS),
    ),
    Stage.COALITION: StageGuide(
        "Guiding coalition",
        questions=(
            "How are we getting on with having the right people round the table?",
            "How are we getting on with deciding things together, not in twos and threes?",
            "How are you getting on with knowing whom to ring in the other organisations?",
        ),
        steps=(
            "Name one voice that is missing, and agree who will ring them this week.",
            "Give one small task to two people whose organisations have not worked together yet.",
            "Put the next decision to the whole channel, with a day to answer.",
        ),
        facts=(Fact.SHARING_PARTNERS, Fact.NEW_PARTNERS, Fact.ANSWERS),
        evidence=(Fact.NEW_PARTNERS,),
    ),
    Stage.VISION: StageGuide(
        "Vision",
        questions=(
            "How are we getting on with saying in one sentence what we’re here for?",
            "How are we getting on with doing what we set out to do?",
            "How are we getting on with changing the plan when we learn something?",
        ),
        steps=(
            "Each say in a dozen words what we’re here for, and look at where the words differ.",
            "Take the last three things we did, and say what each one moved. Change one that moved nothing.",
            "Ask the newest person here to explain what we’re trying to do. Fix our words where they get stuck.",
        ),
        facts=(Fact.JOINT_WINS, Fact.SHARING_PARTNERS, Fact.ANSWERS),
    ),
    Stage.DOOR: StageGuide(
        "The open door",
        questions=(
            "How are newcomers getting on here?",
            "How are we getting on with giving real jobs to people who have just joined?",
            "How are we getting on with hearing from people who seldom speak here?",
        ),
        steps=(
            "Invite the newest person here to choose a small job of their own.",
            "Ask two people who have been quiet for a while what would make this worth their time.",
            "Write three lines for the next person who joins: where to look, whom to ask, what to skip.",
        ),
        facts=(Fact.NEW_MEMBERS, Fact.FIRST_WINS, Fact.NEW_PARTNERS),
        evidence=(Fact.NEW_MEMBERS, Fact.FIRST_WINS),
    ),
    Stage.BARRIERS: StageGuide(
        "Barriers",
        questions=(
            "How are we getting on with freeing what’s stuck?",
            "How are you getting on with getting what you need from other organisations?",
            "How are we getting on with fixing small things without asking first?",
        ),
        steps=(
            "Give the oldest open blocker a quarter of an hour together.",
            "Choose one rule that slows everybody down, and ask the people who keep it what it’s for.",
            "Raise one thing you’ve learned to live with. It may be five minutes’ work for somebody else.",
        ),
        facts=(Fact.BLOCKERS, Fact.FIXED, Fact.OFFERS),
        evidence=(Fact.BLOCKERS, Fact.FIXED, Fact.OFFERS),
    ),
    Stage.WINS: StageGuide(
        "Wins",
        questions=(
            "How are we getting on with noticing what goes well?",
            "How are we getting on with wins that bring our vision nearer?",
            "How are we getting on with seeing what every organisation does?",
        ),
        steps=(
            "Before the week is out, share one thing that somebody in another organisation did well.",
            "Find one piece of next month’s work that you could finish and show early.",
            "Ask somebody from another organisation what they’re proud of, and offer to share it for them.",
        ),
        facts=(Fact.WINS, Fact.SHARING_PARTNERS, Fact.CHEERS),
        evidence=(Fact.WINS, Fact.CHEERS),
    ),
    Stage.SUSTAINING: StageGuide(
        "Sustaining",
        questions=(
            "How are we getting on now that this is no longer new?",
            "How are we getting on with starting new work without dropping the old?",
            "How are we getting on with keeping our meetings light?",
        ),
        steps=(
            "Agree on one thing to leave undone for a month.",
            "Hand one regular job to somebody who has never done it, with the old hand to help.",
            "Pick a day, three months from now, to ask whether the way we meet still suits us.",
        ),
        facts=(Fact.AUTHORS, Fact.JOINT_WINS, Fact.SKILLS),
        evidence=(Fact.JOINT_WINS,),
    ),
    Stage.CULTURE: StageGuide(
        "Culture",
        questions=(
            "How are we getting on with helping each other before anybody asks?",
            "How are we getting on with saying so when something hasn’t worked?",
            "How are we getting on with working as one team?",
        ),
        steps=(
            "Offer something of yours to another organisation this week: an hour, a room, a name.",
            "Share something here that didn’t work, and what you’d do now.",
            "Write down one habit of ours that you’d miss, and one that you wouldn’t.",
        ),
        facts=(Fact.HELP_ACROSS, Fact.THANKS, Fact.HIDDEN_SKILLS),
        evidence=(Fact.HELP_ACROSS, Fact.HIDDEN_SKILLS),
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
) -> CheckinView:
    """The check-in of a stage as its questions and steps come round: the first has round 0."""
    guide = STAGES[stage]
    return CheckinView(
        title=guide.title,
        question=guide.questions[rounds % len(guide.questions)],
        step=guide.steps[rounds % len(guide.steps)],
        facts=facts,
        counts=counts,
        closed=closed,
        urgency=urgency,
    )
