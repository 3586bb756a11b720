"""The vision in pencil as people see it: what is in force, what changed, and every version there has been."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.partnership.views import why
from bot.slack.blocks import QUOTED, Block, actions, button, header, returned
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, RichText, added, bold, code, line, person, quote, say, struck
from bot.slack.text import cut, dated
from bot.slack.views.guide import guide
from bot.slack.views.wording import count
from bot.vision.aims import Aimed, Wording
from bot.vision.diff import Change, words
from bot.vision.proposals import Outcome, Proposed
from bot.vision.versions import About, Version

PROPOSE, HISTORY, REVIVE = "vision.propose", "vision.history", "vision.revive"

_ROOM, _ENTRIES = 8_500, 12
_EXAMPLES = (
    "Nobody around the estuary eats alone.",
    "Every child on the coast can swim by the age of eleven.",
    "Leaving hospital, nobody goes home to a cold and empty house.",
)

NONE_YET = "There is no vision yet. A first one may be rough: one sentence, and perhaps an aim or two. It is in pencil."


@dataclass(frozen=True)
class Entry:
    """One thing in the history: a version with the proposal it came from, or a proposal that did not become one."""

    version: Version | None
    proposal: Proposed | None


# In force


def shown(about: About) -> list[Block]:
    """What is in force, since when, what was there before, and why; with a way to propose a change."""
    place = str(about.partnership_id)
    if about.now is None:
        return [
            say(bold("The vision, in pencil")),
            *why.beside(about.why),
            say(NONE_YET),
            *_standing(about.proposals),
            actions(button("Propose a vision", PROPOSE, place)),
        ]
    return [
        say(bold("The vision, in pencil")),
        *why.beside(about.why),
        say(quote(about.now.wording.text), *numbered(about.now.wording.aims, about.wins)),
        say(f"Version {about.now.number}, since {dated(about.now.since, about.zone)}."),
        *changed(about.before, about.now, about.zone),
        *_standing(about.proposals),
        actions(
            button("Propose a change", PROPOSE, place),
            button("All versions and proposals", HISTORY, f"{place}.0"),
        ),
    ]


def overview(about: About, command: str) -> Message:
    return message(
        shown(about),
        say(
            "Anyone may propose: ",
            code(f"{command} vision propose"),
            " or ",
            code("@Pencil vision propose"),
            " and a sentence, or the button.",
        ),
    )


def _standing(number: int) -> list[Block]:
    stand = "stands" if number == 1 else "stand"
    return [say(f"{count(number, 'proposal')} {stand} in the channel, not decided yet.")] if number else []


def numbered(aims: Sequence[Aimed], wins: Mapping[int, int] | None = None) -> list[RichText]:
    """The aims, one a line, with how many wins were told towards each where that is known."""
    return [line(bold(f"{place}. "), one.text, _wins(one, wins)) for place, one in enumerate(aims, 1)]


def _wins(aim: Aimed, wins: Mapping[int, int] | None) -> str:
    told = wins.get(aim.root or 0, 0) if wins else 0
    return f" ({count(told, 'win')})" if told else ""


def changed(before: Version | None, now: Version, zone: str) -> list[Block]:
    """What the version before it said, and what was changed in it."""
    if before is None:
        return [say("It is the first; there was none before it.")]
    return [
        say(
            line(bold(f"What changed from version {before.number}"), f", in force since {dated(before.since, zone)}:"),
            *difference(before.wording, now.wording),
        )
    ]


# What changed


def difference(before: Wording, after: Wording) -> list[RichText]:
    """What is taken out struck through, what comes in marked, sentence and aims; only what differs."""
    lines: list[RichText] = []
    if before.text != after.text:
        lines.append(line(*_words(before.text, after.text)))
    old = {one.root: (place, one) for place, one in enumerate(before.aims, 1) if one.root is not None}
    for place, one in enumerate(after.aims, 1):
        known = old.pop(one.root, None) if one.root is not None else None
        if known is None:
            lines.append(line(bold("New aim: "), added(f"{place}. {one.text}")))
        elif known[1].text != one.text:
            lines.append(line(bold("Reworded: "), f"{place}. ", *_words(known[1].text, one.text)))
        elif known[0] != place:
            lines.append(line(bold("Moved: "), f"{place}. {one.text} (it was number {known[0]})"))
    lines += [line(bold("Dropped: "), struck(f"{place}. {one.text}")) for place, one in old.values()]
    return lines or [line("The words stay as they are.")]


def _words(before: str, after: str) -> list[Piece]:
    said: list[Piece] = []
    for change, run in words(before, after):
        if said:
            said.append(" ")
        said.append(run if change is Change.SAME else struck(run) if change is Change.OUT else added(run))
    return said


# History


def history(entries: Sequence[Entry], start: int, zone: str, partnership_id: int) -> Message:
    """Versions and proposals, the newest first: as many as a message holds, and the way to the rest."""
    if not entries:
        return message(
            say("There has been no vision and no proposal yet."),
            actions(button("Propose a vision", PROPOSE, str(partnership_id))),
        )
    room, end = _ROOM, start
    for one in entries[start : start + _ENTRIES]:
        room -= _size(one)
        if room < 0 and end > start:
            break
        end += 1
    left = len(entries) - end
    place = str(partnership_id)
    return message(
        header("The vision, version by version"),
        *(_entry(one, zone, place, current=at == 0 and start == 0) for at, one in enumerate(entries[start:end])),
        actions(
            *([button(f"Earlier ones ({left:,})", HISTORY, f"{place}.{end}")] if left > 0 else []),
            button("Propose a change", PROPOSE, place),
        ),
    )


def _size(entry: Entry) -> int:
    said = [entry.version.wording] if entry.version else []
    said += [entry.proposal.wanted] if entry.proposal and not entry.version else []
    reasons = [entry.proposal.reason, entry.proposal.because] if entry.proposal else []
    length = sum(len(one.text) + sum(len(aim.text) + 5 for aim in one.aims) for one in said)
    return length + sum(min(len(one or ""), QUOTED) for one in reasons) + 260


def _entry(entry: Entry, zone: str, place: str, *, current: bool) -> list[Block]:
    """What it said and why; what does not hold now is one press from being proposed again."""
    proposed = entry.proposal
    if entry.version is not None:
        made = entry.version
        title = [
            line(
                bold(f"Version {made.number}"), f", since {dated(made.since, zone)}, pencilled in by ", person(made.by)
            )
        ]
        wording, value, standing = made.wording, f"{place}.v{made.number}", current
    else:
        assert proposed is not None
        since = f" of {dated(proposed.proposed_at, zone)} by "
        title = [line(bold("A proposal"), since, person(proposed.by), *_fate(proposed))]
        wording, value, standing = proposed.wanted, f"{place}.p{proposed.id}", proposed.outcome is None
    return [
        say(*title, quote(wording.text), *numbered(wording.aims), *(_reasons(proposed) if proposed else [])),
        *([] if standing else [actions(button("Propose this again", REVIVE, value))]),
    ]


def _fate(proposed: Proposed) -> list[Piece]:
    if proposed.outcome is None or proposed.decided_at is None:
        return [", not decided yet"]
    day = dated(proposed.decided_at, proposed.zone)
    if proposed.outcome == Outcome.RENEWED:
        return [f", offered again on a newer version on {day}"]
    by: list[Piece] = [" by ", person(proposed.decided_by)] if proposed.decided_by else []
    return [f", rubbed out on {day}", *by]


def _reasons(proposed: Proposed) -> list[RichText]:
    """Why it was proposed, and why it was decided so."""
    said = []
    if proposed.reason:
        said.append(line("Proposed because: ", cut(proposed.reason, QUOTED)))
    if proposed.because:
        said.append(line("Decided because: ", cut(proposed.because, QUOTED)))
    return said


# One aim


def aim(number: int, text: str, since: str, wins: int, newest: Sequence[str]) -> Message:
    """An aim, since when it is aimed at, and the newest wins told towards it."""
    return message(
        say(bold(f"Aim {number}: "), text),
        say(f"In the vision since {since}. {count(wins, 'win').capitalize()} told towards it so far."),
        [say("The newest:", *(quote(cut(one, QUOTED)) for one in newest))] if newest else [],
    )


def unknown_aim(said: str, near: Sequence[tuple[int, Aimed]], typed: str = "") -> Message:
    """There is no such aim; the nearest, or all of them, are named."""
    return message(
        say(unknown_aim_words(said)),
        [say("Perhaps you mean:", *(line(bold(f"{number}. "), one.text) for number, one in near))]
        if near
        else [say("There are no aims in force yet.")],
        returned(typed),
    )


def unknown_aim_words(said: str, near: Sequence[tuple[int, Aimed]] = ()) -> str:
    perhaps = "; ".join(f"{number}. {one.text}" for number, one in near[:3])
    asked = f" Perhaps you mean {perhaps}?" if perhaps else ""
    return cut(f"I know no aim “{cut(said, 60)}”, so nothing was changed.{asked}", 1_500)


def help_(command: str, typed: str = "") -> Message:
    """How to see and change the vision; what was typed comes back."""
    told = guide(
        "The vision, in pencil",
        f"{command} vision",
        ("", "shows what is in force, and what was there before."),
        (
            "propose SENTENCE",
            (
                "puts a change to the room. Write aims below it, one a line, at most seven; with none the aims stay. "
                "A line that begins with “because” is the reason; “keep 2” is aim 2 as it stands."
            ),
        ),
        ("history", "shows all versions and proposals, with dates and reasons."),
        ("aim 2", "shows one aim, and what was told towards it."),
        mention="vision",
        examples=_EXAMPLES,
        closing="Nothing is in ink: each version is kept, and any of them can be proposed again.",
        way_in=button("Propose a change", PROPOSE),
    )
    if not typed:
        return told
    lead = say("I did not understand that word after ", code("vision"), ", so I did nothing. This is what I know:")
    return message(lead, told.blocks, returned(typed))


def called(command: str, partnership_id: int) -> Message:
    """For those who called without a sentence, and can open no form by it."""
    return message(
        say(
            "Write the sentence after ",
            code("vision propose"),
            ", and aims below it if you like, one a line. Or fill in the form. ",
            code(f"{command} vision help"),
            " says more.",
        ),
        actions(button("Propose a change", PROPOSE, str(partnership_id))),
    )
