"""What a person reads and fills in when they record a win."""

from collections.abc import Collection, Sequence
from typing import Any

from bot.lib import marks
from bot.partnership.views.absent import absent
from bot.partnership.views.partner import ask
from bot.slack.blocks import QUOTED, Block, actions, button
from bot.slack.forms import FORM_TEXT, OPTIONS, field, form, multi_select, people_fields, text_input, users_select
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, code, moment, names, person, quote, say
from bot.slack.text import and_more, cut, day
from bot.slack.views.entry_points import SHARE
from bot.slack.views.guide import call, guide
from bot.slack.views.wording import count
from bot.wins.entries import LISTED, WinView
from bot.wins.facts import Receipt, WinForm, WinList
from bot.wins.fair_share import A_DAY
from bot.wins.views.aim import in_form, on_receipt

EDIT, UNDO, RESTORE, CELEBRATE = "win.edit", "win.undo", "win.restore", "win.celebrate"
RECORD_FORM, EDIT_FORM = "win.tell", "win.edit"
FROM_MESSAGE = "win.from_message"
TEXT, WITH, PARTNERS = "text", "with", "partners"

_LIST_ROOM = 9_000
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


def receipt(receipt: Receipt) -> Message:
    """The win as recorded, when it will be celebrated, and what can still be said and done about it."""
    win = receipt.win
    if receipt.asked_first:
        return _asked_first(win)
    if win.undone:
        return undone(win)
    return message(
        say("Recorded, for ", *_whose(win, own=receipt.own), ":", quote(cut(win.text, QUOTED))),
        say(*_sharing(win), *_when(receipt)),
        absent(receipt.absent),
        ask(receipt.organisations, str(win.id)) if receipt.organisations else [],
        actions(
            button("Edit", EDIT, str(win.id)),
            button("Undo", UNDO, str(win.id)),
            *([] if win.post_id else [button("Celebrate now", CELEBRATE, str(win.id))]),
        ),
        on_receipt(receipt.aims, win.id),
    )


def _whose(win: WinView, *, own: bool) -> list[Piece]:
    who: Piece = "you" if own else person(win.author)
    return [who, " and ", bold(win.organisation)] if win.organisation else [who]


def _sharing(win: WinView) -> list[Piece]:
    pieces: list[Piece] = []
    if win.joint:
        shared: list[Piece] = [bold(name) for _, name in win.partners[:10]]
        more = len(win.partners) - 10
        pieces += ["A joint win: ", *names([*shared, *([f"{more} more"] if more > 0 else [])]), " share it. "]
    elif win.partners and win.organisation is None:
        pieces += ["The credit goes to ", bold(win.partners[0][1]), ". "]
    if win.withheld:
        pieces += [*names([bold(name) for name in win.withheld[:10]]), " would rather not be named in it. "]
    if win.thanked:
        thanked: list[Piece] = [person(user_id) for user_id in win.thanked[:10]]
        more = len(win.thanked) - 10
        pieces += ["With thanks to ", *names([*thanked, *([f"{more} more"] if more > 0 else [])]), ". "]
    return pieces


def _when(receipt: Receipt) -> list[Piece]:
    if receipt.win.post_id is not None:
        return ["It stands in the channel, and changes there when you change it here."]
    if receipt.next_at is None:
        return ["Celebrations are paused or switched off just now. It is kept for the next one."]
    due = moment(receipt.next_at, receipt.zone)
    return ["It’s up for the celebration due on ", due, ", or for the one after if that is full."]


def _asked_first(win: WinView) -> Message:
    """Beyond so many wins a day, nothing counts before the person has said so."""
    return message(
        say(
            f"You’ve shared {A_DAY} wins in a day, so I’m asking first. Shall I record this one too?",
            quote(cut(win.text, QUOTED)),
        ),
        actions(button("Record it", RESTORE, str(win.id))),
    )


def undone(win: WinView) -> Message:
    """What was undone, kept one press away."""
    return message(
        say("Undone. It will not be celebrated, and if it stood in the channel it is gone from there:"),
        say(quote(cut(win.text, QUOTED))),
        actions(button("Put it back", RESTORE, str(win.id))),
    )


