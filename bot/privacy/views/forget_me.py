"""Being forgotten: what goes, what stays and why, before and after."""

from typing import Any

from bot.privacy.facts import ForgetMe, Forgotten
from bot.slack.blocks import Block, actions, button
from bot.slack.forms import checkboxes, field, form
from bot.slack.messages import Message, message
from bot.slack.rich_text import bold, bullets, say
from bot.slack.views.entry_points import FORGET_ME
from bot.slack.views.wording import count

BEGIN = FORGET_ME
FORM = "forget.me"
CHOSEN = "chosen"

# By the kind of words a person may take back.
WORDS = {
    "wins": ("the words of my win", "the words of my wins"),
    "blockers": ("what I wrote on a blocker", "what I wrote on blockers"),
    "ideas": ("what I wrote on an idea", "what I wrote on ideas"),
    "answers": ("the answer I gave about the vision", "the answers I gave about the vision"),
    "initiatives": ("what I wrote about an initiative", "what I wrote about initiatives"),
    "spotlights": ("what I said about my organisation", "what I said about my organisation"),
    "habits": ("the habit I added", "the habits I added"),
    "reasons": ("the reason I gave about the vision", "the reasons I gave about the vision"),
}
LAST_HOST = (
    "Nothing has changed: you’re the only host here, and somebody has to look after what I post. Make somebody else a "
    "host first, or end the partnership. Then ask me again."
)
NOTHING = "I keep nothing about you here, so there’s nothing to forget. Nothing changed in other partnerships."
GOES = (
    (
        "Your name. I replace your Slack id with one that leads to nobody, in everything I keep and in my posts. Where "
        "people mentioned you with @, it will say “somebody who was here”."
    ),
    "Your skills, quiet hours, host role, and my copies of the private messages I sent you.",
)
STAYS = (
    (
        "That things happened. What you shared, fixed and cheered still counts, without your name; otherwise the "
        "figures would be wrong."
    ),
    "What you wrote for everybody as a host, such as the vision, without your name.",
    "Your name where others typed it as plain words. I can’t find those. Ask them, or a host, to change it.",
    "Private replies, files I’ve already sent, and private messages that Slack won’t let me change.",
    (
        "Blockers and ideas you didn’t post, and words I asked you about. They’re sealed, so I can’t tell which are "
        "yours. They go within two days, or at once if you drop them."
    ),
    "What Slack itself keeps: our direct messages, and posts so old that I no longer have a record of them.",
)


def _about(facts: ForgetMe) -> list[Block]:
    elsewhere = facts.elsewhere
    mentions = f"Your name where people mention you: {count(facts.mentions, 'place')}." if facts.mentions else ""
    more = f" You’re also in {count(elsewhere, 'other partnership')}: nothing changes there." if elsewhere else ""
    return [
        say("Would you like a copy first? Close this, and ask for your data."),
        say(bold("What goes, for good"), bullets(*GOES, *([mentions] if mentions else []))),
        say(bold("What stays, and why"), bullets(*STAYS)),
        say(f"If you come back, you’ll be new to me.{more}"),
    ]


def called(facts: ForgetMe) -> Message:
    """Where no form can be opened: the same, with a button to it."""
    return message(
        say("I can forget you in ", bold(facts.name), ". I’ll ask once more before I do."),
        _about(facts),
        actions(button("Forget me …", BEGIN, str(facts.partnership_id))),
    )


def forget_form(facts: ForgetMe) -> dict[str, Any]:
    """The form: what is always done, and what can be chosen."""
    there = [(_label(kind, number), kind) for kind in WORDS if (number := facts.words[kind])]
    return form(
        FORM,
        "Forget me",
        say("In ", bold(facts.name), "."),
        _about(facts),
        [
            field(
                CHOSEN,
                "Take these back too",
                checkboxes(there),
                hint="A neutral sentence takes their place, in the channel too. What you don’t tick stays, without "
                "your name.",
                optional=True,
            )
        ]
        if there
        else [],
        submit="Forget me",
        close="Keep me",
        last=True,
        channel=facts.channel_id,
        about=str(facts.partnership_id),
    )


def _label(kind: str, number: int) -> str:
    singular, plural = WORDS[kind]
    counted = singular if number == 1 else f"{plural} ({number:,})"
    return counted[:1].upper() + counted[1:]


def forgotten(facts: Forgotten) -> Message:
    """It is done; what has become of it all."""
    mentions = f" People had mentioned you in {count(facts.mentions, 'place')}." if facts.mentions else ""
    words = f" Your words are taken back in {count(facts.taken_back, 'place')}." if facts.taken_back else ""
    return message(
        say(
            "You are forgotten in ",
            bold(facts.name),
            f". Your name and id are gone from what I keep here, and I’m changing my posts now.{words}{mentions}",
        ),
        say(bold("What stays, and why"), bullets(*STAYS)),
    )
