"""What the hosts do about a pulse, or why nothing, and what became of it: You said, we did."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.pulse.views.pulse import month
from bot.slack.blocks import Block, Element, actions, button
from bot.slack.forms import FORM_TEXT, date_picker, field, form, text_input, user_select
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, channel, person, pieces, quote, say
from bot.slack.text import cut

RESPOND, BECAME = "pulse.respond", "pulse.became"
RESPOND_FORM, BECAME_FORM = "pulse.respond", "pulse.became"
ACTION, OWNER, DUE, BECAUSE, OUTCOME = "action", "owner", "due", "because", "outcome"

_QUOTED = 600


@dataclass(frozen=True)
class Responded:
    """What the hosts said they do about a pulse, or why nothing; and what became of it."""

    action: str | None
    owner: str | None
    due: date | None
    because: str | None
    became: str | None


def below_results(responded: Responded | None) -> list[Block]:
    """What stands below the figures."""
    if responded is None:
        return [say("What we do about it: the hosts say so here.")]
    return [say(bold("You said, we did: "), *_doing(responded)), *_became(responded)]


def _doing(responded: Responded) -> list[Piece]:
    if responded.action is None:
        return pieces("no action this time, because ", cut(responded.because or "", _QUOTED))
    assert responded.owner is not None
    assert responded.due is not None
    return pieces(
        cut(responded.action, _QUOTED), " (", person(responded.owner), f", by {responded.due.day} {responded.due:%B})"
    )


def _became(responded: Responded) -> list[Block]:
    return [say("What became of it: ", quote(cut(responded.became, _QUOTED)))] if responded.became else []


def since_then(when: date, responded: Responded | None) -> list[Block]:
    """What the next pulse opens with."""
    if responded is None:
        return [say(f"What we do about the pulse of {month(when)} is still being decided.")]
    if responded.action is not None and not responded.became:
        return [
            say(f"After the pulse of {month(when)}: ", *_doing(responded), ". What became of it has yet to be told.")
        ]
    return [say(f"After the pulse of {month(when)}: ", *_doing(responded)), *_became(responded)]


def responding(
    pulse_id: int, when: date, channel_id: str, responded: Responded | None, *, owner: str | None
) -> dict[str, Any]:
    """One action with an owner and a date, or why there is none."""
    before = responded or Responded(None, owner, None, None, None)
    return form(
        RESPOND_FORM,
        "You said, we did",
        say(f"What do we do about the pulse of {month(when)}? The channel sees it below the results."),
        field(
            ACTION,
            "One thing we do",
            text_input(cut(before.action, FORM_TEXT) if before.action else None, multiline=True),
            optional=True,
        ),
        field(OWNER, "Who sees to it", user_select(before.owner), optional=True),
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
        channel=channel_id,
        about=str(pulse_id),
    )


ONE_OF_TWO = "Fill in one thing we do, or why there is none this time: one of the two."
NO_OWNER = "An action needs somebody who sees to it."
NOBODY = "That has to be a person whom Slack shows me; apps and strangers cannot see to it."
NO_DUE = "An action needs a day by which it is done."
PAST_DUE = "That day has gone by. Give one still to come."


def becoming(pulse_id: int, channel_id: str, responded: Responded) -> dict[str, Any]:
    return form(
        BECAME_FORM,
        "What became of it",
        say("You said: ", *_doing(responded)),
        field(
            OUTCOME,
            "What became of it?",
            text_input(cut(responded.became, FORM_TEXT) if responded.became else None, multiline=True),
            hint="The next pulse opens with this.",
        ),
        submit="Say it",
        channel=channel_id,
        about=str(pulse_id),
    )


NO_OUTCOME = "Say in a sentence what became of it, also if nothing has yet."


def ways_on(responded: Responded | None, pulse_id: int) -> list[Element]:
    """What hosts can do about a pulse; whoever else presses is told that only hosts can."""
    if responded is None:
        return [button("Say what we do", RESPOND, str(pulse_id))]
    became = [button("Tell what became of it", BECAME, str(pulse_id))] if responded.action else []
    return [*became, button("Change what we do", RESPOND, str(pulse_id))]


def responded(about: Responded, pulse_id: int) -> Message:
    """For the host who has just said it."""
    return message(
        say("The results in the channel say so now: ", *_doing(about)),
        _became(about),
        actions(*ways_on(about, pulse_id)),
    )


def announced(about: Responded) -> Message:
    """In the thread of the results."""
    return message(say(bold("You said, we did: "), *_doing(about)), _became(about))


def reminder(when: date, channel_id: str, pulse_id: int, said: Responded | None) -> Message:
    """To the hosts: weekly, until they have said what they do; and once, when that was to be done."""
    if said is not None:
        return message(
            say(
                f"After the pulse of {month(when)} in ",
                channel(channel_id),
                " you said: ",
                *_doing(said),
                ". That day has come. The next pulse opens with what became of it; a sentence is plenty.",
            ),
            actions(*ways_on(said, pulse_id)),
        )
    return message(
        say(
            f"People answered the pulse of {month(when)} in ",
            channel(channel_id),
            " and have not heard yet what comes of it. One action with an owner and a date is plenty, or a sentence on "
            "why there is none this time.",
        ),
        actions(button("Say what we do", RESPOND, str(pulse_id))),
    )
