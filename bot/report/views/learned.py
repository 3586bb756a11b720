"""What was learned and what changed, as a report tells it; and where each of its figures comes from."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.checkins.stages import STAGES, Stage
from bot.checkins.views.checkin import WORDS
from bot.lib.periods import written
from bot.pulse.questionnaire import CORE
from bot.pulse.trend import Change, trend
from bot.report.facts import Report, ReportedPulse
from bot.report.learning import ENOUGH, Involved, StageAnswers, StepDone, VisionChange
from bot.slack.views.wording import count

_FEW = 3  # people; a smaller number could be somebody
_CLEARLY = {
    Change.HIGHER: "clearly higher than the time before",
    Change.LOWER: "clearly lower than the time before",
    Change.ABOVE: "above what is usual here",
    Change.BELOW: "below what is usual here",
    Change.LONG_ABOVE: "above what is usual here for seven pulses",
    Change.LONG_BELOW: "below what is usual here for seven pulses",
}

SOURCES = (
    ("Wins, by month, aim and sector", "what people recorded here; a win that was undone isn’t counted"),
    ("Wins shared", "wins with two or more organisations that had a part in them, as their authors said"),
    ("Wins in people’s own words", "wins whose authors allowed it; the others are counted only"),
    ("Blockers raised and fixed", "what people raised here, and the day somebody said it was fixed"),
    ("Who worked together", "wins quoted here, and the organisations that had a part in them"),
    ("Help across organisations", "who helped, as people said when it was fixed"),
    ("Organisations", "what people said of where they’re from, and hosts for those who hadn’t"),
    ("People involved", "everybody who shared a win, helped, answered a check-in or took a step on, counted once"),
    ("Check-ins, and what most answered", f"answers to check-ins; a word leads only where {ENOUGH} or more answered"),
    ("Steps that happened", "what people said of steps they took on; nobody checks it"),
    ("How we do it here", "what people said has become normal; nobody checks it"),
    ("What we do together", "initiatives as people began and ended them; nobody checks it"),
    ("The vision", "its versions here, and what hosts or partners decided on each proposal"),
    ("The pulse", "anonymous answers, published only as rounded figures of enough people"),
    ("What the hosts did about a pulse", "what hosts wrote after its results"),
)


@dataclass(frozen=True)
class Changed:
    """One thing that changed: when, what it came of, what was done, and what became of it."""

    when: str
    source: str
    what: str
    became: str


def lessons(report: Report) -> list[tuple[str, str]]:
    """What was learned, each with where it comes from."""
    return [*(_stage(row) for row in report.learned.stages), *_pulses(report.pulses)]


def _stage(row: StageAnswers) -> tuple[str, str]:
    title = STAGES[Stage(row.stage)].title
    first, last = WORDS[row.first], WORDS[row.last]
    if row.checkins == 1:
        answer = f"{title}: most said {last}"
    elif first == last:
        answer = f"{title}: most said {last}, first and last"
    else:
        answer = f"{title}: from {first} to {last}"
    return answer, count(row.checkins, "check-in")


def _pulses(pulses: Sequence[ReportedPulse]) -> list[tuple[str, str]]:
    """What has clearly changed, by the latest pulse with a figure; no clear change is no lesson."""
    made = []
    for statement in CORE:
        figures = [(pulse.month, pulse.release.whole.get(statement.key)) for pulse in pulses]
        readings = [reading for _, reading in figures if reading is not None]
        words = _CLEARLY.get(trend(readings).change) if readings else None
        if words:
            latest = max(month for month, reading in figures if reading is not None)
            made.append((f"“{statement.text}”: {words}", f"pulse of {latest:%B %Y}"))
    return made


def changes(report: Report) -> list[Changed]:
    """What changed because of it: after pulses, in the vision, and by steps that happened."""
    return [
        *(change for pulse in report.pulses if (change := _after(pulse))),
        *(_vision(change) for change in report.learned.vision),
        *(_step(step) for step in report.learned.steps),
    ]


def _step(step: StepDone) -> Changed:
    title = STAGES[Stage(step.stage)].title
    said_by = f", said {step.people:,} people" if step.people >= _FEW else ""
    return Changed("", f"Check-in: {title}", step.step, f"It happened{said_by}")


def _after(pulse: ReportedPulse) -> Changed | None:
    if not pulse.responded:
        return None
    what = pulse.action or (f"No action, because {pulse.because}" if pulse.because else "The hosts said what they’d do")
    became = pulse.became or ("They said what became of it" if pulse.followed_up else "")
    return Changed(f"{pulse.month:%B %Y}", "Pulse: what the hosts did about it", what, became)


def _vision(change: VisionChange) -> Changed:
    what = "The vision was changed" if change.made else "A change to the vision was turned down"
    return Changed(written(change.on), "Proposal", f"{what}. {change.reason or ''}".strip(), change.because or "")


def involved(facts: Involved) -> list[tuple[str, str]]:
    """How many people and organisations."""
    return [
        ("People who took part", _number(facts.people)),
        ("People who shared wins", _number(facts.shared_wins)),
        ("People who helped with blockers", _number(facts.helped)),
        ("People who answered check-ins", _number(facts.answered)),
        ("People who took a step on", _number(facts.took_steps)),
        ("Organisations with a part in wins", f"{facts.organisations:,}"),
    ]


def _number(people: int) -> str:
    return f"fewer than {_FEW}" if 0 < people < _FEW else f"{people:,}"
