"""What somebody took on: the receipt, the weekly question whether it happened, and the answers."""

from collections.abc import Sequence

from bot.checkins.steps import Taken
from bot.checkins.views.checkin import TAKE
from bot.commitments.entries import CommitmentView, Steps
from bot.slack.blocks import Block, actions, button
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, quote, say
from bot.slack.text import cut, day

HAPPENED, NOT_YET, DROPPED = "commitment.happened", "commitment.not_yet", "commitment.dropped"
ANSWERS = (("It happened", HAPPENED), ("Not yet", NOT_YET), ("Dropped it", DROPPED))

_SHOWN = 8
_CALLED = 100  # characters of an initiative
_OF_CHECKIN = "If your name is with it in the check-in’s thread, it stays there unless you drop it."

OPENLY = "Your name is with it in the check-in’s thread."
ALONE = "Nobody else is shown that it’s yours."
NO_STEP = "There’s no step yet. One comes when a check-in closes."


def taken(receipt: Taken) -> Message:
    """That it is theirs, when they are asked about it, and how to give it back."""
    asked = f"I’ll ask you on {day(receipt.ask_at, receipt.zone)} whether it happened." if receipt.ask_at else ""
    return message(
        say("You have that already:" if receipt.already else "It’s yours:", quote(receipt.step)),
        [say(asked)] if asked else [],
        say(OPENLY if receipt.openly else ALONE),
        actions(button("Give it back", DROPPED, str(receipt.commitment_id))),
    )


def asking(commitments: Sequence[CommitmentView]) -> Message:
    """Whether each of them happened; what has been answered says so, and can be answered otherwise."""
    words = "You took this on. Did it happen?" if len(commitments) == 1 else "You took these on. Did they happen?"
    return message(
        say(words),
        *(_asked(commitment) for commitment in commitments[:_SHOWN]),
        [say(_OF_CHECKIN)] if any(commitment.initiative is None for commitment in commitments) else [],
    )


def _asked(commitment: CommitmentView) -> list[Block]:
    over = commitment.outcome == "over"
    shown = say(*_what(commitment), *([bold(_state(commitment))] if commitment.said or over else []))
    if over:
        return [shown]
    return [
        shown,
        actions(*(button(label, action, str(commitment.id)) for label, action in ANSWERS)),
    ]


def _what(commitment: CommitmentView) -> list[Piece]:
    """The step, and what it is a step of where that is something people do together."""
    if commitment.initiative is None:
        return [quote(commitment.text)]
    return ["The next step of “", cut(commitment.initiative, _CALLED), "”:", quote(commitment.text)]


def _state(commitment: CommitmentView) -> str:
    of_initiative = commitment.initiative is not None
    if commitment.outcome == "over":
        return "There’s another step by now, or none."
    if commitment.outcome == "happened":
        return "It happened. Press Next step on its card to say what’s next." if of_initiative else "It happened."
    if commitment.outcome:
        return "Dropped. You’re not in it any more." if of_initiative else "Dropped. It’s free for somebody else."
    again = f"I’ll ask again on {day(commitment.ask_at, commitment.zone)}." if commitment.ask_at else ""
    return f"Not yet. {again or 'It stays in My Pencil.'}"


def answered(commitment: CommitmentView) -> Message:
    """What became of it, as the person has said."""
    return message(say(*_what(commitment), _state(commitment)))


def steps(shown: Steps) -> Message:
    """The newest step, for whoever takes it on, and what the reader has taken on, to be answered."""
    newest = shown.suggested
    theirs = [block for commitment in shown.mine[:_SHOWN] for block in _asked(commitment)]
    if theirs:
        theirs = [say(bold("What you’ve taken on")), *theirs]
    if newest is None:
        return message(theirs or say(NO_STEP))
    return message(
        say(f"The last check-in, on {newest.title.lower()}, suggested:", quote(newest.step)),
        actions(button("I’ll take this on", TAKE, newest.key)),
        theirs,
    )
