"""The offer of the spotlight, the form for a partner's lines, and the private words around them."""

from typing import Any

from bot.slack.blocks import actions, button
from bot.slack.forms import field, form, text_input
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, channel, moment, quote, say
from bot.slack.views.entry_points import SHARE
from bot.wins.facts import SpotlightForm, SpotlightReceipt

SAY, PASS, WITHDRAW = "spotlight.say", "spotlight.pass", "spotlight.withdraw"
OFFER = "spotlight.offer"
FORM = "spotlight.say"
LINES = "lines"
_LENGTH = 600

EMPTY = "I found no words in that. A line on what you do is plenty."
TOO_LONG = f"That’s more than three lines, or more than {_LENGTH} characters. Please shorten it; nothing is lost."
PASSED = "Thank you. It goes to somebody else, and nobody hears that you passed it on."
PASSED_ALREADY = "You’ve passed this on, so somebody else may have it by now. Nothing changed."
TAKEN_UP = "You’ve already said something for it. You can change it or take it back with the buttons below my answer."
NO_CELEBRATION = "No celebration is planned, so there’s no spotlight to offer. Nothing has changed."
UNDER_WAY = "Somebody has the next spotlight already, so I asked nobody. Try again after the celebration."
NOBODY_TO_ASK = "There’s nobody from there I can ask this week, so I asked nobody. Perhaps you can."
OVER = "That celebration is over, so there’s nothing to pass on. Thank you for answering."


def offer(partner: str, channel_id: str, partnership_id: int, spotlight_id: int) -> Message:
    """One person is asked, privately, what of their organisation the others should see."""
    return message(
        say(
            "Partners take turns in the spotlight, and in ",
            channel(channel_id),
            " it’s ",
            bold(partner),
            "’s turn. Share a win, large or small, or say what you do in up to three lines.",
        ),
        say("If it doesn’t suit you, pass it on or leave it: nobody hears either way."),
        actions(
            button("Share a win", SHARE, str(partnership_id)),
            button("Say what we do", SAY, str(spotlight_id)),
            button("Pass it on", PASS, str(spotlight_id)),
        ),
    )


def offered(partner: str) -> Message:
    """For the host who pressed *Offer the spotlight*."""
    return message(say("I’m asking somebody from ", bold(partner), " privately, for the next celebration."))


def lines_form(facts: SpotlightForm) -> dict[str, Any]:
    return form(
        FORM,
        "In the spotlight",
        say("It’s shown in the celebration under ", bold(facts.partner), "."),
        field(
            LINES,
            "What do you do?",
            text_input(facts.text, max_length=_LENGTH, multiline=True),
            hint="Up to three lines. You can change it later.",
        ),
        submit="Save",
        channel=facts.channel,
        about=str(facts.id),
    )


def receipt(receipt: SpotlightReceipt) -> Message:
    """What was said, where it will be, and what can still be done about it."""
    when: list[Piece] = ["Celebrations are paused, so it’s kept for the next one."]
    if receipt.stands:
        when = ["It’s in the channel."]
    elif receipt.next_at is not None:
        when = ["It’ll be in the celebration on ", moment(receipt.next_at, receipt.zone), "."]
    return message(
        say("In the spotlight, for ", bold(receipt.partner), ":", quote(receipt.text)),
        say(*when),
        actions(button("Edit", SAY, str(receipt.id)), button("Take it back", WITHDRAW, str(receipt.id))),
    )


def withdrawn(spotlight_id: int) -> Message:
    return message(
        say("Taken back. If it was in the channel, it’s been removed. You can still say something else."),
        actions(button("Say what we do", SAY, str(spotlight_id))),
    )
