"""The vision in pencil as people see it: what is in force, what changed, and every version there has been."""

from collections.abc import Mapping, Sequence

from bot.habits.views.habit import beside_vision
from bot.lib import marks
from bot.partnership.views import why
from bot.slack.blocks import QUOTED, Block, actions, button, given_back, header
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, RichText, added, bold, code, line, person, quote, say, struck
from bot.slack.text import cut, dated
from bot.slack.views.guide import guide
from bot.slack.views.wording import count
from bot.vision.aims import AimWording, Wording
from bot.vision.diff import Change, words
from bot.vision.facts import AimView, HistoryEntry, Overview, VisionHistory
from bot.vision.proposals import Outcome, ProposalView
from bot.vision.versions import Version, VisionView

PROPOSE, HISTORY, REVIVE = "vision.propose", "vision.history", "vision.revive"

_ROOM, _ENTRIES = 8_500, 12
_EXAMPLES = (
    "Nobody around the estuary eats alone.",
    "Every child on the coast can swim by the age of eleven.",
    "Leaving hospital, nobody goes home to a cold and empty house.",
)

NONE_YET = "There is no vision yet. A first one may be rough: one sentence, and perhaps an aim or two. It’s in pencil."


# In force


def shown(overview: Overview, under: Sequence[Block] = ()) -> list[Block]:
    """The vision, what people do `under` it, and below what is normal here by now."""
    return [*_in_force(overview.vision), *under, *beside_vision(overview.habits)]


def _in_force(vision: VisionView) -> list[Block]:
    """What is in force, since when, what was there before, and why; with a way to propose a change."""
    place = str(vision.partnership_id)
    if vision.now is None:
        return [
            say(bold("The vision, in pencil")),
            *why.beside(vision.why),
            say(NONE_YET),
            *_standing(vision.proposals),
            actions(button("Propose a vision", PROPOSE, place)),
        ]
    return [
        say(bold("The vision, in pencil")),
        *why.beside(vision.why),
        say(quote(vision.now.wording.text), *numbered(vision.now.wording.aims, vision.wins)),
        say(f"Version {vision.now.number}, since {dated(vision.now.since, vision.zone)}."),
        *changed(vision.before, vision.now, vision.zone),
        *_standing(vision.proposals),
        actions(
            button("Propose a change", PROPOSE, place),
            button("All versions and proposals", HISTORY, f"{place}.0"),
        ),
    ]


def overview(facts: Overview, command: str, under: Sequence[Block] = ()) -> Message:
    """The same for whoever asks, with how to propose a change."""
    return message(
        _in_force(facts.vision),
        say(
            "Anyone may propose: ",
            code(f"{command} vision propose"),
            " or ",
            code("@Pencil vision propose"),
            " and a sentence, or the button.",
        ),
        under,
        beside_vision(facts.habits),
    )


def _standing(number: int) -> list[Block]:
    wait = "waits" if number == 1 else "wait"
    return [say(f"{count(number, 'proposal')} in the channel {wait} for a decision.")] if number else []


def numbered(aims: Sequence[AimWording], wins: Mapping[int, int] | None = None) -> list[RichText]:
    """The aims, one a line, with how many wins each has where that is known."""
    return [line(bold(f"{place}. "), aim.text, _wins(aim, wins)) for place, aim in enumerate(aims, 1)]


def _wins(aim: AimWording, wins: Mapping[int, int] | None) -> str:
    number = wins.get(aim.root or 0, 0) if wins else 0
    return f" ({count(number, 'win')})" if number else ""


def changed(before: Version | None, now: Version, zone: str) -> list[Block]:
    """What the version before it said, and what was changed in it."""
    if before is None:
        return [say("This is the first version.")]
    return [
        say(
            line(bold(f"What changed from version {before.number}"), f", of {dated(before.since, zone)}:"),
            *difference(before.wording, now.wording),
        )
    ]


# What changed


def difference(before: Wording, after: Wording) -> list[RichText]:
    """What is taken out struck through, what comes in marked, sentence and aims; only what differs."""
    lines: list[RichText] = []
    if before.text != after.text:
        lines.append(line(*_words(before.text, after.text)))
    old = {aim.root: (place, aim) for place, aim in enumerate(before.aims, 1) if aim.root is not None}
    for place, aim in enumerate(after.aims, 1):
        known = old.pop(aim.root, None) if aim.root is not None else None
        if known is None:
            lines.append(line(bold("New aim: "), added(f"{place}. {aim.text}")))
        elif known[1].text != aim.text:
            lines.append(line(bold("Reworded: "), f"{place}. ", *_words(known[1].text, aim.text)))
        elif known[0] != place:
            lines.append(line(bold("Moved: "), f"{place}. {aim.text} (it was number {known[0]})"))
    lines += [line(bold("Dropped: "), struck(f"{place}. {aim.text}")) for place, aim in old.values()]
    return lines or [line("The words stay as they are.")]


def _words(before: str, after: str) -> list[Piece]:
    pieces: list[Piece] = []
    for change, run in words(before, after):
        if pieces:
            pieces.append(" ")
        pieces.append(run if change is Change.SAME else struck(run) if change is Change.OUT else added(run))
    return pieces


# History


