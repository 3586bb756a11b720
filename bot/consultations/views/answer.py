"""What somebody reads and fills in who answers."""

from datetime import date
from typing import Any

from bot.consultations.facts import AnswerEntry, AnswerForm, AnswerReceipt, ConsultationView
from bot.partnership.views.partner import ask
from bot.slack.blocks import QUOTED, actions, button, given_back
from bot.slack.forms import FORM_TEXT, checkboxes, field, form, radios, text_input
from bot.slack.messages import Message, message
from bot.slack.rich_text import quote, say
from bot.slack.text import cut, dated, weekday

EDIT_ANSWER, UNDO_ANSWER, RESTORE_ANSWER = (
    "consultation.edit_answer",
    "consultation.undo_answer",
    "consultation.restore_answer",
)
ANSWER_FORM, EDIT_FORM = "consultation.answer", "consultation.edit_answer"
TEXT, GROUP, ALSO, NAME = "text", "group", "also", "name"
ORGANISATION, PASSED_ON = "organisation", "passed_on"
NAMED, NAMELESS = "named", "nameless"

EMPTY = "I found no words in that, so nothing was kept. A few are plenty."
GROUP_TOO_LONG = "Name the group in a few words, such as volunteers."

_ALSO = (
    ("Count my organisation as heard (only with my name)", ORGANISATION),
    ("Somebody else said this, and agreed that I pass it on", PASSED_ON),
)


def answer_form(facts: AnswerForm, most_group: int) -> dict[str, Any]:
    """The form for an answer, or for another wording of one."""
    entry = facts.entry or AnswerEntry("")
    ticked = [name for name, on in ((ORGANISATION, entry.of_organisation), (PASSED_ON, entry.passed_on)) if on]
    name = field(
        NAME,
        "Your name",
        radios([("With my name", NAMED), ("Without my name", NAMELESS)]),
        hint="Without it, I don’t keep who you are, so nobody can look it up, not even a host.",
    )
    return form(
        EDIT_FORM if facts.entry else ANSWER_FORM,
        "Your answer",
        field(
            TEXT,
            facts.prompt,
            text_input(cut(entry.text, FORM_TEXT), max_length=FORM_TEXT, multiline=True),
            hint="Answering for somebody else? Ask them first, and leave out names, health and anything that points "
            "to them.",
        ),
        field(
            GROUP,
            "Which group is this from?",
            text_input(entry.group, max_length=most_group),
            hint="Such as volunteers, or parents. A group is listed as heard once three people have answered.",
            optional=True,
        ),
        field(ALSO, "Also", checkboxes(_ALSO, ticked), optional=True),
        [] if facts.entry else name,
        submit="Save" if facts.entry else "Send",
        channel=facts.channel_id,
        about=facts.about,
    )


def receipt(given: AnswerReceipt) -> Message:
    """It is kept; when people see it, and how to change it."""
    opening = (
        "Thank you. Your answer is kept with your name:"
        if given.named
        else "Thank you. I don’t keep who you are, so only these buttons let you change it, as long as this message is "
        "here. A host can take it out:"
    )
    after = "It’s among the answers now." if given.closed else f"I post the answers {in_week_after(given.until)}."
    return message(
        say(opening, quote(cut(given.text, QUOTED)), after),
        ask(given.organisations, f"p{given.partnership_id}") if given.organisations else [],
        actions(button("Edit", EDIT_ANSWER, given.key), button("Undo", UNDO_ANSWER, given.key)),
    )


def in_week_after(until: date) -> str:
    """When people see answers: the post has a day of its own in the week."""
    return f"in the week after {weekday(until)}"


def undone(given: AnswerReceipt) -> Message:
    return message(
        say("It’s taken out, and counted nowhere:", quote(cut(given.text, QUOTED))),
        actions(button("Put it back", RESTORE_ANSWER, given.key)),
    )


def closed(here: ConsultationView, typed: str = "") -> Message:
    """It ended before this came; what was typed comes back."""
    on = f" on {dated(here.closed_at, here.zone)}" if here.closed_at else ""
    return message(
        say(f"That consultation ended{on}, so nothing was kept. You can still say it in the channel."),
        given_back(typed),
    )
