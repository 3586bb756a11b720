"""An introduction that a host offers: asked of each of the two in private, and made once both have said yes."""

from collections.abc import Sequence

from bot.slack.blocks import QUOTED, actions, button
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, channel, person, pieces, quote, say
from bot.slack.text import cut
from bot.ties.reasons import Because, Reason

OFFER, TAKE_BACK = "introduction.offer", "introduction.take_back"
YES, NOT_NOW = "introduction.yes", "introduction.not_now"

YES_KEPT = "Thank you. If they’d like that too, I’ll introduce you in a message to you both."
NO_KEPT = "That’s fine. Nobody hears about it."
MET = "You’ve both said yes. I’m introducing you in a message to you both."
OVER = "The two have been introduced already, so nothing changed."
OFF = "This introduction is off, so nothing changed."
STALE = "I asked nobody. The two work together by now, were asked lately, or have nobody I can ask this week."
PAUSED = "The posts are paused, so I asked nobody. Once the pause is over, you can offer it."


def why(reason: Reason) -> list[Piece]:
    """What the two have to talk about, for others and for both together."""
    helper, other, text = person(reason.helper.user_id), person(reason.other.user_id), quote(cut(reason.text, QUOTED))
    match reason.because:
        case Because.BLOCKER:
            return pieces(helper, " offers ", bold(reason.skill or ""), ", and ", other, " is stuck:", text)
        case Because.IDEA:
            return pieces(helper, " would help with an idea of ", other, ":", text)
        case Because.AIM:
            return pieces(helper, " and ", other, " have both shared wins for this aim:", text)


def _why_you(reason: Reason, *, helps: bool) -> list[Piece]:
    """The same for one of them; who the other is they hear when they meet."""
    text, skill = quote(cut(reason.text, QUOTED)), bold(reason.skill or "")
    match reason.because:
        case Because.BLOCKER if helps:
            return pieces("You offer ", skill, ", and somebody there is stuck:", text)
        case Because.BLOCKER:
            return pieces("Somebody there offers ", skill, ", and you’re stuck:", text)
        case Because.IDEA if helps:
            return pieces("You said you’d help with somebody’s idea there:", text)
        case Because.IDEA:
            return pieces("Somebody there would help with your idea:", text)
        case Because.AIM:
            return pieces("You and somebody there have shared wins for the same aim:", text)


# For each of the two


def question(introduction_id: int, host: str, channel_id: str, reason: Reason, reader: str) -> Message:
    """Would you like to meet? Who thought of it, which organisation, and why."""
    helps = reader == reason.helper.user_id
    there = reason.other if helps else reason.helper
    return message(
        say(
            person(host),
            ", a host of ",
            channel(channel_id),
            ", thinks you could meet somebody from ",
            bold(there.organisation),
            ". Would you like that?",
        ),
        say(*_why_you(reason, helps=helps)),
        say("If you both say yes, I’ll introduce you. If you press “Not now”, nobody hears about it, not even a host."),
        actions(
            button("Introduce us", YES, str(introduction_id)),
            button("Not now", NOT_NOW, str(introduction_id)),
        ),
    )


def waits(introduction_id: int, organisation: str) -> Message:
    """In its place, for whoever has said yes first."""
    return message(
        say("You’d like to meet somebody from ", bold(organisation), ". If they’d like that too, I’ll introduce you."),
        actions(button("Not now", NOT_NOW, str(introduction_id))),
    )


def passed(introduction_id: int, organisation: str) -> Message:
    """In its place, for whoever has said no; they may think again."""
    return message(
        say("You passed on meeting somebody from ", bold(organisation), ". Nobody hears about it."),
        actions(button("Introduce us after all", YES, str(introduction_id))),
    )


def off() -> Message:
    return message(say("This introduction is off, so there’s nothing left to answer."))


def met() -> Message:
    return message(say("You both said yes, so I’ve introduced you in a message to you both."))


def meeting(people: Sequence[tuple[str, str]], host: str, reason: Reason | None) -> Message:
    """To both: who they are, who thought of it, and why, if that still stands."""
    (one, of_one), (other, of_other) = people
    return message(
        say(person(one), " of ", bold(of_one), ", meet ", person(other), " of ", bold(of_other), "."),
        say(person(host), " thought you two could meet, and you both said yes."),
        [say(*why(reason))] if reason else [],
        say("Over to you: ring, meet or write."),
    )


# For the host


def offered(introduction_id: int, people: Sequence[tuple[str, str]], host: str) -> Message:
    """Who has been asked, and what happens next."""
    asked = [(user_id, organisation) for user_id, organisation in people if user_id != host]
    named: list[Piece] = []
    for user_id, organisation in asked:
        named += [*([" and "] if named else []), person(user_id), " of ", bold(organisation)]
    then = "both say yes, I’ll introduce them" if len(asked) > 1 else "they say yes, I’ll introduce you"
    return message(
        say("I’m asking ", *named, " in private, and say that you thought of it."),
        say(f"If {then}. I don’t tell anybody who passed."),
        actions(button("Take it back", TAKE_BACK, str(introduction_id))),
    )


def taken_back() -> Message:
    return message(say("Taken back. I won’t ask anybody who hasn’t answered yet."))
