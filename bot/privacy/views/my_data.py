"""What is held on a person, in words for them alone."""

from bot.privacy.facts import MyData
from bot.slack.messages import Message, message
from bot.slack.rich_text import bold, bullets, say
from bot.slack.views.entry_points import MY_DATA
from bot.slack.views.wording import count

SHOW = MY_DATA

# By table: one, and many.
NAMES = {
    "members": (
        "entry with your Slack id, your organisation and your settings",
        "entries with your Slack id",
    ),
    "names": ("name of yours, for where people mention you", "names of yours"),
    "movements": ("note of when you came or went", "notes of when you came or went"),
    "whys": ("sentence on why now, from you as a host", "sentences on why now, from you as a host"),
    "visions": ("version of the vision that you pencilled in", "versions of the vision that you pencilled in"),
    "proposals": ("proposal you made or decided", "proposals you made or decided"),
    "assents": ("assent to a proposal", "assents to proposals"),
    "wins": ("win you shared", "wins you shared"),
    "withheld": (
        "win you took your organisation’s name off",
        "wins you took your organisation’s name off",
    ),
    "thanks": ("win in which you are thanked", "wins in which you are thanked"),
    "cheers": ("cheer", "cheers"),
    "blockers": ("blocker you raised with your name, or fixed", "blockers you raised with your name, or fixed"),
    "helps": ("blocker you took on or helped with", "blockers you took on or helped with"),
    "requests": ("time you were asked, or suggested, to help", "times you were asked, or suggested, to help"),
    "proofs": ("time you helped, and whether I may say so", "times you helped, and whether I may say so"),
    "ideas": ("idea you shared with your name, or decided on", "ideas you shared with your name, or decided on"),
    "idea_likes": ("idea you like", "ideas you like"),
    "idea_helpers": ("idea you would help with", "ideas you would help with"),
    "idea_assents": ("idea you agreed to propose", "ideas you agreed to propose"),
    "initiatives": (
        "initiative you began, said the next step of, or ended",
        "initiatives you began, said the next step of, or ended",
    ),
    "initiative_people": ("initiative you’re in", "initiatives you’re in"),
    "introductions": ("introduction you offered as a host", "introductions you offered as a host"),
    "introduced": ("introduction offered to you", "introductions offered to you"),
    "spotlights": ("spotlight offered to you", "spotlights offered to you"),
    "skills": ("skill you offered", "skills you offered"),
    "answers": ("answer to a check-in", "answers to check-ins"),
    "commitments": ("step you took on", "steps you took on"),
    "consultations": ("consultation on the vision that you opened", "consultations on the vision that you opened"),
    "consultation_answers": ("answer about the vision with your name", "answers about the vision with your name"),
    "habits": ("habit you added", "habits you added"),
    "responses": ("action after a pulse that you chose or see to", "actions after a pulse that you chose or see to"),
    "wishes": ("wish for fewer posts", "wishes for fewer posts"),
    "revisions": ("change you made to something", "changes you made to something"),
    "deeds": ("line in the log of what hosts did", "lines in the log of what hosts did"),
    "parcels": ("request for files under way", "requests for files under way"),
    "posts": ("message to you, in private or in your Home", "messages to you, in private or in your Home"),
}
NOT_IN_HERE = (
    "Blockers and ideas posted, and answers given, without a name: nothing I keep links them to anybody.",
    "Blockers and ideas you didn’t post, and words I asked you about: they’re sealed, and I can’t tell whose they are.",
    (
        "Answers to a pulse. I note that you’ve answered an open one, so that I don’t remind you. That’s shown to "
        "nobody in Slack and deleted when it closes. What you answered is sealed, without your name."
    ),
    "Notes on how messages and files were sent to Slack. They say nothing about you.",
    "Your name where others typed it as plain words: I can’t find those.",
    "What Slack keeps: messages in channels, and your profile there.",
)


def _named(table: str, number: int) -> str:
    singular, plural = NAMES.get(table, (f"row in {table}", f"rows in {table}"))
    return count(number, singular, plural)


def summary(data: MyData) -> Message:
    """What kinds of things, and how many; the files come privately."""
    if data.held is None:
        return message(say("I keep nothing about you in ", bold(data.name), "."))
    return message(
        say("What I keep about you in ", bold(data.name), ":"),
        say(
            bullets(
                *(_named(table, number) for table, number in data.held.counts.items()),
                f"{count(data.held.mentions, 'message')} to the channel or to others with your name in",
            )
        ),
        say("What isn’t in it:", bullets(*NOT_IN_HERE)),
        say(
            "I’m sending you all of it in our direct messages, as two files: one to read and one for machines. If "
            "you’re in another partnership with me, ask there too."
        ),
    )
