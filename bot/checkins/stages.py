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
            "Telling others why this matters this year: how is it going?",
            "The people you work with every day: how far do they feel that this cannot wait?",
            "Finding time for this beside everything else: how is it going where you are?",
            "Being asked by others what this is about, and having an answer: how is it going?",
            "Bringing somebody along who was not here before: how is it going?",
        ),
        steps=(
            "Ask one person outside the partnership what would happen if nobody did this, and bring the answer here.",
            "Take five minutes of a team meeting for one true story of somebody this is for.",
            "Write to one organisation that ought to be here, with a single reason why this is the year.",
            "Say aloud to one another why this cannot wait, in a minute each, and keep the words that stick.",
            "Bring one guest to whatever you do next, and ask them afterwards what they saw.",
        ),
        facts=(Fact.NEW_MEMBERS, Fact.NEW_PARTNERS, Fact.FIRST_WINS, Fact.ANSWERS),
        evidence=(Fact.NEW_MEMBERS, Fact.NEW_PARTNERS),
    ),
    Stage.COALITION: StageGuide(
        "Guiding coalition",
        questions=(
            "Having the people round the table that this needs: how is it going?",
            "Deciding things together, rather than in twos and threes: how is it going?",
            "Knowing whom to ring in the other organisations: how is it coming along?",
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
            "Saying in one sentence what we are trying to do: how is it coming along?",
            "The fit between what we do each week and what we set out to do: how is it?",
            "Changing the plan when we learn something: how is it going?",
        ),
        steps=(
            "Let each of us say in a dozen words what we are here for, and look at where the words differ.",
            "Take the last three things we did and say for each what it moved; change one that moved nothing.",
            "Ask the newest person here to explain what we are trying to do, and mend our words where they limp.",
        ),
        facts=(Fact.JOINT_WINS, Fact.SHARING_PARTNERS, Fact.ANSWERS),
    ),
    Stage.DOOR: StageGuide(
        "The open door",
        questions=(
            "Newcomers finding their feet here: how is it going?",
            "Handing real jobs to people who have only just joined: how is it going?",
            "Hearing from those who seldom speak in this channel: how is it going?",
        ),
        steps=(
            "Invite the newest person here to choose a small job that is theirs alone.",
            "Ask two people who have been quiet for a while what would make this worth their time.",
            "Write three lines for whoever arrives tomorrow: where to look, whom to ask, what to skip.",
        ),
        facts=(Fact.NEW_MEMBERS, Fact.FIRST_WINS, Fact.NEW_PARTNERS),
        evidence=(Fact.NEW_MEMBERS, Fact.FIRST_WINS),
    ),
    Stage.BARRIERS: StageGuide(
        "Barriers",
        questions=(
            "Freeing what has got stuck: how are we doing?",
            "Needing something from another organisation: how does it go?",
            "Mending small things without asking for permission first: how is it going?",
        ),
        steps=(
            "Take the oldest open blocker and give it a quarter of an hour together.",
            "Choose one rule that slows everybody down, and ask whoever keeps it what it is for.",
            "Raise one thing you have learned to live with: it may be five minutes’ work for somebody else.",
        ),
        facts=(Fact.BLOCKERS, Fact.FIXED, Fact.OFFERS),
        evidence=(Fact.BLOCKERS, Fact.FIXED, Fact.OFFERS),
    ),
    Stage.WINS: StageGuide(
        "Wins",
        questions=(
            "Noticing what goes well while it is happening: how are we doing?",
            "Wins that bring us nearer to what we are here for: how is it going?",
            "Every organisation being seen for what it does: how is it going?",
        ),
        steps=(
            "Before the week is out, tell of one thing that somebody in another organisation did well.",
            "Find the first piece of next month’s work that could be finished, shown and enjoyed.",
            "Ask somebody from another organisation what they are proud of, and offer to tell it for them.",
        ),
        facts=(Fact.WINS, Fact.SHARING_PARTNERS, Fact.CHEERS),
        evidence=(Fact.WINS, Fact.CHEERS),
    ),
    Stage.SUSTAINING: StageGuide(
        "Sustaining",
        questions=(
            "Keeping going now that this is no longer new: how is it?",
            "Taking on the next piece of work without dropping the last: how is it going?",
            "Keeping our meetings and habits as light as the work allows: how is it going?",
        ),
        steps=(
            "Agree on one thing that we shall leave undone for a month.",
            "Hand one regular job to somebody who has never done it, with the old hand beside them.",
            "Set a day, three months from now, to ask whether the way we meet still suits us.",
        ),
        facts=(Fact.AUTHORS, Fact.JOINT_WINS, Fact.SKILLS),
        evidence=(Fact.JOINT_WINS,),
    ),
    Stage.CULTURE: StageGuide(
        "Culture",
        questions=(
            "Helping one another before anybody has to ask: how is it going?",
            "Saying honestly here when something has not worked: how is it going?",
            "Working so that somebody who came last week would take us for one team: how is it coming along?",
        ),
        steps=(
            "Offer something of yours to another organisation this week: an hour, a room, a name.",
            "Tell here of something that did not work, and what you would do now.",
            "Write down one habit of ours that you would miss, and one that you would not.",
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
