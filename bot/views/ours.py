"""Ours: why, vision, the eight stages with what can be counted, and the timetable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import Block

from bot.evidence import Figure
from bot.views.checkin import FACTS
from bot.views.kit import QUOTED, Piece, and_more, bold, bullets, code, cut, day, pieces, quote, say
from bot.views.partnership import Turn, timetable_lines
from bot.views.words import count

_AIMS, _AIM = 10, 200


@dataclass(frozen=True)
class Ours:
    """A partnership as its people see it."""

    name: str
    zone: str
    partners: int
    people: int
    why: str | None
    vision: str | None
    version: int
    since: datetime | None
    aims: Sequence[tuple[int, str]]
    stages: Sequence[tuple[str, Sequence[Figure]]]
    next_stage: str
    turns: Sequence[Turn]
    paused: str | None
    pulse: Sequence[Block] = ()


def blocks(ours: Ours) -> list[Block]:
    """Everything of it, in the order of the eight stages: why comes first."""
    return [
        say(f"{count(ours.partners, 'organisation')}, {count(ours.people, 'person', 'people')}."),
        say(bold("Why now")),
        say(quote(cut(ours.why, QUOTED)))
        if ours.why
        else say("Nobody has said it yet. A host can, with ", code("@Pencil why"), " and one sentence."),
        *_vision(ours),
        say(bold("The eight stages"), ", with what can be counted over the last thirteen weeks"),
        say(bullets(*(_stage(title, figures) for title, figures in ours.stages))),
        say("The next check-in is about ", bold(ours.next_stage.lower()), "."),
        *ours.pulse,
        say(bold("Timetable")),
        say(bullets(*timetable_lines(ours.turns, ours.zone))) if ours.turns else say("Nothing is in it."),
        *([say(ours.paused)] if ours.paused else []),
    ]


def _vision(ours: Ours) -> list[Block]:
    if ours.vision is None:
        return [
            say(bold("Our vision")),
            say("There is none yet. Anybody may propose one with ", code("@Pencil vision"), "."),
        ]
    since = f", version {ours.version}, in pencil since {day(ours.since, ours.zone)}" if ours.since else ""
    made: list[Block] = [say(bold("Our vision"), since), say(quote(cut(ours.vision, QUOTED)))]
    if ours.aims:
        lines = [pieces(bold(f"Aim {number}"), f": {cut(text, _AIM)}") for number, text in ours.aims[:_AIMS]]
        made.append(say(bullets(*lines)))
    if len(ours.aims) > _AIMS:
        made.append(say(f"… {and_more(len(ours.aims) - _AIMS)}."))
    return made


def _stage(title: str, figures: Sequence[Figure]) -> list[Piece]:
    counted = "; ".join(f"{_lower(FACTS[one.fact])} {one.now:,}" for one in figures)
    return pieces(bold(title), f": {counted}")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
