"""What people read when they are asked whether they can help, and when they are introduced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.blockers.entries import BlockerView
from bot.blockers.views.blocker import FIXED, HELP, STEP_BACK, age, needed, people
from bot.slack.blocks import IN_LINE, QUOTED, Block, actions, button
from bot.slack.forms import form, people_fields, user_select
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, bullets, channel, person, pieces, quote, say
from bot.slack.text import cut, weekday

YES, KNOWS, NOT_NOW = "help.yes", "help.knows", "help.not_now"
KNOWS_FORM = "help.knows"
WHO = "who"

_NOTES = 10

ANSWERED = "You’ve answered that already, so nothing changed. Thank you."
NO_KEPT = "That’s fine, and thank you for saying so. Nobody hears about it."
YES_KEPT = "Thank you. You’re on its card now, and I’ll introduce you in a separate message."
NOBODY_CHOSEN = "Choose somebody, or close this form. Nothing changed."
SEVERAL = "One person, please: choose them in one of the two lists."
APP = "That’s an app, and apps can’t help here. Choose a person."
STRANGER = "Slack doesn’t tell me who that is, so I can’t ask them. Choose somebody else, or write to them yourself."
YOURSELF = "That’s you. If you can help, close this form and press “I can help”."


@dataclass(frozen=True)
class HelpRequest:
    """A private question as it is put to somebody."""

    id: int
    blocker: BlockerView
    skill: str | None  # what they offered that seems to fit
    friend: str | None  # who thought of them
    channel_id: str


# The question


def question(request: HelpRequest) -> Message:
    """Can you help? What is stuck, whose it is unless it is nobody's, and why this person is asked."""
    return message(
        say(
            *_whose(request.blocker),
            " in ",
            channel(request.channel_id),
            " is stuck. Can you help?",
            quote(cut(request.blocker.text, QUOTED)),
        ),
        needed(request.blocker.needed_on),
        say(*_why(request), " If you pass, nobody hears about it, not even a host."),
        _choices(request.id),
    )


def _whose(blocker: BlockerView) -> list[Piece]:
    if blocker.author is None:
        return ["Somebody"]
    if blocker.organisation is None:
        return [person(blocker.author)]
    return [person(blocker.author), " of ", bold(blocker.organisation)]


def _why(request: HelpRequest) -> list[Piece]:
    if request.friend is not None:
        return ["I’m asking you because ", person(request.friend), " thought of you."]
    if request.skill is not None:
        return ["I’m asking you because you offered ", bold(request.skill), "."]
    return ["I’m asking you because you may know how."]


def _choices(request_id: int) -> Block:
    about = str(request_id)
    return actions(
        button("I can help", YES, about), button("I know someone", KNOWS, about), button("Not now", NOT_NOW, about)
    )


def over(blocker: BlockerView) -> Message:
    """In the place of a question nobody has to answer any more."""
    what = "This has been taken back" if blocker.undone else "This has been fixed"
    return message(say(what, ", so there’s nothing left to answer:", quote(cut(blocker.text, QUOTED))))


def offered(blocker: BlockerView) -> Message:
    return message(
        say("You said you can help with this. Thank you.", quote(cut(blocker.text, QUOTED))),
        actions(button("Step back", STEP_BACK, str(blocker.id))),
    )


def declined(blocker: BlockerView) -> Message:
    return message(say("You passed on this. Nobody hears about it.", quote(cut(blocker.text, QUOTED))))


def suggested(blocker: BlockerView, friend: str) -> Message:
    return message(say("You thought of ", person(friend), " for this. Thank you.", quote(cut(blocker.text, QUOTED))))


# Somebody else


@dataclass(frozen=True)
class FriendForm:
    """The blocker about which somebody is asked whom they know."""

    request_id: int
    text: str
    channel_id: str


def friend_form(facts: FriendForm) -> dict[str, Any]:
    """The form that asks whom the person knows."""
    return form(
        KNOWS_FORM,
        "I know someone",
        say(quote(cut(facts.text, QUOTED))),
        people_fields(
            WHO,
            "Who could help?",
            user_select(),
            hint="I’ll ask them privately, and say that you thought of them.",
        ),
        submit="Ask them",
        channel=facts.channel_id,
        about=str(facts.request_id),
    )


def friend_asked(user_id: str) -> Message:
    return message(say("Thank you. I’ll ask ", person(user_id), " privately, and say that you thought of them."))


