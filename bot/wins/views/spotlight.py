"""The offer of the spotlight, the form for a partner's lines, and the private words around them."""

from typing import Any

from bot.slack.blocks import actions, button
from bot.slack.forms import field, form, text_input
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, channel, moment, quote, say
from bot.slack.views.entry_points import SHARE
from bot.wins.facts import SpotlightForm, SpotlightReceipt

SAY, PASS, WITHDRAW = "spotlight.say", "spotlight.pass", "spotlight.withdraw"
FORM = "spotlight.say"
LINES = "lines"
_LENGTH = 600

EMPTY = "There was nothing in it that I could read. A line on what you do is plenty."
TOO_LONG = f"That is more than three lines, or more than {_LENGTH} characters. Please shorten it; nothing is lost."
PASSED = "Thank you. It goes to somebody else, and nobody learns that you passed it on."
PASSED_ALREADY = "You have passed this on, so it may be somebody else’s by now. I changed nothing."
TAKEN_UP = "You have said something for it already. You can change that or take it back, under my answer to you."
OVER = "That celebration has been, so there is nothing to pass on. Thank you for answering."


def offer(partner: str, channel_id: str, partnership_id: int, spotlight_id: int) -> Message:
    """One person is asked, privately, what of their organisation the others should see."""
    return message(
        say(
            "The spotlight of the next celebration in ",
            channel(channel_id),
            " is free for ",
            bold(partner),
            ". You could share a win, large or small, or say in up to three lines what you do. Partners take turns.",
        ),
        say("Nobody else sees this. If it does not suit you, pass it on, or leave it: nobody learns of either."),
        actions(
            button("Share a win", SHARE, str(partnership_id)),
            button("Say what we do", SAY, str(spotlight_id)),
            button("Pass it on", PASS, str(spotlight_id)),
        ),
    )


def lines_form(facts: SpotlightForm) -> dict[str, Any]:
    return form(
        FORM,
        "In the spotlight",
        say("This stands in the celebration, under the name of ", bold(facts.partner), "."),
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
    """What was said, where it will stand, and what can still be done about it."""
    when: list[Piece] = ["Celebrations are paused or switched off just now. It is kept for the next one."]
    if receipt.stands:
        when = ["It stands in the channel, and changes there when you change it here."]
    elif receipt.next_at is not None:
        when = ["It will stand in the celebration on ", moment(receipt.next_at, receipt.zone), "."]
    return message(
        say("In the spotlight, for ", bold(receipt.partner), ":", quote(receipt.text)),
        say(*when),
        actions(button("Edit", SAY, str(receipt.id)), button("Take it back", WITHDRAW, str(receipt.id))),
    )


def withdrawn(spotlight_id: int) -> Message:
    return message(
        say("Taken back. If it stood in the channel, it is gone from there. You can still say something else."),
        actions(button("Say what we do", SAY, str(spotlight_id))),
    )
