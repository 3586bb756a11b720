"""The forms in which a change to the vision is proposed, decided and explained."""

from collections.abc import Sequence
from typing import Any

from bot.lib.text import SENTENCE
from bot.slack.blocks import QUOTED, Block
from bot.slack.forms import checkboxes, field, form, text_input
from bot.slack.rich_text import quote, say
from bot.slack.text import cut
from bot.vision.aims import AIM, MOST
from bot.vision.facts import DecisionForm, ExplanationForm, ProposalForm
from bot.vision.proposals import REASON
from bot.vision.views.proposal import outcome
from bot.vision.views.vision import numbered

PROPOSE_FORM, CHANGE_FORM = "vision.propose", "proposal.change"
PENCIL_FORM, RUB_FORM, BECAUSE_FORM = "proposal.pencil", "proposal.rub", "proposal.because"
TEXT, AIMS, KEPT, REASON_FIELD = "text", "aims", "kept", "reason"

_AIMS_ROOM = 3_000


def proposal(facts: ProposalForm, callback: str = PROPOSE_FORM, *, beside: Sequence[Block] = ()) -> dict[str, Any]:
    """The form for a first vision or a change to it, with what it is to go by `beside` it."""
    first = not facts.in_force and facts.about.partition(".")[0] in {"", "0"}
    return _form(facts, callback, "Propose a vision" if first else "Propose a change", "Propose it", beside)


def change(facts: ProposalForm) -> dict[str, Any]:
    """The form for a proposal that is not decided yet."""
    return _form(facts, CHANGE_FORM, "Change your proposal", "Save")


def _form(facts: ProposalForm, callback: str, title: str, submit: str, beside: Sequence[Block] = ()) -> dict[str, Any]:
    lines = "\n".join(f"{place}. {aim.text}" for place, aim in enumerate(facts.wording.aims, 1))
    boxes = [(f"{place}. {aim.text}", f"{place}.{aim.root}") for place, aim in enumerate(facts.in_force, 1)]
    return form(
        callback,
        title,
        beside,
        [say(f"There are {MOST} aims already, and one more here. Take one out, or put two together.")]
        if len(facts.wording.aims) > MOST
        else [],
        field(
            TEXT,
            "What are we here for?",
            text_input(facts.wording.text, max_length=SENTENCE, multiline=True),
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
            "Which of these aims have you only reworded?",
            checkboxes(boxes),
            hint="Their wins keep counting. Put the new words where the old ones were. Small changes need no tick.",
            optional=True,
        )
        if boxes
        else [],
        field(
            REASON_FIELD,
            "Why?",
            text_input(cut(facts.reason, REASON), max_length=REASON, multiline=True),
            hint="It’s kept with the proposal.",
            optional=True,
        ),
        submit=submit,
        channel=facts.channel,
        about=facts.about,
    )


def decision(facts: DecisionForm) -> dict[str, Any]:
    """The form in which a host decides, and may say why."""
    title = "Pencil it in" if facts.pencil else "Take it back" if facts.own else "Rub it out"
    return form(
        PENCIL_FORM if facts.pencil else RUB_FORM,
        title,
        say(
            "The vision will read:" if facts.pencil else "This won’t be pencilled in, but it’s kept:",
            quote(facts.proposal.wanted.text),
            *numbered(facts.proposal.wanted.aims),
        ),
        _because(""),
        submit=title,
        channel=facts.channel,
        about=str(facts.proposal.id),
    )


def explanation(facts: ExplanationForm) -> dict[str, Any]:
    """The form in which the person who decided says why."""
    return form(
        BECAUSE_FORM,
        "Say why",
        say(quote(cut(facts.proposal.wanted.text, QUOTED)), *outcome(facts.proposal)),
        _because(facts.proposal.because or ""),
        submit="Save",
        channel=facts.channel,
        about=str(facts.proposal.id),
    )


def _because(text: str) -> Block:
    return field(
        REASON_FIELD,
        "Why?",
        text_input(text, max_length=REASON, multiline=True),
        hint="You can leave this empty. If you say why, it’s kept and everybody can read it.",
        optional=True,
    )
