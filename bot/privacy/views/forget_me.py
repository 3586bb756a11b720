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
    "wins": ("the words of the win I told", "the words of the wins I told"),
    "blockers": ("what I wrote on a blocker", "what I wrote on blockers"),
    "spotlights": ("what I told of my organisation", "what I told of my organisation"),
    "reasons": ("the reason I gave about the vision", "the reasons I gave about the vision"),
}
LAST_HOST = (
    "You are the only host here, and without one nobody could change the timetable or answer for what I post. Make "
    "somebody else a host first, or end the partnership; then ask me again. Nothing was changed."
)
NOTHING = "I hold nothing on you here, so there is nothing to forget. What you had in other partnerships is as it was."
GOES = (
    (
        "Your name: your Slack id is replaced by one that leads to nobody, in all I keep and in what I posted. Where "
        "somebody mentioned you with @, “somebody who was here” takes its place."
    ),
    "Your skills, your private messages from me as I remember them, quiet hours, and the role of host.",
)
STAYS = (
    (
        "That things happened: what you told, fixed and cheered counts as somebody’s, and as your organisation’s "
        "share; otherwise the figures would be wrong."
    ),
    "What you wrote as a host for everybody, such as the vision, without your name.",
    "Your name where others typed it as plain words. I can’t find those: ask them to change it, or a host.",
    "Private replies, files I’ve already sent, and private messages that Slack won’t let me change.",
    (
        "Blockers you didn’t post, and words I asked you about. They’re sealed, so I can’t tell which are yours. "
        "They go by themselves after a day, or at once if you drop them."
    ),
    "What Slack itself keeps: our direct messages, and posts of mine so old that I no longer remember them.",
)


def _about(facts: ForgetMe) -> list[Block]:
    elsewhere = facts.elsewhere
    mentions = f"Others’ words mention you in {count(facts.mentions, 'place')}." if facts.mentions else ""
    more = f" I also know you in {count(elsewhere, 'other partnership')}: nothing changes there." if elsewhere else ""
    return [
        say("If you would like to have what I hold on you first, ask for my data before."),
        say(bold("What goes, for good"), bullets(*GOES, *([mentions] if mentions else []))),
        say(bold("What stays, and why"), bullets(*STAYS)),
        say(f"If you do something here again, you are somebody new to me.{more}"),
    ]


def called(facts: ForgetMe) -> Message:
    """Where no form can be opened: the same, with a button to it."""
    return message(
        say("You can have me forget you in ", bold(facts.name), ". You are asked once more before I do."),
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
                hint="A neutral sentence takes their place, in the channel too. What you do not tick stays, without "
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
    mentions = f" Others’ words mentioned you in {count(facts.mentions, 'place')}." if facts.mentions else ""
    words = f" Your words in {count(facts.taken_back, 'place')} have been taken back." if facts.taken_back else ""
    return message(
        say(
            "You are forgotten in ",
            bold(facts.name),
            f". Your name and id are gone from what I keep here, and what I posted is being changed now."
            f"{words}{mentions}",
        ),
        say(bold("What stays, and why"), bullets(*STAYS)),
    )
