"""What those read and fill in who decide what becomes of an idea."""

from typing import Any

from bot.ideas.entries import IdeaView, Outcome
from bot.ideas.facts import NotNowForm
from bot.ideas.views.idea import LABELS, REOPEN, how, outcome, ways
from bot.partnership.views.partner import ask
from bot.slack.blocks import QUOTED, actions, button, given_back
from bot.slack.forms import field, form, text_input
from bot.slack.messages import Message, message
from bot.slack.rich_text import quote, say
from bot.slack.text import cut
from bot.vision.facts import AssentQuestion
from bot.vision.proposals import REASON

PROPOSE_FORM, NOT_NOW_FORM = "idea.propose", "idea.not_now"
WHY = "reason"

NO_REASON = "Say in a few words why not now, so that people know it was read."
NOT_AGREED = "Two organisations have to agree first, so nothing was decided. The idea’s card says which have."
DECIDED = "That idea has been decided already, so nothing changed. Its card says how."
REOPENED = "It’s open again, and its card says so."


def deciding(idea: IdeaView) -> Message:
    """What may become of it, for somebody who decides."""
    return message(say("What should become of it?", quote(cut(idea.text, QUOTED))), actions(*ways(idea)))


def not_now_form(facts: NotNowForm) -> dict[str, Any]:
    """The form that asks why an idea is not taken on now."""
    return form(
        NOT_NOW_FORM,
        "Not now",
        say(quote(cut(facts.idea.text, QUOTED))),
        field(
            WHY,
            "Why not now?",
            text_input(max_length=REASON, multiline=True),
            hint="Everybody can read it on the card. The idea is kept, and you can open it again.",
        ),
        submit="Not now",
        channel=facts.channel_id,
        about=str(facts.idea.id),
    )


def put_off(idea: IdeaView) -> Message:
    """It is said; and the way back."""
    return message(
        say("Thank you. The card and its thread say so now, with your reason."),
        actions(button("Open it again", REOPEN, str(idea.id))),
    )


def agreed(idea: IdeaView) -> Message:
    """For somebody whose organisation has just agreed."""
    return message(say("Your organisation agrees. ", how(idea)))


def whose_assent(question: AssentQuestion, pressed: Outcome) -> Message:
    """Organisations decide, and it is not known which one the person is from."""
    return message(
        say(
            "Organisations decide here, so I need to know which one you’re from. Choose it, then press "
            f"{LABELS[pressed]} once more: nothing is counted yet."
        ),
        ask(question.organisations, f"p{question.partnership_id}"),
    )


def decided_already(idea: IdeaView, typed: str = "") -> Message:
    """Somebody was quicker; what this person wrote comes back to them."""
    because = [quote(cut(idea.because, QUOTED))] if idea.because else []
    return message(say("This has been decided already. ", *outcome(idea), *because), given_back(typed))
