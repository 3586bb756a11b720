"""What people read about the host's role, and how it goes round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.blocks import Block, actions, button
from bot.slack.forms import form, people_fields, user_select
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, bullets, channel, code, person, pieces, say
from bot.slack.text import and_more
from bot.slack.views.wording import count

OPEN = "host.open"
ADD, HAND, ASK, STOP, TAKE = "host.add", "host.hand", "host.ask", "host.stop", "host.take"
YES, NOT_NOW, PASS = "host.yes", "host.not_now", "host.pass"
ADD_FORM, HAND_FORM, ASK_FORM = "host.add", "host.hand", "host.ask"
WHO = "who"

_LISTED = 30

NOBODY_CHOSEN = "Choose somebody, or close this form. Nothing has changed."
UNFIT = {
    "nobody": "Nothing has changed: I need a name. Type @ and choose the person from Slack’s list.",
    "several": "Nothing has changed: I read more than one name. One at a time, please.",
    "bot": "Nothing has changed: that’s an app, and apps can’t host.",
    "stranger": "Slack doesn’t tell me who that is. Try again once they’ve joined this channel.",
    "unknown": (
        "Nothing has changed: I don’t know them here yet. Try again once they’ve joined this channel or told me "
        "something in it."
    ),
    "absent": (
        "Nothing has changed: a host has to be in this channel, and they aren’t. Type /invite and their name, then try "
        "again."
    ),
    "yourself": "Nothing has changed: you host already. Name somebody else.",
    "already": "They host already, so nothing has changed.",
    "same_partner": (
        "Nobody was asked: they’re from your own organisation. Ask somebody from another, so that the role goes round. "
        "To add a colleague, use Add a host."
    ),
    "no_partner": (
        "Nobody was asked: they haven’t said yet which organisation they’re from. If it’s the same as yours, use Add a "
        "host."
    ),
    "asked": "You’ve already asked them this week. I’ll tell you privately as soon as they answer.",
    "full": "I can’t ask them anything more this week, so I didn’t. Ask them yourself, or try again on Monday.",
}
LAST = "You’re the only host, so nothing has changed. Hand the role over to somebody instead."
HOSTED = "This partnership has a host, so nothing has changed. Any host can add you."
ANSWERED = "You’ve already answered that, so nothing has changed."
YES_KEPT = "Thank you. You’re a host now. I’ll tell the person who asked."
NO_KEPT = "That’s fine. I’ll tell the person who asked, and nobody else."
STOPPED = "You’re no longer a host. Any host can add you again."
TAKEN = "You host this partnership now. I’ve said so in the channel."


@dataclass(frozen=True)
class Host:
    """A host as the room sees them."""

    user_id: str
    organisation: str | None


@dataclass(frozen=True)
class Hosts:
    """Who hosts a partnership, and whether the reader is one of them."""

    hosts: Sequence[Host]
    partnership_id: int
    mine: bool


def listing(shown: Hosts, command: str) -> Message:
    """Who hosts; what the reader can do about it, as a host or where nobody is one."""
    hosts, about = shown.hosts, str(shown.partnership_id)
    if not hosts:
        return message(
            say("Nobody hosts this partnership. Anybody here may take the role, and pass it on later."),
            actions(button("I’ll host", TAKE, about)),
        )
    kept, more = hosts[:_LISTED], len(hosts) - _LISTED
    return message(
        say(bold(f"{count(len(hosts), 'host')} of this partnership")),
        say(bullets(*(_line(host) for host in kept))),
        [say(f"… {and_more(more)}.")] if more > 0 else [],
        _what_hosts_do(command) if shown.mine else [say("Any of them can add a host, or pass the role on. Just ask.")],
        actions(
            button("Add a host", ADD, about),
            button("Hand over", HAND, about),
            button("Ask somebody to host", ASK, about),
            *([button("Stop hosting", STOP, about)] if len(hosts) > 1 else []),
        )
        if shown.mine
        else [],
    )


def _line(host: Host) -> Sequence[Piece]:
    if host.organisation is None:
        return pieces(person(host.user_id))
    return pieces(person(host.user_id), ", ", bold(host.organisation))


def _what_hosts_do(command: str) -> list[Block]:
    return [
        say(
            "You’re one of them. You can press, or type:",
            bullets(
                [code(f"{command} host @name"), " adds a host"],
                [code(f"{command} hand-over @name"), " passes your role on"],
                [code(f"{command} ask-to-host @name"), " privately asks somebody of another organisation"],
            ),
        )
    ]


_FORMS: Mapping[str, tuple[str, str, str, str]] = {
    ADD_FORM: ("Add a host", "Who should host too?", "I’ll tell them. You stay a host.", "Add"),
    HAND_FORM: (
        "Hand over",
        "Who should host instead of you?",
        "I’ll tell them. You’ll no longer be a host.",
        "Hand over",
    ),
    ASK_FORM: (
        "Ask somebody to host",
        "Who shall I ask?",
        "Somebody of another organisation. I ask them privately, and only you hear the answer.",
        "Ask them",
    ),
}


def choosing(callback: str, channel_id: str) -> dict[str, Any]:
    """The form that asks for one person: to add, to hand over to, or to ask."""
    title, label, hint, submit = _FORMS[callback]
    who = people_fields(WHO, label, user_select(), hint=hint)
    return form(callback, title, who, submit=submit, channel=channel_id)


def chosen_by_form(callback: str, partnership_id: int) -> Message:
    """For those who could not be shown the form at once: the button that opens it."""
    return message(
        say("Type the name after an @, or choose it from a list."),
        actions(button(_FORMS[callback][0], callback, str(partnership_id))),
    )


def added(user_id: str) -> Message:
    return message(say(person(user_id), " is a host now too. I’ll tell them."))


def handed_over(user_id: str) -> Message:
    return message(say(person(user_id), " hosts instead of you now. I’ll tell them."))


def asked(user_id: str) -> Message:
    return message(say("I’ve asked ", person(user_id), " privately. I’ll tell you what they say, and nobody else."))


def made_host(name: str, by: str, channel_id: str, partnership_id: int) -> Message:
    """For somebody who hosts from now on, by a host's word."""
    return message(
        say(person(by), " has made you a host of ", bold(name), ". ", *_what_it_is(channel_id)),
        actions(button("Who hosts", OPEN, str(partnership_id))),
    )