def celebrated(win: WinView) -> Message:
    return message(
        say("It goes to the channel now:", quote(cut(win.text, QUOTED))),
        actions(button("Edit", EDIT, str(win.id)), button("Undo", UNDO, str(win.id))),
    )


def listing(listed: WinList, command: str) -> Message:
    """The newest wins, at most as many as Slack takes, and how many more there are; some can be changed here."""
    if not listed.wins:
        return message(
            say(
                "No wins yet. The first can be small. Type ",
                code(f"{command} what went well"),
                ", or press the button.",
            ),
            actions(button("Share a win", SHARE)),
        )
    blocks, kept = listed_wins(listed.wins, listed.zone, listed.editable)
    more = listed.more + len(listed.wins) - kept
    return message(
        say("The newest wins first:"),
        blocks,
        [say(f"… {and_more(more)}, all kept.")] if more else [],
        actions(button("Share a win", SHARE)),
    )


def listed_wins(wins: Sequence[WinView], zone: str, editable: Collection[int] = frozenset()) -> tuple[list[Block], int]:
    """As many of the wins as Slack takes, one below the other, and how many these are."""
    blocks: list[Block] = []
    room = _LIST_ROOM
    kept = 0
    for win in wins:
        room -= min(marks.length(win.text), QUOTED) + sum(len(name) for _, name in win.partners[:5]) + 60
        if (room < 0 and kept) or kept == LISTED:
            break
        blocks.append(say(quote(cut(win.text, QUOTED)), *_line(win, zone)))
        if win.id in editable:
            blocks.append(actions(button("Edit", EDIT, str(win.id)), button("Undo", UNDO, str(win.id))))
        kept += 1
    return blocks, kept


def _line(win: WinView, zone: str) -> list[Piece]:
    shared: list[Piece] = [name for _, name in win.partners[:5]]
    if len(win.partners) > 5:
        shared.append(f"{len(win.partners) - 5} more")
    whose = [" (", *names(shared), ")"] if shared else []
    return [person(win.author), *whose, f", {day(win.recorded_at, zone)}."]


def help_(command: str) -> Message:
    """How to record a win."""
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


def new_form(facts: WinForm) -> dict[str, Any]:
    """The form for a new win, perhaps about a fixed blocker."""
    return _form(facts, RECORD_FORM, "Share a win", "Record it")


def edit_form(facts: WinForm) -> dict[str, Any]:
    """The form for changing a win."""
    return _form(facts, EDIT_FORM, "Change this win", "Save")


def _form(facts: WinForm, callback: str, title: str, submit: str) -> dict[str, Any]:
    listed = sorted(facts.partners, key=lambda partner: partner[0] not in facts.chosen)
    more = max(0, len(listed) - OPTIONS)
    choices = [(name, str(partner_id)) for partner_id, name in listed]
    return form(
        callback,
        title,
        field(
            TEXT,
            "What went well?",
            text_input(fitting(facts.text), max_length=FORM_TEXT, multiline=True),
            hint="A sentence is plenty. You can change it later.",
        ),
        people_fields(
            WITH,
            "With whom?",
            users_select(facts.thanked),
            hint="They are thanked, and their organisations share the win.",
        ),
        field(
            PARTNERS,
            "Which other partners had a share in it?",
            multi_select(choices, {str(partner_id) for partner_id in facts.chosen}),
            hint=f"… {and_more(more)}: thank one of their people instead." if more else None,
            optional=True,
        )
        if choices
        else [],
        in_form(facts.aims),
        submit=submit,
        channel=facts.channel,
        about=facts.about,
    )


def fitting(text: str) -> str:
    """As much of a win as its form can hold."""
    return cut(text, FORM_TEXT)


def waiting(number: int, joint: int) -> str:
    """`3 wins, 1 of them shared by more than one organisation`."""
    wins = count(number, "win")
    return f"{wins}, {joint} of them shared by more than one organisation" if joint else wins
