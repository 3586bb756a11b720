"""What people read when something does not go as meant."""

from bot.slack.blocks import given_back
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, code, say
from bot.slack.views.entry_points import ways_in

UNKNOWN = "That button or form is too old, so nothing changed. Say @Pencil in the channel to start again."
EMPTY = "I found no words in that, so nothing was kept. Say it in your own words."
GONE = "That’s gone, so nothing changed."
NOT_YOURS = "Only the person who wrote it, or a host, can change it. It stays as it is."
NOT_SAVED = "I couldn’t save this just now. Nothing is lost: it’s still here. Please try again in a minute."
NOT_HERE = "Somebody you chose isn’t here any more. Please choose again."

UNSURE = "I don’t know yet whether this was saved. It’s still here. Please check before you send it again."


def failed(typed: str) -> Message:
    """Nothing was recorded; what was typed comes back."""
    return message(
        say("I couldn’t do that just now, and nothing was recorded. Please try again in a minute."),
        given_back(typed),
    )


def unopened(typed: str = "", command: str = "") -> Message:
    """A form did not come: what was typed comes back, or how to do without, where the `command` takes words."""
    instead: list[Piece] = [", or type your words after ", code(command[:80])] if command else []
    return message(
        say("The form didn’t open in time, and nothing was recorded. Please try again in a minute", *instead, "."),
        given_back(typed),
    )


def unsure(typed: str) -> Message:
    """It may have been recorded or not; what was typed comes back."""
    return message(
        say("I don’t know yet whether this was recorded. Please check before you say it again."),
        given_back(typed),
    )


def called() -> Message:
    """For `@Pencil` alone: what can be done here."""
    return message(
        say("Here I am. Press one of these, or say ", code("@Pencil help"), "."),
        ways_in(),
    )


def unknown_command(name: str) -> Message:
    return message(say("I don’t know the command ", code(name[:80]), ", so nothing happened."))