def _what_it_is(channel_id: str) -> list[Piece]:
    return pieces(
        "Hosts set when I post, pause me, and hear when something goes wrong. Say ",
        code("@Pencil hosts"),
        " in ",
        channel(channel_id),
        " to add a host or pass the role on, today if you like.",
    )


def question(name: str, asker: str, channel_id: str, about: str) -> Message:
    """Would you host next? Whatever the answer, only the asker hears it."""
    return message(
        say(person(asker), " asks if you’d host ", bold(name), " next. ", *_what_it_is(channel_id)),
        say("Either answer is fine. I’ll tell only ", person(asker), "."),
        actions(button("Yes, I’ll host", YES, about), button("Not now", NOT_NOW, about)),
    )


def accepted(name: str, channel_id: str) -> Message:
    return message(say("You’re a host of ", bold(name), " now. ", *_what_it_is(channel_id)))


def declined(name: str) -> Message:
    return message(say("You’d rather not host ", bold(name), " now. That’s fine, and nobody else hears about it."))


def answer(user_id: str, partnership_id: int, member_id: int, *, yes: bool) -> Message:
    """For the person who asked."""
    if not yes:
        return message(
            say(person(user_id), " would rather not host now. Nobody else hears about it. You can ask somebody else."),
            actions(button("Ask somebody to host", ASK, str(partnership_id))),
        )
    return message(
        say(person(user_id), " has said yes and is a host now too. If you want to pass your own role on, press below."),
        actions(button("Hand over to them", PASS, str(member_id))),
    )


def hostless() -> Message:
    """For the channel, once the last host has left."""
    return message(
        say(
            "This partnership has no host. Anybody here may take the role, and pass it on at any time. Hosts set when "
            "I post, and hear when something goes wrong."
        ),
        actions(button("I’ll host", TAKE)),
    )


def hosted_again(user_id: str) -> Message:
    return message(say(person(user_id), " hosts this partnership now."))
