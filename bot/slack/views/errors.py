"""What is said when something does not go as meant."""

from bot.slack.blocks import given_back
from bot.slack.messages import Message, message
from bot.slack.rich_text import code, say
from bot.slack.views.entry_points import ways_in

UNKNOWN = "That button or form is from another time, so nothing was changed. Say @Pencil in the channel to begin anew."
EMPTY = "There was nothing in it that I could read, so nothing was kept. Say it in your own words."
GONE = "What that was about is not there any more, so nothing was changed."
NOT_YOURS = "Only the person whose it is, or a host, can change it. It stays as it is."
NOT_SAVED = "I could not save this just now. Nothing is lost: it still stands here. Please try again in a minute."
NOT_HERE = "Somebody you chose isn’t here any more. Please choose again."

UNSURE = (
    "I could not find out in time whether this was saved. It still stands here. Please look whether it is there before "
    "you send it again."
)


def failed(typed: str) -> Message:
    """Nothing was recorded; what was typed comes back."""
    return message(
        say("I could not do that just now, and nothing was recorded. Please try again in a minute."),
        given_back(typed),
    )


def unsure(typed: str) -> Message:
    """It may have been recorded or not; what was typed comes back."""
    return message(
        say(
            "I could not find out in time whether this was recorded. Please look whether it is there before you say it "
            "again."
        ),
        given_back(typed),
    )


def called() -> Message:
    """For `@Pencil` alone: what can be done here."""
    return message(
        say("Here I am. Press one of these, or say ", code("@Pencil help"), " to see the rest."),
        ways_in(),
    )


def unknown_command(name: str) -> Message:
    return message(say("I do not know the command ", code(name[:80]), ", so I did nothing."))