def friend_not_asked(user_id: str) -> Message:
    """I may not ask them: why is theirs to say."""
    return message(
        say(
            "Thank you. I can’t ask ",
            person(user_id),
            " just now, so I’ve sent them nothing. You can write to them yourself: anyone can press “I can help” on "
            "the card in the channel.",
        )
    )


# The introduction


@dataclass(frozen=True)
class History:
    """A blocker so far: how it stands, and what Pencil said below its card."""

    blocker: BlockerView
    notes: Sequence[Sequence[Piece]]
    channel_id: str


def introduction(history: History, helper: str, organisation: str | None, skill: str | None, now: datetime) -> Message:
    """Those who are stuck, or the hosts in their place, meet the person who can help, with the story so far."""
    blocker = history.blocker
    who, can = pieces(person(helper)), pieces(" can help")
    if organisation:
        who += [" of ", bold(organisation)]
    if skill:
        can += [" and offers ", bold(skill)]
    others = [user_id for user_id in blocker.taken_by if user_id != helper]
    opening: list[Piece] = (
        ["Hosts, meet ", *who, ", who", *can, ". This was raised without a name, so I’m introducing you instead."]
        if blocker.author is None
        else [*_whose(blocker), ", meet ", *who, ", who", *can, "."]
    )
    return message(
        say(*opening),
        say(bold("The story so far")),
        say(quote(cut(blocker.text, QUOTED))),
        say(
            f"Open for {age(blocker, now)}",
            f", needed by {weekday(blocker.needed_on)}. " if blocker.needed_on else ". ",
            *(["On it already: ", *people(others), "."] if others else ["Nobody else is on it yet."]),
        ),
        [say("Said below its card:", bullets(*history.notes[-_NOTES:]))] if history.notes else [],
        say(
            "Over to you: ring, meet or write. Once it’s fixed, press “It’s fixed” here or on its card in ",
            channel(history.channel_id),
            ".",
        ),
        actions(button("It’s fixed", FIXED, str(blocker.id))),
    )


def in_a_line(blocks: Sequence[dict[str, Any]]) -> list[Piece]:
    """What an earlier word of Pencil's said, as one line."""
    return [
        person(part["user_id"]) if part["type"] == "user" else str(part.get("text", ""))
        for block in blocks
        for section in block.get("elements", [])
        for part in section.get("elements", [])
    ]


# The hosts


def for_hosts(blocker: BlockerView, channel_id: str) -> Message:
    """For the hosts, where its day is near and nobody is on it; and in its place, once that is so no longer.

    Who was asked, if anybody, is not said.
    """
    text = quote(cut(blocker.text, QUOTED))
    if became := _became(blocker):
        return message(say(*became, text), needed(blocker.needed_on) if _is_open(blocker) else [])
    stuck: list[Piece] = [*_whose(blocker), " in ", channel(channel_id), " is stuck, and nobody has taken it on yet:"]
    return message(
        say(*stuck, text),
        needed(blocker.needed_on),
        say("Perhaps you know somebody. If somebody offers a skill that fits, I’ll ask them."),
        actions(button("I can help", HELP, str(blocker.id)), button("It’s fixed", FIXED, str(blocker.id))),
    )


def nobody_found(text: str, about: str) -> list[Block]:
    """A line of the hosts' digest: what somebody is needed for; `about` is the blocker's id."""
    return [
        say("I haven’t found anybody who can help: ", quote(cut(text, IN_LINE))),
        actions(button("I can help", HELP, about)),
    ]


def in_digest(blocker: BlockerView) -> list[Block]:
    """What that line says by now."""
    if became := _became(blocker):
        return [say(*became, quote(cut(blocker.text, IN_LINE)))]
    return nobody_found(blocker.text, str(blocker.id))


def _is_open(blocker: BlockerView) -> bool:
    return not blocker.undone and blocker.fixed_at is None


def _became(blocker: BlockerView) -> list[Piece]:
    """Why hosts need to find nobody any more; nothing while they do."""
    if blocker.undone:
        return ["This has been taken back, so nobody is needed any more:"]
    if blocker.fixed_at is not None:
        return ["This has been fixed, so nobody is needed any more:"]
    return ["On it now: ", *people(blocker.taken_by), "."] if blocker.taken_by else []
