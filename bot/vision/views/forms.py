"""The forms in which a change to the vision is proposed, decided and explained."""

from typing import Any

from bot.lib.text import SENTENCE
from bot.slack.blocks import QUOTED, Block
from bot.slack.forms import checkboxes, field, form, text_input
from bot.slack.rich_text import quote, say
from bot.slack.text import cut
from bot.vision.aims import AIM, MOST, Aimed, Wording
from bot.vision.proposals import REASON, Proposed
from bot.vision.views.proposal import outcome
from bot.vision.views.vision import numbered

PROPOSE_FORM, CHANGE_FORM = "vision.propose", "proposal.change"
PENCIL_FORM, RUB_FORM, BECAUSE_FORM = "proposal.pencil", "proposal.rub", "proposal.because"
TEXT, AIMS, KEPT, REASON_FIELD = "text", "aims", "kept", "reason"

_AIMS_ROOM = 3_000


def proposing(
    channel: str,
    wording: Wording,
    *,
    kept: tuple[Aimed, ...] = (),
    reason: str = "",
    about: str = "",
    callback: str = PROPOSE_FORM,
) -> dict[str, Any]:
    """The form for a first vision or a change to it, with `wording` in it; `kept` are the aims in force."""
    lines = "\n".join(f"{place}. {one.text}" for place, one in enumerate(wording.aims, 1))
    change = callback == CHANGE_FORM
    boxes = [(f"{place}. {one.text}", f"{place}.{one.root}") for place, one in enumerate(kept, 1)]
    return form(
        callback,
        "Change your proposal"
        if change
        else "Propose a change"
        if kept or about not in {"", "0"}
        else "Propose a vision",
        [say(f"There are {MOST} aims already, and one more here. Take one out, or put two together.")]
        if len(wording.aims) > MOST
        else [],
        field(
            TEXT,
            "What are we here for?",
            text_input(wording.text, max_length=SENTENCE, multiline=True),
            hint="One sentence, so clear that anybody here could say it.",
        ),
        field(
            AIMS,
            "Aims",
            text_input(lines, max_length=_AIMS_ROOM, multiline=True),
            hint=f"One a line, at most {MOST}, of up to {AIM} characters. No need to number them.",
            optional=True,
        ),
        field(
            KEPT,
            "Which of these is still the same aim, though you have written it anew?",
            checkboxes(boxes),
            hint="Wins told towards it go on counting. Put the new words on the line with its number. "
            "An aim whose words change only a little needs no tick.",
            optional=True,
        )
        if boxes
        else [],
        field(
            REASON_FIELD,
            "Why?",
            text_input(cut(reason, REASON), max_length=REASON, multiline=True),
            hint="It is kept with the proposal, whatever becomes of it.",
            optional=True,
        ),
        submit="Save" if change else "Propose it",
        channel=channel,
        about=about,
    )


def _title(*, change: bool, first: bool) -> str:
    if change:
        return "Change your proposal"
    return "Propose a vision" if first else "Propose a change"


def deciding(proposed: Proposed, channel: str, callback: str, *, own: bool) -> dict[str, Any]:
    """The form in which a host decides, and may say why."""
    pencil = callback == PENCIL_FORM
    title = "Pencil it in" if pencil else "Take it back" if own else "Rub it out"
    return form(
        callback,
        title,
        say(
            "From now on the vision would read:" if pencil else "This would not be pencilled in; it is kept:",
            quote(proposed.wanted.text),
            *numbered(proposed.wanted.aims),
        ),
        _because(""),
        submit=title,
        channel=channel,
        about=str(proposed.id),
    )


def explaining(proposed: Proposed, channel: str) -> dict[str, Any]:
    """The form in which whoever decided says why."""
    return form(
        BECAUSE_FORM,
        "Say why",
        say(quote(cut(proposed.wanted.text, QUOTED)), *outcome(proposed)),
        _because(proposed.because or ""),
        submit="Save",
        channel=channel,
        about=str(proposed.id),
    )


def _because(text: str) -> Block:
    return field(
        REASON_FIELD,
        "Why?",
        text_input(text, max_length=REASON, multiline=True),
        hint="You may leave it empty. If you say, it is kept and everybody can read it.",
        optional=True,
    )
