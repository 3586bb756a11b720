"""What people fill in about an initiative: what it is, what comes next, that it is done, or why it is dropped."""

from datetime import date
from typing import Any

from bot.initiatives.facts import DropForm, InitiativeForm, StepForm
from bot.lib.text import SENTENCE
from bot.slack.blocks import QUOTED, Block
from bot.slack.forms import date_picker, field, form, text_input
from bot.slack.rich_text import quote, say
from bot.slack.text import cut
from bot.vision.proposals import REASON
from bot.wins.facts import WinForm
from bot.wins.views import win
from bot.wins.views.aim import aim_field

BEGIN_FORM, EDIT_FORM, TRY_FORM = "initiative.begin", "initiative.edit", "initiative.try"
STEP_FORM, DONE_FORM, DROP_FORM = "initiative.step", "initiative.done", "initiative.drop"
TEXT, STEP, DAY, WHY = "text", "step", "day", "reason"

EMPTY = "I found no words in that, so nothing changed. One sentence is enough."
NO_STEP = "Say in a few words what comes next."
NO_REASON = "Say in a few words why, so that people who are in it know."
DONE = "Done is a win that everybody in it shares. Once you record it, the card says so too."


def step_too_long(length: int) -> str:
    return f"That’s {length:,} characters. A next step has at most {SENTENCE}: small enough to do soon."


def initiative_form(facts: InitiativeForm, callback: str = BEGIN_FORM) -> dict[str, Any]:
    """The form for a new initiative, one that tries an idea, or another wording."""
    submits = {BEGIN_FORM: "Begin it", TRY_FORM: "Try it", EDIT_FORM: "Save"}
    return form(
        callback,
        "An initiative",
        field(
            TEXT,
            "What will you do together?",
            text_input(facts.text, max_length=SENTENCE, multiline=True),
            hint="One sentence. Everybody reads it, and reports for the public quote it without names.",
        ),
        aim_field(facts.aims),
        _step(facts.step, facts.step_on, optional=True),
        submit=submits[callback],
        channel=facts.channel_id,
        about=facts.about,
    )


def step_form(facts: StepForm) -> dict[str, Any]:
    """The form for what comes next."""
    return form(
        STEP_FORM,
        "The next step",
        say(quote(cut(facts.initiative, QUOTED))),
        _step(facts.step, facts.step_on),
        submit="Save",
        channel=facts.channel_id,
        about=str(facts.initiative_id),
    )


def _step(step: str, step_on: date | None, *, optional: bool = False) -> list[Block]:
    return [
        field(
            STEP,
            "What’s the next step?",
            text_input(step, max_length=SENTENCE, multiline=True),
            hint="Small enough to do soon. I ask each person who’s in it, once and in private, whether it happened.",
            optional=optional,
        ),
        field(
            DAY,
            "By when?",
            date_picker(step_on.isoformat() if step_on else None),
            hint="I also pick up “by Friday” from your words. Without a day I ask after a fortnight.",
            optional=True,
        ),
    ]


def done_form(facts: WinForm) -> dict[str, Any]:
    """The form of a win, with all who were in it: recorded, the initiative is done."""
    return win.new_form(facts, [say(DONE)], DONE_FORM)


def drop_form(facts: DropForm) -> dict[str, Any]:
    """The form that asks why it is dropped."""
    return form(
        DROP_FORM,
        "Drop it",
        say(quote(cut(facts.initiative.text, QUOTED))),
        field(
            WHY,
            "Why is it dropped?",
            text_input(max_length=REASON, multiline=True),
            hint="Everybody can read it on the card. You can open it again.",
        ),
        submit="Drop it",
        channel=facts.channel_id,
        about=str(facts.initiative.id),
    )
