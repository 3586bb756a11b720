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

NOBODY_CHOSEN = "Choose somebody, or close this form. Nothing was changed."
UNFIT = {
    "nobody": "Say whom you mean: their name after an @, as Slack completes it. Nothing was changed.",
    "several": "One at a time, please: I read more than one name there. Nothing was changed.",
    "bot": "That is an app, and apps cannot host. Nothing was changed.",
    "stranger": "Slack does not tell me who that is. Once they have joined this channel, try again.",
    "unknown": (
        "I do not know them here yet. Once they have joined the channel or told me anything in it, try again. Nothing "
        "was changed."
    ),
    "absent": (
        "They aren’t in this channel, and a host has to be. Ask them in with /invite and their name, then try again. "
        "Nothing was changed."
    ),
    "yourself": "That is you, and you host already. Name somebody else; nothing was changed.",
    "already": "They host already, so there was nothing to change.",
    "same_partner": (
        "They are from your own organisation. This question is for somebody of another partner, so that the role goes "
        "round; to add a colleague, add them as a host. Nobody was asked."
    ),
    "no_partner": (
        "They have not said yet which organisation they are from, so I cannot tell whether it is another than yours. "
        "Nobody was asked."
    ),
    "asked": "You have asked them this week already. You will hear from me privately as soon as they answer.",
    "full": "I am not to ask them anything more this week, so they were not asked. Ask them yourself, or from Monday.",
}
LAST = "You are the only host, so the role has to go to somebody: hand it over instead. Nothing was changed."
HOSTED = "Somebody hosts this partnership, so nothing was changed. Any host can add you."
ANSWERED = "You have answered that already, so nothing was changed."
YES_KEPT = "Thank you. You host from now on, and whoever asked hears it from me."
NO_KEPT = "That is fine. Whoever asked hears it from me, and nobody else does."
STOPPED = "You no longer host. Everything else stays as it was; any host can add you again."
TAKEN = "You host this partnership from now on, and I have said so in the channel."


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
            say("Nobody hosts this partnership just now. Anybody in it may take the role, and pass it on later."),
            actions(button("I will host", TAKE, about)),
        )
    kept, more = hosts[:_LISTED], len(hosts) - _LISTED
    return message(
        say(bold(f"{count(len(hosts), 'host')} of this partnership")),
        say(bullets(*(_line(host) for host in kept))),
        [say(f"… {and_more(more)}.")] if more > 0 else [],
        _what_hosts_do(command)
        if shown.mine
        else [say("A host can add another, or pass the role on. Ask any of them.")],
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
            "You are one of them. By text: ",
            code(f"{command} host @name"),
            " adds one, ",
            code(f"{command} hand-over @name"),
            " passes your role on, ",
            code(f"{command} ask-to-host @name"),
            " asks somebody of another partner privately.",
        )
    ]


_FORMS: Mapping[str, tuple[str, str, str, str]] = {
    ADD_FORM: ("Add a host", "Who hosts too?", "They hear of it from me. You stay a host.", "Add"),
    HAND_FORM: ("Hand over", "Who hosts in your place?", "They hear of it from me. You no longer host.", "Hand over"),
    ASK_FORM: (
        "Ask somebody to host",
        "Whom shall I ask?",
        "Somebody of another partner. They are asked privately; only you hear what they say.",
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
        say("Say the name after an @, or choose it from a list."),
        actions(button(_FORMS[callback][0], callback, str(partnership_id))),
    )


def added(user_id: str) -> Message:
    return message(say(person(user_id), " hosts too, from now on, and hears of it from me."))


def handed_over(user_id: str) -> Message:
    return message(say(person(user_id), " hosts in your place, from now on. Everything else stays as it was."))


def asked(user_id: str) -> Message:
    return message(say("I have asked ", person(user_id), " privately. You will hear what they say, and nobody else."))


def made_host(name: str, by: str, channel_id: str, partnership_id: int) -> Message:
    """For somebody who hosts from now on, by a host's word."""
    return message(
        say(person(by), " has made you a host of ", bold(name), ". ", *_what_it_is(channel_id)),
        actions(button("Who hosts", OPEN, str(partnership_id))),
    )


def _what_it_is(channel_id: str) -> list[Piece]:
    return pieces(
        "A host sets when I post, pauses me and hears when something went wrong. Say ",
        code("@Pencil hosts"),
        " in ",
        channel(channel_id),
        " to add somebody or to pass the role on, today if you like.",
    )


def question(name: str, asker: str, channel_id: str, about: str) -> Message:
    """Would you host next? Whatever the answer, only the asker hears it."""
    return message(
        say(person(asker), " asks whether you would host ", bold(name), " next. ", *_what_it_is(channel_id)),
        say("Either answer is fine. Only ", person(asker), " hears it."),
        actions(button("Yes, I will host", YES, about), button("Not now", NOT_NOW, about)),
    )


def accepted(name: str, channel_id: str) -> Message:
    return message(say("You host ", bold(name), " from now on. ", *_what_it_is(channel_id)))


def declined(name: str) -> Message:
    return message(say("You would rather not host ", bold(name), " now. That is fine; nobody else hears of it."))


def answer(user_id: str, partnership_id: int, member_id: int, *, yes: bool) -> Message:
    """For whoever asked."""
    if not yes:
        return message(
            say(person(user_id), " would rather not host now. Nobody else hears of it. You may ask somebody else."),
            actions(button("Ask somebody to host", ASK, str(partnership_id))),
        )
    return message(
        say(person(user_id), " has said yes and hosts too, from now on. If you want to pass your own role on, press."),
        actions(button("Hand over to them", PASS, str(member_id))),
    )


def hostless() -> Message:
    """For the channel, once the last host has left."""
    return message(
        say(
            "This partnership has no host just now. Anybody here may take the role: a host sets when I post and hears "
            "when something went wrong, and can pass it on at any time."
        ),
        actions(button("I will host", TAKE)),
    )


def hosted_again(user_id: str) -> Message:
    return message(say(person(user_id), " hosts this partnership from now on."))
