"""What a person reads and fills in when they tell of a win."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import Block, PlainTextInputElement, StaticMultiSelectElement, UserMultiSelectElement

from bot.partnership.views.partner import Choice, ask
from bot.slack.blocks import (
    FORM_TEXT,
    OPTIONS,
    QUOTED,
    Message,
    Piece,
    actions,
    and_more,
    bold,
    button,
    code,
    cut,
    day,
    field,
    form,
    message,
    moment,
    names,
    options,
    person,
    quote,
    say,
)
from bot.slack.views.entry_points import SHARE
from bot.slack.views.guide import call, guide
from bot.slack.views.wording import count
from bot.wins.aim import Aiming
from bot.wins.entries import Told
from bot.wins.views.aim import in_form, on_receipt

EDIT, UNDO, RESTORE, CELEBRATE = "win.edit", "win.undo", "win.restore", "win.celebrate"
TELL_FORM, EDIT_FORM = "win.tell", "win.edit"
FROM_MESSAGE = "win.from_message"
TEXT, WITH, PARTNERS = "text", "with", "partners"

_LIST_ROOM, _LIST_MOST = 9_000, 20
_EXAMPLES = (
    "The library lent us its meeting room for free, and two families came who had never been to us before.",
    "@Priya found us a second-hand ramp; the Tuesday lunch is open to wheelchair users from this week.",
    "Our three referral forms are now one page.",
)

EMPTY = "There was nothing in it that I could read, so I recorded nothing. Write what went well, in your own words."
NOT_KNOWN_NOW = (
    "Slack does not tell me just now who all of these are. Nothing is changed, and what you wrote still stands here: "
    "please send it again in a minute, or without apps and strangers."
)
CELEBRATED = "This win has been celebrated already. It stays where it stands in the channel."


_NOT_ASKED = Aiming()


@dataclass(frozen=True)
class Outlook:
    """What awaits a win: the next celebration, in the partnership's zone, and whether it has been celebrated."""

    next_at: datetime | None
    zone: str
    command: str


def receipt(
    told: Told, outlook: Outlook, choice: Choice | None, *, own: bool = True, aiming: Aiming = _NOT_ASKED
) -> Message:
    """The win as recorded, when it will be celebrated, and what can still be said and done about it."""
    return message(
        say("Recorded, for ", *_whose(told, own=own), ":", quote(cut(told.text, QUOTED))),
        say(*_sharing(told), *_when(told, outlook)),
        ask(choice, str(told.id)) if choice else [],
        actions(
            button("Edit", EDIT, str(told.id)),
            button("Undo", UNDO, str(told.id)),
            *([] if told.post_id else [button("Celebrate now", CELEBRATE, str(told.id))]),
        ),
        on_receipt(aiming, told.id),
    )


def _whose(told: Told, *, own: bool) -> list[Piece]:
    who: Piece = "you" if own else person(told.teller)
    return [who, " and ", bold(told.home)] if told.home else [who]


def _sharing(told: Told) -> list[Piece]:
    pieces: list[Piece] = []
    if told.joint:
        shared: list[Piece] = [bold(name) for _, name in told.partners[:10]]
        more = len(told.partners) - 10
        pieces += ["A joint win: ", *names([*shared, *([f"{more} more"] if more > 0 else [])]), " share it. "]
    elif told.partners and told.home is None:
        pieces += ["The credit goes to ", bold(told.partners[0][1]), ". "]
    if told.withheld:
        pieces += [*names([bold(name) for name in told.withheld[:10]]), " would rather not be named in it. "]
    if told.thanked:
        thanked: list[Piece] = [person(user_id) for user_id in told.thanked[:10]]
        more = len(told.thanked) - 10
        pieces += ["With thanks to ", *names([*thanked, *([f"{more} more"] if more > 0 else [])]), ". "]
    return pieces


def _when(told: Told, outlook: Outlook) -> list[Piece]:
    if told.post_id is not None:
        return ["It stands in the channel, and changes there when you change it here."]
    if outlook.next_at is None:
        return ["Celebrations are paused or switched off just now. It is kept for the next one."]
    return ["It will be celebrated on ", moment(outlook.next_at, outlook.zone), "."]


def undone(told: Told) -> Message:
    """What was undone, kept one press away."""
    return message(
        say("Undone. It will not be celebrated, and if it stood in the channel it is gone from there:"),
        say(quote(cut(told.text, QUOTED))),
        actions(button("Put it back", RESTORE, str(told.id))),
    )


