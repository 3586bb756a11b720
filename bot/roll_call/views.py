"""The roll-call in the channel: where are you from; and what a host hears who has asked for one."""

from dataclasses import dataclass
from datetime import datetime

from bot.partnership.views.partner import Choice, for_all
from bot.slack.blocks import Element, actions, button
from bot.slack.messages import Message, message
from bot.slack.rich_text import bold, channel, code, moment, say
from bot.slack.text import and_more
from bot.slack.views.entry_points import MINE
from bot.slack.views.fewer_posts import fewer
from bot.slack.views.wording import NUMBERS, count

ASK = "rollcall.ask"
QUIET_DAYS = 3  # working days without a new answer, after which it closes

_WHICH = "Which organisation are you from?"


@dataclass(frozen=True)
class RollCallView:
    """A roll-call as everybody sees it: the organisations to choose from, and of how many people it is known."""

    partnership_id: int
    choice: Choice
    known: int
    closed: bool = False


@dataclass(frozen=True)
class Asked:
    """What became of a host's wish to ask: it is posted, or one is open already, or it waits for a pause to end."""

    channel_id: str
    zone: str
    open_since: datetime | None = None
    paused: bool = False
    next_at: datetime | None = None  # when it comes after the pause, if that is known


def post(roll_call: RollCallView, token: str) -> Message:
    """The question with a press for every organisation, and one total; nothing of who answered, or did not."""
    if roll_call.closed:
        return message(
            say(bold(_WHICH), f" {_total(roll_call.known)}."),
            say("This is closed. To add or change yours, type ", code("@Pencil join"), " and its name."),
            actions(button("My Pencil", MINE), fewer(token)),
        )
    elements, hidden = for_all(roll_call.choice, f"p{roll_call.partnership_id}")
    return message(
        say(bold(_WHICH), " What you share then counts for your organisation too. You can change it later."),
        [say(f"… {and_more(hidden)}: choose “Add mine” and type the name.")] if hidden else [],
        [say(f"{_total(roll_call.known)} so far.")] if roll_call.known else [],
        actions(*elements, fewer(token)),
    )


def _total(known: int) -> str:
    return f"I know the organisation of {count(known, 'person', 'people')}"


def asked(wish: Asked) -> Message:
    """What became of it, and what happens next."""
    if wish.open_since is not None:
        return message(
            say(
                "A roll-call has been open in ",
                channel(wish.channel_id),
                " since ",
                moment(wish.open_since, wish.zone),
                ", so I didn’t post another. Look there for ",
                bold(_WHICH),
            )
        )
    if wish.paused:
        when = ["on ", moment(wish.next_at, wish.zone)] if wish.next_at else ["once I’m posting again"]
        return message(say("Posts are paused, so I’ll ask ", *when, "."))
    return message(
        say(
            "I’ve asked people in ",
            channel(wish.channel_id),
            " which organisation they’re from. The post shows how many I know, not who. It closes after "
            f"{NUMBERS[QUIET_DAYS]} working days without a new answer.",
        )
    )


def ask_button(about: str) -> Element:
    """For hosts: ask the room."""
    return button("Ask where people are from", ASK, about)
