"""What hosts read and fill in who open a consultation, change it, or end it."""

from datetime import date
from typing import Any

from bot.consultations.facts import ConsultationForm, ConsultationView
from bot.consultations.views.answer import in_week_after
from bot.consultations.views.consultation import END, RESTORE, SHOW, UNDO, coming
from bot.slack.blocks import actions, button
from bot.slack.forms import date_picker, field, form, text_input
from bot.slack.messages import Message, message
from bot.slack.rich_text import bold, quote, say
from bot.slack.text import day, weekday

OPEN_FORM, EDIT_FORM = "consultation.open", "consultation.edit"
ENDING = "consultation.end_now"
PROMPT, AUDIENCE, UNTIL = "prompt", "audience", "until"
MOST = 3  # questions
LONGEST, LONGEST_AUDIENCE = 150, 100  # characters

NO_QUESTION = "Write at least one question."
CLOSED = "That consultation has ended, so nothing changed."
OPEN_ALREADY = "A consultation is open already, so I didn’t open another. Type @Pencil consultation to see it."


def field_of(number: int) -> str:
    """The field of a question."""
    return f"{PROMPT}.{number}"


def consultation_form(facts: ConsultationForm) -> dict[str, Any]:
    """The form in which a host says what is asked, of whom, and until when."""
    first = len(facts.asked) + 1
    prompts = (*facts.prompts, *[""] * MOST)
    return form(
        EDIT_FORM if facts.about else OPEN_FORM,
        "Ask about the vision",
        [say("Asked already:", *(quote(text) for text in facts.asked))] if facts.asked else [],
        *(
            field(
                field_of(number),
                f"Question {number}",
                text_input(prompts[number - first], max_length=LONGEST, multiline=True),
                hint="Such as: What would be different for you if this worked?" if number == 1 else None,
                optional=number > 1,
            )
            for number in range(first, MOST + 1)
        ),
        field(
            AUDIENCE,
            "Who is it for?",
            text_input(facts.audience, max_length=LONGEST_AUDIENCE),
            hint="Such as: everybody who works, volunteers or is helped here.",
            optional=True,
        ),
        field(
            UNTIL,
            "Until",
            date_picker(facts.until.isoformat()),
            hint="One question comes a week, in the place of another post. Each stands for a week at least. The "
            "answers come in the week after this day; until they do, people can answer.",
        ),
        submit="Save" if facts.about else "Open it",
        channel=facts.channel_id,
        about=facts.about,
    )


def opened(here: ConsultationView) -> Message:
    """It is open; when the next question comes, and how to change it."""
    about = str(here.id)
    what = coming(here)
    comes = f"on {day(here.next_at, here.zone)}" if here.next_at else "after the pause"
    return message(
        say("The consultation is open until ", bold(weekday(here.until)), f". {what} comes {comes}."),
        say(
            f"I post the answers {in_week_after(here.until)}, with a button to propose a change. "
            "Nobody sees them before that."
        ),
        actions(button("See it", SHOW, str(here.partnership_id)), button("Take it back", UNDO, about)),
    )


def ending(here: ConsultationView) -> Message:
    """Before it is ended early."""
    return message(
        say("End it now? I post what people said, and nobody can answer any more. It can’t be opened again."),
        actions(
            button("End it and post", ENDING, str(here.id)), button("Leave it open", SHOW, str(here.partnership_id))
        ),
    )


def ended(here: ConsultationView) -> Message:
    if here.answers:
        return message(say("It has ended, and what people said is on its way to the channel."))
    return message(say("It has ended. Nobody had answered, so I posted nothing."))


def none_open() -> Message:
    return message(say("No consultation is open."))


def undone(here: ConsultationView) -> Message:
    """It is taken back; the way back."""
    return message(
        say("Taken back. Its questions are gone from the channel, and its answers are shown to nobody."),
        actions(button("Put it back", RESTORE, str(here.id))),
    )


def restored(here: ConsultationView) -> Message:
    """It is open again, from its first question on."""
    return message(
        say(f"It’s open again until {weekday(here.until)}. Its questions are asked anew, one a week."),
        actions(button("See it", SHOW, str(here.partnership_id)), button("End it now …", END, str(here.id))),
    )


def too_long(most: int) -> str:
    return f"That’s too long: at most {most} characters, please."


def too_soon(earliest: date) -> str:
    return f"Each question stands for a week, so it can end on {weekday(earliest)} or later."
