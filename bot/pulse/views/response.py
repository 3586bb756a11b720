"""What the hosts do about a pulse, or why nothing, and what became of it: You said, we did."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.pulse.views.pulse import month
from bot.slack.blocks import Block, Element, actions, button
from bot.slack.forms import FORM_TEXT, date_picker, field, form, people_fields, text_input, user_select
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, channel, person, pieces, quote, say
from bot.slack.text import cut

RESPOND, BECAME = "pulse.respond", "pulse.became"
RESPOND_FORM, BECAME_FORM = "pulse.respond", "pulse.became"
ACTION, OWNER, DUE, BECAUSE, OUTCOME = "action", "owner", "due", "because", "outcome"

_QUOTED = 600


@dataclass(frozen=True)
class HostsResponse:
    """What the hosts said they do about a pulse, or why nothing; and what became of it."""

    action: str | None
    owner: str | None
    due: date | None
    because: str | None
    became: str | None


@dataclass(frozen=True)
class ResponseForm:
    """What a form begins with that asks what the hosts do about a pulse, or what became of it."""

    pulse_id: int
    month: date
    channel_id: str
    response: HostsResponse | None
    reader: str  # a Slack user id: who sees to it, unless somebody else does


def below_results(response: HostsResponse | None) -> list[Block]:
    """What stands below the figures."""
    if response is None:
        return [say("The hosts will say here what we do about it.")]
    return [say(bold("You said, we did: "), *_doing(response)), *_became(response)]


def _doing(response: HostsResponse) -> list[Piece]:
    if response.action is None:
        return pieces("no action this time, because ", cut(response.because or "", _QUOTED))
    assert response.owner is not None
    assert response.due is not None
    return pieces(
        cut(response.action, _QUOTED), " (", person(response.owner), f", by {response.due.day} {response.due:%B})"
    )


def _became(response: HostsResponse) -> list[Block]:
    return [say("What became of it: ", quote(cut(response.became, _QUOTED)))] if response.became else []


def since_then(when: date, response: HostsResponse | None) -> list[Block]:
    """What the next pulse opens with."""
    if response is None:
        return [say(f"What we do about the pulse of {month(when)} is still being decided.")]
    if response.action is not None and not response.became:
        return [say(f"After the pulse of {month(when)}: ", *_doing(response), ". What became of it is still to come.")]
    return [say(f"After the pulse of {month(when)}: ", *_doing(response)), *_became(response)]


def unsaid(when: date, about: str) -> list[Block]:
    """A line of the hosts' digest: what they have yet to say; `about` is the pulse's id."""
    return [
        say(f"People haven’t heard yet what you’ll do after the pulse of {month(when)}."),
        actions(button("Say what we do", RESPOND, about)),
    ]


def said_since(when: date) -> list[Block]:
    """What that line says once they have."""
    return [say(f"People have heard what you’ll do after the pulse of {month(when)}.")]


def response_form(facts: ResponseForm) -> dict[str, Any]:
    """One action with an owner and a date, or why there is none."""
    before = facts.response or HostsResponse(None, facts.reader, None, None, None)
    return form(
        RESPOND_FORM,
        "You said, we did",
        say(f"What do we do about the pulse of {month(facts.month)}? It appears below the results in the channel."),
        field(
            ACTION,
            "One thing we do",
            text_input(cut(before.action, FORM_TEXT) if before.action else None, multiline=True),
            optional=True,
        ),
        people_fields(OWNER, "Who sees to it", user_select(before.owner)),
        field(
            DUE,
            "By when",
            date_picker(before.due.isoformat() if before.due else None),
            optional=True,
        ),
        field(
            BECAUSE,
            "Or: no action this time, because",
            text_input(cut(before.because, FORM_TEXT) if before.because else None, multiline=True),
            optional=True,
        ),
        submit="Say it",
        channel=facts.channel_id,
        about=str(facts.pulse_id),
    )


ONE_OF_TWO = "Fill in one of the two: one thing we do, or why there is none this time."
NO_OWNER = "An action needs somebody who sees to it."
NOBODY = "Choose somebody Slack can show me. An app can’t see to it."
SEVERAL = "One person, please: choose them in one of the two lists."
NO_DUE = "An action needs a day by which it is done."
PAST_DUE = "That day has passed. Choose a later one."


def outcome_form(facts: ResponseForm) -> dict[str, Any]:
    response = facts.response
    assert response is not None
    return form(
        BECAME_FORM,
        "What became of it",
        say("You said: ", *_doing(response)),
        field(
            OUTCOME,
            "What became of it?",
            text_input(cut(response.became, FORM_TEXT) if response.became else None, multiline=True),
            hint="The next pulse opens with this.",
        ),
        submit="Say it",
        channel=facts.channel_id,
        about=str(facts.pulse_id),
    )


NO_OUTCOME = "Say in a sentence what became of it, even if nothing has yet."


def ways_on(response: HostsResponse | None, pulse_id: int) -> list[Element]:
    """What hosts can do about a pulse; anybody else who presses hears that only hosts can."""
    if response is None:
        return [button("Say what we do", RESPOND, str(pulse_id))]
    became = [button("Say what became of it", BECAME, str(pulse_id))] if response.action else []
    return [*became, button("Change what we do", RESPOND, str(pulse_id))]


def receipt(response: HostsResponse, pulse_id: int) -> Message:
    """For the host who has just said it."""
    return message(
        say("Below the results in the channel it now says: ", *_doing(response)),
        _became(response),
        actions(*ways_on(response, pulse_id)),
    )


def announced(response: HostsResponse) -> Message:
    """In the thread of the results."""
    return message(say(bold("You said, we did: "), *_doing(response)), _became(response))


def reminder(when: date, channel_id: str, pulse_id: int, response: HostsResponse) -> Message:
    """To the hosts, once, when what they said was to be done."""
    return message(
        say(
            f"After the pulse of {month(when)} in ",
            channel(channel_id),
            " you said: ",
            *_doing(response),
            ". That day has come. What became of it? A sentence is plenty. The next pulse opens with it.",
        ),
        actions(*ways_on(response, pulse_id)),
    )
