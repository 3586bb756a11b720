"""What a person reads and fills in before an idea is posted, and the form that changes it."""

from typing import Any

from bot.blockers.views.draft import DROP
from bot.ideas.facts import IdeaDraft, IdeaForm
from bot.slack.blocks import QUOTED, actions, button
from bot.slack.forms import FORM_TEXT, field, form, text_input
from bot.slack.messages import Message, message
from bot.slack.rich_text import bold, line, quote, say
from bot.slack.text import cut

POST, POST_NAMELESS, REDRAFT = "idea.post", "idea.nameless", "idea.redraft"
SHARE_FORM, REDRAFT_FORM, EDIT_FORM = "idea.share", "idea.redraft", "idea.edit"
TEXT = "text"

EMPTY = "I found no words in that, so nothing was kept. Write what could be, in your own words."


def preview(draft: IdeaDraft, *, public: bool) -> Message:
    """The card as it will look, for its author alone, and the choice of posting it with or without a name."""
    about = draft.key
    return message(
        say("Only you see this. Here’s how it will look:"),
        say(line(bold("What if …")), quote(cut(draft.text, QUOTED))),
        say(
            "With your name, people know whom to ask. Without it, I don’t keep who you are, so nobody can look it up, "
            "not even a host."
        ),
        [say("You wrote this in the channel, so people can read it there with your name.")] if public else [],
        say("If you don’t post it, it’s gone after tomorrow."),
        actions(
            button("Post it", POST, about),
            button("Post without my name", POST_NAMELESS, about),
            button("Edit", REDRAFT, about),
            button("Drop it", DROP, about),
        ),
    )


def idea_form(facts: IdeaForm, callback: str = SHARE_FORM) -> dict[str, Any]:
    """The form for a new idea, or for changing the words of a draft or of a posted one."""
    titles = {SHARE_FORM: "Share an idea", REDRAFT_FORM: "Change your draft", EDIT_FORM: "Change this idea"}
    return form(
        callback,
        titles[callback],
        field(
            TEXT,
            "What if …",
            text_input(cut(facts.text, FORM_TEXT), max_length=FORM_TEXT, multiline=True),
            hint="Something you’ve seen elsewhere, or would try. It needn’t be finished.",
        ),
        submit="Save" if callback == EDIT_FORM else "Show me first",
        channel=facts.channel_id,
        about=facts.about,
    )
