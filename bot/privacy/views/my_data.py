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
        "entry with your Slack id, and where you are from and what you chose, if you said",
        "entries with your Slack id",
    ),
    "names": ("name of yours, for where people’s words mention you", "names of yours"),
    "movements": ("note of when you came or went", "notes of when you came or went"),
    "whys": ("sentence on why, which you said as a host", "sentences on why, which you said as a host"),
    "visions": ("version of the vision that you pencilled in", "versions of the vision that you pencilled in"),
    "proposals": ("proposal you made or decided", "proposals you made or decided"),
    "assents": ("assent to a proposal", "assents to proposals"),
    "wins": ("win you told", "wins you told"),
    "withheld": (
        "win in which you had your organisation not named",
        "wins in which you had your organisation not named",
    ),
    "thanks": ("win in which you are thanked", "wins in which you are thanked"),
    "cheers": ("cheer", "cheers"),
    "blockers": ("blocker you raised with your name, or fixed", "blockers you raised with your name, or fixed"),
    "helps": ("blocker you took on or helped with", "blockers you took on or helped with"),
    "requests": ("time you were asked, or named, to help", "times you were asked, or named, to help"),
    "proofs": ("skill that showed itself", "skills that showed themselves"),
    "spotlights": ("spotlight offered to you", "spotlights offered to you"),
    "skills": ("skill you offered", "skills you offered"),
    "answers": ("answer to a check-in", "answers to check-ins"),
    "responses": ("action after a pulse that you decided or own", "actions after a pulse that you decided or own"),
    "wishes": ("wish for fewer posts", "wishes for fewer posts"),
    "revisions": ("change you made to something", "changes you made to something"),
    "deeds": ("line in the log of what hosts did", "lines in the log of what hosts did"),
    "parcels": ("request for files under way", "requests for files under way"),
    "posts": ("private message or Home of yours", "private messages and Homes of yours"),
}
NOT_IN_HERE = (
    "Blockers raised without a name: nothing kept leads from them to anybody.",
    "Blockers you didn’t post, and words I asked you about: they’re sealed, and I can’t tell whose they are.",
    (
        "Answers to a pulse: whether you have answered an open one is sealed, told to nobody and gone with its close; "
        "what you answered is kept under no name."
    ),
    "Marks of how a message or a file was brought to Slack, which say nothing of you.",
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
                f"{count(data.held.mentions, 'message')} to the channel or to others in which your name stands",
            )
        ),
        say("What is not among it:", bullets(*NOT_IN_HERE)),
        say(
            "All of it is being sent to you as two files, one to read and one for machines, in our direct messages. If "
            "you are in another partnership with me, ask there too."
        ),
    )
