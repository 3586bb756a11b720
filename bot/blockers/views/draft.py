"""What a person reads and fills in before a blocker is posted, and the form that changes it."""

from typing import Any

from bot.blockers.facts import DraftView, TextForm
from bot.blockers.views.blocker import day_not_kept, needed
from bot.cards.days_needed import Trouble
from bot.slack.blocks import QUOTED, actions, button, given_back
from bot.slack.forms import FORM_TEXT, checkboxes, date_picker, field, form, text_input
from bot.slack.messages import Message, message
from bot.slack.rich_text import quote, say
from bot.slack.text import cut

POST, POST_NAMELESS, REDRAFT, DROP = "blocker.post", "blocker.nameless", "blocker.redraft", "blocker.drop"
NO_DAY = "blocker.no_day"
RAISE_FORM, REDRAFT_FORM, EDIT_FORM = "blocker.raise", "blocker.redraft", "blocker.edit"
TEXT, DAY, OFF = "text", "day", "off"

EMPTY = "I found no words in that, so nothing was kept. Write what’s stuck, in your own words."
DAY_TROUBLE = {
    Trouble.PAST: "That day has gone by. Choose another, or none.",
    Trouble.FAR: "That’s more than a year away. Choose an earlier day, or none.",
    Trouble.UNCLEAR: "I don’t know that day. Choose another, or none.",
}
DAY_GONE = "Its day has gone by, so nothing was posted. Press Edit to choose another day, or none."
DRAFT_GONE = "That draft has been posted or dropped already, or is too old, so nothing changed."


def preview(draft: DraftView, *, public: bool) -> Message:
    """The card as it will look, for its author alone, and the choice of posting it with or without a name."""
    about = draft.key
    return message(
        say("Only you see this. Here’s how it will look:"),
        say(quote(cut(draft.text, QUOTED)), "Anyone here may fix this, no need to ask."),
        needed(draft.needed_on),
        day_not_kept(draft.trouble),
        say(
            "With your name, people know whom to ring. Without it, I don’t keep who you are, so nobody can look it up, "
            "not even a host."
        ),
        [say("You wrote this in the channel, so people can read it there with your name.")] if public else [],
        say("Once it’s posted, I’ll privately ask up to three people whose skills may fit."),
        say("If you don’t post it, it’s gone after tomorrow."),
        actions(
            button("Post it", POST, about),
            button("Post without my name", POST_NAMELESS, about),
            button("Edit", REDRAFT, about),
            *([button("Remove the day", NO_DAY, about)] if draft.needed_on else []),
            button("Drop it", DROP, about),
        ),
    )


def dropped(text: str) -> Message:
    return message(say("Dropped. Nothing was posted or kept."), given_back(text))


def text_form(facts: TextForm, callback: str = RAISE_FORM) -> dict[str, Any]:
    """The form for a new blocker or for changing the words of a draft or of a posted one."""
    titles = {RAISE_FORM: "Raise a blocker", REDRAFT_FORM: "Change your draft", EDIT_FORM: "Change this blocker"}
    return form(
        callback,
        titles[callback],
        field(
            TEXT,
            "What’s stuck?",
            text_input(cut(facts.text, FORM_TEXT), max_length=FORM_TEXT, multiline=True),
            hint="Small things too. What would help, if you know?",
        ),
        field(
            DAY,
            "Needed by",
            date_picker(facts.needed_on.isoformat() if facts.needed_on else None),
            hint="Only if there’s a deadline. I also pick up “by Friday” from your words.",
            optional=True,
        ),
        field(OFF, "Or", checkboxes([("Remove the day", OFF)]), optional=True) if facts.needed_on else [],
        submit="Save" if callback == EDIT_FORM else "Show me first",
        channel=facts.channel_id,
        about=facts.about,
    )
