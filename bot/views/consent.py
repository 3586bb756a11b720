"""How far a win may be told: asked of whoever told it."""

from typing import Any

from slack_sdk.models.blocks import RadioButtonsElement

from bot.consent import Audience
from bot.views.kit import Message, bold, cut, field, form, message, options, quote, say

CONSENT = "win.consent"
CONSENT_FORM = "win.consent"
FAR = "far"
LABEL = "Who may read it"

READERS = {
    Audience.INSIDE: "Only the people of this partnership",
    Audience.PARTNERS: "Everybody in its organisations",
    Audience.PUBLIC: "Anybody: it may be made public",
}
_AGREED = {
    Audience.INSIDE: "only the people of this partnership",
    Audience.PARTNERS: "everybody in its organisations",
    Audience.PUBLIC: "anybody",
}
_SHOWN = 300

TELLERS_ONLY = "Only whoever told this win can say who may read it, so I changed nothing."


def asking(win_id: int, text: str, now: Audience, channel: str) -> dict[str, Any]:
    """The form for one win, with what holds now chosen."""
    offered = options((label, str(one)) for one, label in READERS.items())
    chosen = next(one for one in offered if one.value == now)
    return form(
        CONSENT_FORM,
        LABEL,
        say("Reports of the story so far tell this win as far as you agree:", quote(cut(text, _SHOWN))),
        field(
            FAR,
            "Who may read it?",
            RadioButtonsElement(options=offered, initial_option=chosen),
            hint="You can change this whenever you like. A report that has been handed on stays as it is.",
        ),
        submit="Save",
        channel=channel,
        about=str(win_id),
    )


def agreed(text: str, far: Audience) -> Message:
    return message(
        say("This win may now be read by ", bold(_AGREED[far]), ":", quote(cut(text, _SHOWN))),
        say("Reports made from now on go by that. You are named in them only if you have said that you may be."),
    )
