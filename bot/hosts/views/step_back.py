"""What people read when a partner steps back or returns."""

from collections.abc import Sequence
from datetime import datetime

from bot.partnership.views.partner import RETURN, STEP_BACK
from bot.slack.blocks import actions, button
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, code, say
from bot.slack.text import cut, day

TAKE_BACK = "partner.take_back"

NOT_OF_THEM = (
    "Nothing has changed: only a host, or somebody from that organisation, can say that it steps back or returns."
)


def stepped_back(name: str, about: str) -> Message:
    return message(
        say(
            bold(name),
            " has stepped back. All it has done stays, and its people can still take part. It has no turns in the "
            "spotlight, and I ask its people nothing until it returns.",
        ),
        actions(button("Undo", TAKE_BACK, about)),
    )


def returned(name: str, about: str) -> Message:
    return message(
        say(bold(name), " is back, with all it did before. It has its turns in the spotlight again."),
        actions(button("Undo", TAKE_BACK, about)),
    )


def taken_back(name: str, *, away: bool) -> Message:
    """After *Undo*; `away` says how the partner stands now."""
    return message(say("Undone. ", bold(name), " has stepped back, as before." if away else " is here, as before."))


def already(name: str, since: datetime | None, zone: str) -> Message:
    if since is None:
        return message(say(bold(name), " is here already, so nothing has changed."))
    return message(
        say(bold(name), f" already stepped back on {day(since, zone)} {since.year}, so nothing has changed.")
    )


def which(name: str, near: Sequence[tuple[int, str]], *, back: bool, command: str) -> Message:
    """No partner is called that; those whose names come closest are one press away."""
    verb = "steps back" if back else "returns"
    return message(
        say(
            "No partner here is called ",
            bold(cut(name, 80)),
            ", so nothing has changed. ",
            *_see(command, near=bool(near)),
        ),
        actions(
            *(
                button(f"{known} {verb}", f"{STEP_BACK if back else RETURN}.{place}", str(partner_id))
                for place, (partner_id, known) in enumerate(near)
            )
        )
        if near
        else [],
    )


def _see(command: str, *, near: bool) -> list[Piece]:
    return ["Did you mean one of these?"] if near else ["This shows them all: ", code(f"{command} partners"), "."]


def none_of_yours(word: str, command: str) -> Message:
    return message(
        say(
            "Which organisation? You haven’t said yet where you’re from. Type its name: ",
            code(f"{command} {word} NAME"),
            ".",
        )
    )
