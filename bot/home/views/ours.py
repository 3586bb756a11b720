"""Ours: why, vision, the eight stages with what can be counted, and the timetable."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.checkins.evidence import Figure
from bot.checkins.views.checkin import FACTS
from bot.consultations.facts import ConsultationView
from bot.consultations.views.consultation import in_short as asked
from bot.home.views import catch_up
from bot.hosts.views import hosts
from bot.ideas.entries import OpenIdeas
from bot.ideas.views.idea import LIST as LIST_IDEAS
from bot.ideas.views.idea import in_short
from bot.partnership.rhythm import Line
from bot.partnership.views.partner import LIST
from bot.partnership.views.partnership import timetable_lines
from bot.report.views import messages
from bot.slack.blocks import Block, actions, button
from bot.slack.rich_text import Piece, bold, bullets, code, pieces, say
from bot.slack.views.entry_points import IDEA
from bot.slack.views.wording import count

IDEAS = 3  # shown of what is open


@dataclass(frozen=True)
class Ours:
    """A partnership as its people see it."""

    name: str
    zone: str
    partners: int
    people: int
    partnership_id: int
    why: bool  # somebody has said it
    vision: Sequence[Block]
    consultation: ConsultationView | None  # that is open
    ideas: OpenIdeas
    stages: Sequence[tuple[str, Sequence[Figure]]]
    next_stage: str
    lines: Sequence[Line]
    paused: str | None
    pulse: Sequence[Block] = ()


def blocks(ours: Ours) -> list[Block]:
    """Everything of it, in the order of the eight stages: why comes first."""
    place = str(ours.partnership_id)
    return [
        say(f"{count(ours.partners, 'organisation').capitalize()}, {count(ours.people, 'person', 'people')}."),
        *(
            []
            if ours.why
            else [say("Nobody has written why now. A host can: ", code("@Pencil why"), " and one sentence.")]
        ),
        *ours.vision,
        *(asked(ours.consultation) if ours.consultation else []),
        *_ideas(ours.ideas, place),
        say(bold("The eight stages"), ", and the last three months in figures"),
        say(bullets(*(_stage(title, figures) for title, figures in ours.stages))),
        say("The next check-in is about ", bold(ours.next_stage.lower()), "."),
        *ours.pulse,
        say(bold("Timetable")),
        say(bullets(*timetable_lines(ours.lines, ours.zone))) if ours.lines else say("Nothing is in it."),
        *([say(ours.paused)] if ours.paused else []),
        actions(
            button("The last month here", catch_up.OPEN, place),
            button("Partners", LIST, place),
            button("Who hosts", hosts.OPEN, place),
            button(messages.LABEL, messages.CHOOSE, place),
        ),
    ]


def _ideas(ideas: OpenIdeas, place: str) -> list[Block]:
    """What could be, where something is open."""
    if not ideas.texts:
        return []
    return [
        say(bold("Ideas still open"), bullets(*in_short(ideas))),
        actions(button("See the ideas", LIST_IDEAS, place), button("Share an idea", IDEA, place)),
    ]


def _stage(title: str, figures: Sequence[Figure]) -> list[Piece]:
    counted = " ".join(f"{FACTS[figure.fact]}: {figure.now:,}." for figure in figures)
    return pieces(bold(f"{title}."), f" {counted}")
