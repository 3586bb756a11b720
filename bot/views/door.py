"""What is said when something does not go as meant."""

from bot.views.celebration import SHARE
from bot.views.kit import Message, actions, button, code, message, quote, say
from bot.views.partnership import MINE

_BACK = 2_800

UNKNOWN = "That button or form is from another time, so nothing was changed. Say @Pencil in the channel to begin anew."
GONE = "What that was about is not there any more, so nothing was changed."
NOT_SAVED = "I could not save this just now. Nothing is lost: it still stands here. Please try again in a minute."


def failed(typed: str) -> Message:
    """Nothing was recorded; what was typed comes back."""
    return message(
        say("I could not do that just now, and nothing was recorded. Please try again in a minute."),
        [
            say("So that you need not write it again:", quote(typed[at : at + _BACK]))
            for at in range(0, min(len(typed), 11_200), _BACK)
        ]
        if typed
        else [],
    )


def called(win: str) -> Message:
    """For `@Pencil` alone: what can be done here."""
    return message(
        say("Here I am. Share what went well, or see what is yours. ", code(f"{win} help"), " shows more."),
        actions(button("Share a win", SHARE), button("My Pencil", MINE)),
    )


def unknown_command(name: str) -> Message:
    return message(say("I do not know the command ", code(name[:80]), ", so I did nothing."))