def history(past: VisionHistory, start: int = 0) -> Message:
    """Versions and proposals, the newest first: as many as a message holds, and the way to the rest."""
    place, entries = str(past.partnership_id), past.entries
    if not entries:
        return message(
            say("There has been no vision and no proposal yet."),
            actions(button("Propose a vision", PROPOSE, place)),
        )
    room, end = _ROOM, start
    for entry in entries[start : start + _ENTRIES]:
        room -= _size(entry)
        if room < 0 and end > start:
            break
        end += 1
    left = len(entries) - end
    return message(
        header("The vision, version by version"),
        *(
            _entry(entry, past.zone, place, current=at == 0 and start == 0)
            for at, entry in enumerate(entries[start:end])
        ),
        actions(
            *([button(f"Earlier ones ({left:,})", HISTORY, f"{place}.{end}")] if left > 0 else []),
            button("Propose a change", PROPOSE, place),
        ),
    )


def _size(entry: HistoryEntry) -> int:
    wordings = [entry.version.wording] if entry.version else []
    wordings += [entry.proposal.wanted] if entry.proposal and not entry.version else []
    reasons = [entry.proposal.reason, entry.proposal.because] if entry.proposal else []
    length = sum(
        marks.length(wording.text) + sum(marks.length(aim.text) + 5 for aim in wording.aims) for wording in wordings
    )
    return length + sum(min(marks.length(reason or ""), QUOTED) for reason in reasons) + 260


def _entry(entry: HistoryEntry, zone: str, place: str, *, current: bool) -> list[Block]:
    """What it said and why; what does not hold now is one press from being proposed again."""
    proposal = entry.proposal
    if entry.version is not None:
        made = entry.version
        title = [
            line(
                bold(f"Version {made.number}"), f", since {dated(made.since, zone)}, pencilled in by ", person(made.by)
            )
        ]
        wording, value, standing = made.wording, f"{place}.v{made.number}", current
    else:
        assert proposal is not None
        since = f" of {dated(proposal.proposed_at, zone)} by "
        title = [line(bold("A proposal"), since, person(proposal.by), *_fate(proposal))]
        wording, value, standing = proposal.wanted, f"{place}.p{proposal.id}", proposal.outcome is None
    return [
        say(*title, quote(wording.text), *numbered(wording.aims), *(_reasons(proposal) if proposal else [])),
        *([] if standing else [actions(button("Propose this again", REVIVE, value))]),
    ]


def _fate(proposal: ProposalView) -> list[Piece]:
    if proposal.outcome is None or proposal.decided_at is None:
        return [", not decided yet"]
    day = dated(proposal.decided_at, proposal.zone)
    if proposal.outcome == Outcome.RENEWED:
        return [f", offered again on a newer version on {day}"]
    by: list[Piece] = [" by ", person(proposal.decided_by)] if proposal.decided_by else []
    return [f", rubbed out on {day}", *by]


def _reasons(proposal: ProposalView) -> list[RichText]:
    """Why it was proposed, and why it was decided so."""
    lines = []
    if proposal.reason:
        lines.append(line("Proposed because: ", cut(proposal.reason, QUOTED)))
    if proposal.because:
        lines.append(line("Decided because: ", cut(proposal.because, QUOTED)))
    return lines


# One aim


def aim(aim: AimView) -> Message:
    """An aim, since when it is aimed at, and its newest wins."""
    since, wins = dated(aim.since, aim.zone), count(aim.wins, "win").capitalize()
    return message(
        say(bold(f"Aim {aim.number}: "), aim.text),
        say(f"In the vision since {since}. {wins} so far."),
        [say("The newest:", *(quote(cut(text, QUOTED)) for text in aim.newest))] if aim.newest else [],
    )


def unknown_aim(text: str, near: Sequence[tuple[int, AimWording]], typed: str = "") -> Message:
    """There is no such aim; the nearest, or all of them, are named."""
    return message(
        say(unknown_aim_words(text)),
        [say("Perhaps you mean:", *(line(bold(f"{number}. "), aim.text) for number, aim in near))]
        if near
        else [say("There are no aims in force yet.")],
        given_back(typed),
    )


def unknown_aim_words(text: str, near: Sequence[tuple[int, AimWording]] = ()) -> str:
    perhaps = "; ".join(f"{number}. {aim.text}" for number, aim in near[:3])
    asked = f" Perhaps you mean {perhaps}?" if perhaps else ""
    return cut(f"There’s no aim “{cut(text, 60)}”, so nothing changed.{asked}", 1_500)


def help_(command: str, typed: str = "") -> Message:
    """How to see and change the vision; what was typed comes back."""
    help_ = guide(
        "The vision, in pencil",
        f"{command} vision",
        ("", "shows the vision, and what changed last."),
        (
            "propose SENTENCE",
            (
                "proposes a change. Write aims below it, one a line, seven at most; without any, the aims stay. Begin "
                "a line with “because” for the reason; “keep 2” keeps aim 2."
            ),
        ),
        ("history", "shows every version and proposal, with reasons."),
        ("aim 2", "shows one aim and its wins."),
        mention="vision",
        examples=_EXAMPLES,
        closing="Nothing is in ink: each version is kept, and any can be proposed again.",
        way_in=button("Propose a change", PROPOSE),
    )
    if not typed:
        return help_
    lead = say("I don’t know that word after ", code("vision"), ", so nothing changed. Here’s what I know:")
    return message(lead, help_.blocks, given_back(typed))


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