def celebrated(told: Told) -> Message:
    return message(
        say("It goes to the channel now:", quote(cut(told.text, QUOTED))),
        actions(button("Edit", EDIT, str(told.id)), button("Undo", UNDO, str(told.id))),
    )


def listing(
    told: Sequence[Told], more: int, zone: str, command: str, *, mine: Callable[[Told], bool] = lambda _: False
) -> Message:
    """The newest wins, at most as many as Slack takes, and how many more there are; `mine` can be changed here."""
    if not told:
        return message(
            say(
                "No wins yet. The first can be small. Type ",
                code(f"{command} what went well"),
                ", or press the button.",
            ),
            actions(button("Share a win", SHARE)),
        )
    blocks: list[Block] = []
    room = _LIST_ROOM
    kept = 0
    for win in told:
        room -= min(len(win.text), QUOTED) + sum(len(name) for _, name in win.partners[:5]) + 60
        if (room < 0 and kept) or kept == _LIST_MOST:
            break
        blocks.append(say(quote(cut(win.text, QUOTED)), *_line(win, zone)))
        if mine(win):
            blocks.append(actions(button("Edit", EDIT, str(win.id)), button("Undo", UNDO, str(win.id))))
        kept += 1
    more += len(told) - kept
    return message(
        say("The newest wins first:"),
        blocks,
        [say(f"… {and_more(more)}, all kept.")] if more else [],
        actions(button("Share a win", SHARE)),
    )


def _line(win: Told, zone: str) -> list[Piece]:
    shared: list[Piece] = [name for _, name in win.partners[:5]]
    if len(win.partners) > 5:
        shared.append(f"{len(win.partners) - 5} more")
    whose = [" (", *names(shared), ")"] if shared else []
    return [person(win.teller), *whose, f", {day(win.recorded_at, zone)}."]


def help_(command: str) -> Message:
    """How to tell of a win."""
    return guide(
        "Telling of a win",
        command,
        ("what went well", "records it. Mention people with @ to thank them; their organisations share the win."),
        ("", "on its own opens a form."),
        ("list", "shows the newest."),
        mention="win what went well",
        examples=_EXAMPLES,
        closing="You can edit or undo it afterwards, even once it has been celebrated.",
        way_in=button("Share a win", SHARE),
    )


def called(command: str) -> Message:
    return call("win", "what went well", command, button("Share a win", SHARE))


def telling(
    partners: Sequence[tuple[int, str]],
    *,
    channel: str,
    text: str = "",
    people: Sequence[str] = (),
    chosen: Sequence[int] = (),
    about: str = "",
    callback: str = TELL_FORM,
    aiming: Aiming = _NOT_ASKED,
) -> dict[str, Any]:
    """The form for a new win, perhaps `about` a fixed blocker, or for changing the one it is `about`.

    `partners` are ids and names, likeliest first.
    """
    listed = sorted(partners, key=lambda partner: partner[0] not in chosen)
    more = max(0, len(listed) - OPTIONS)
    known = {str(partner_id) for partner_id, _ in listed[:OPTIONS]}
    choices = options([(name, str(partner_id)) for partner_id, name in listed])
    first = [option for option in choices if option.value in {str(one) for one in chosen} & known]
    which = StaticMultiSelectElement(options=choices, initial_options=first or None)
    return form(
        callback,
        "Change this win" if callback == EDIT_FORM else "Share a win",
        field(
            TEXT,
            "What went well?",
            PlainTextInputElement(multiline=True, initial_value=fitting(text) or None, max_length=FORM_TEXT),
            hint="A sentence is plenty. You can change it later.",
        ),
        field(
            WITH,
            "With whom?",
            UserMultiSelectElement(initial_users=list(people)[:100] or None),
            hint="They are thanked, and their organisations share the win.",
            optional=True,
        ),
        field(
            PARTNERS,
            "Which other partners had a share in it?",
            which,
            hint=f"… {and_more(more)}: thank one of their people instead." if more else None,
            optional=True,
        )
        if choices
        else [],
        in_form(aiming),
        submit="Save" if callback == EDIT_FORM else "Record it",
        channel=channel,
        about=about,
    )


def fitting(text: str) -> str:
    """As much of a win as its form can hold."""
    return cut(text, FORM_TEXT)


def waiting(number: int, joint: int) -> str:
    """`3 wins, 1 of them shared by more than one organisation`."""
    said = count(number, "win")
    return f"{said}, {joint} of them shared by more than one organisation" if joint else said
