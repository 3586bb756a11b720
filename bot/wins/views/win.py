"""What a person reads and fills in when they record a win."""

from collections.abc import Collection, Sequence
from typing import Any

from bot.lib import marks
from bot.partnership.partners import Joined
from bot.partnership.views.absent import absent
from bot.partnership.views.partner import ask, from_now_on
from bot.slack.blocks import QUOTED, Block, actions, button
from bot.slack.forms import FORM_TEXT, OPTIONS, field, form, multi_select, people_fields, text_input, users_select
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, RichText, bold, code, line, moment, names, person, quote, say
from bot.slack.text import and_more, cut, day
from bot.slack.views.entry_points import SHARE
from bot.slack.views.guide import call, guide
from bot.slack.views.wording import count
from bot.wins.consent import wording
from bot.wins.entries import LISTED, WinView
from bot.wins.facts import Receipt, WinForm, WinList
from bot.wins.fair_share import A_DAY
from bot.wins.views.aim import in_form, in_menu

EDIT, UNDO, RESTORE, CELEBRATE = "win.edit", "win.undo", "win.restore", "win.celebrate"
SHARE_WITH = "win.share_with"
LEAVE_NAMES = "win.leave_names"
RECORD_FORM, EDIT_FORM = "win.tell", "win.edit"
FROM_MESSAGE = "win.from_message"
TEXT, WITH, PARTNERS = "text", "with", "partners"

_LIST_ROOM = 9_000
_LABEL = 60  # characters of a name beside more words on a button
_EXAMPLES = (
    "The library lent us its meeting room for free, and two families came who had never been to us before.",
    "@Priya found us a second-hand ramp; the Tuesday lunch is open to wheelchair users from this week.",
    "Our three referral forms are now one page.",
)

EMPTY = "I found no words in that, so I recorded nothing. Write what went well, in your own words."
NOT_KNOWN_NOW = (
    "Slack can’t tell me who some of these people are, so nothing changed. Try again in a minute, or leave out apps "
    "and people I can’t see."
)
REWORDED = (
    "These words have changed since you read them, so I left the win as it was. Press Edit to read them, and choose "
    "again."
)
CELEBRATED = "This win has already been celebrated. It’s still in the channel."


def receipt(receipt: Receipt, groups: Sequence[str] = ()) -> Message:
    """The win as recorded, when it will be celebrated, and what can still be done about it.

    It asks for one thing at a time: where the author's organisation is not known for that, and nothing else; then
    whether a partner whom the words name shares it. User `groups` that the words thank are nobody whom Slack tells.
    """
    win = receipt.win
    if receipt.asked_first:
        return _asked_first(win)
    if win.undone:
        return undone(win)
    if receipt.organisations:
        return message(
            say("Recorded:", quote(cut(win.text, QUOTED))),
            unseen(groups),
            ask(receipt.organisations, str(win.id), [button("Undo", UNDO, str(win.id))]),
        )
    if receipt.plain_names:
        return _plain_names(win, receipt.plain_names)
    offered = [] if groups else receipt.named[:1]
    celebrate = [] if win.post_id else [button("Celebrate now", CELEBRATE, str(win.id))]
    return message(
        say(*_recorded(win, own=receipt.own), quote(cut(win.text, QUOTED))),
        say(*_sharing(win, receipt.absent), *_when(receipt)),
        (unseen(groups) if receipt.own else []) or absent(receipt.absent, briefly=bool(offered)),
        [say("Should ", bold(name), " share it?") for _, name in offered],
        actions(
            *(button(f"Yes, {cut(name, _LABEL)}", SHARE_WITH, f"{win.id}.{partner}") for partner, name in offered),
            button("Edit", EDIT, str(win.id)),
            button("Undo", UNDO, str(win.id)),
            *([] if offered else celebrate),
            *in_menu(receipt.aims, win.id, celebrate=bool(offered and celebrate)),
        ),
    )


def unseen(groups: Sequence[str]) -> list[Block]:
    """User groups that the words thank: Slack does not say who is in them."""
    called = names(_some([bold(group) for group in groups]))
    return [say("I can’t see who’s in ", *called, ": mention people instead.")] if groups else []


def joined(organisation: Joined, shown: Receipt) -> Message:
    """The receipt, once the author has said where they are from."""
    return message(from_now_on(organisation), receipt(shown).blocks)


def _recorded(win: WinView, *, own: bool) -> list[Piece]:
    if not own:
        return ["Recorded by ", person(win.author), ":"]
    return ["Recorded for ", bold(win.organisation), ":"] if win.organisation and not win.joint else ["Recorded:"]


def _sharing(win: WinView, absent_ids: Sequence[str]) -> list[Piece]:
    pieces: list[Piece] = []
    if win.joint:
        pieces += ["Shared by ", *names(_some([bold(name) for _, name in win.partners])), ". "]
    elif win.partners and win.organisation is None:
        pieces += ["Credit goes to ", bold(win.partners[0][1]), ". "]
    if win.withheld:
        pieces += [
            *names(_some([bold(name) for name in win.withheld])),
            " stays unnamed. " if len(win.withheld) == 1 else " stay unnamed. ",
        ]
    if thanked := [person(user_id) for user_id in win.thanked if user_id not in absent_ids]:
        pieces += ["Thanks to ", *names(_some(thanked)), ". "]
    return pieces


def _some(shown: Sequence[Piece]) -> list[Piece]:
    """The first ten, and how many more."""
    more = len(shown) - 10
    return [*shown[:10], *([f"{more} more"] if more > 0 else [])]


def _when(receipt: Receipt) -> list[Piece]:
    if receipt.win.post_id is not None:
        return ["It’s in the channel."]
    if receipt.next_at is None:
        return ["Celebrations are paused, so it’s kept for the next one."]
    return ["Next celebration: ", moment(receipt.next_at, receipt.zone), "."]


def _plain_names(win: WinView, plain_names: Sequence[str]) -> Message:
    """Before anybody may read the win, that it names people, as plain words."""
    return message(
        say("Saved, but not public yet:", quote(cut(win.text, QUOTED))),
        say(*names(_some([bold(name) for name in plain_names])), " may be named here. Is that all right with them?"),
        actions(
            button("Yes, anybody may read it", LEAVE_NAMES, f"{win.id}.{wording(win.text)}"),
            button("Edit", EDIT, str(win.id)),
            button("Undo", UNDO, str(win.id)),
        ),
    )


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
        say("Undone. It won’t be celebrated, and if it was in the channel, it’s been removed:"),
        say(quote(cut(win.text, QUOTED))),
        actions(button("Put it back", RESTORE, str(win.id))),
    )


def celebrated(win: WinView) -> Message:
    return message(
        say("On its way to the channel:", quote(cut(win.text, QUOTED))),
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
        room -= min(marks.length(win.text), QUOTED) + min(marks.length(win.was_stuck or ""), QUOTED)
        room -= sum(len(name) for _, name in win.partners[:5]) + 60
        if (room < 0 and kept) or kept == LISTED:
            break
        blocks.append(say(*in_words(win), *_line(win, zone)))
        if win.id in editable:
            blocks.append(actions(button("Edit", EDIT, str(win.id)), button("Undo", UNDO, str(win.id))))
        kept += 1
    return blocks, kept


def in_words(win: WinView) -> list[RichText]:
    """What went well; of a blocker, what was stuck and what got it moving."""
    if win.was_stuck is None:
        return [quote(cut(win.text, QUOTED))]
    stuck, moved = quote(cut(win.was_stuck, QUOTED)), quote(cut(win.text, QUOTED))
    return [line("Was stuck:"), stuck, line("What got it moving:"), moved]


def _line(win: WinView, zone: str) -> list[Piece]:
    shared: list[Piece] = [name for _, name in win.partners[:5]]
    if len(win.partners) > 5:
        shared.append(f"{len(win.partners) - 5} more")
    whose = [" (", *names(shared), ")"] if shared else []
    return [person(win.author), *whose, f", {day(win.recorded_at, zone)}."]


def help_(command: str) -> Message:
    """How to record a win."""
    return guide(
        "Sharing a win",
        command,
        ("what went well", "records it. To thank people, mention them with @; their organisations share the win."),
        ("", "on its own opens a form."),
        ("list", "shows the newest."),
        mention="win what went well",
        examples=_EXAMPLES,
        closing="You can edit or undo it later, even after it’s been celebrated.",
        way_in=button("Share a win", SHARE),
    )


def called(command: str) -> Message:
    return call("win", "what went well", command, button("Share a win", SHARE))


def new_form(facts: WinForm, above: Sequence[Block] = (), callback: str = RECORD_FORM) -> dict[str, Any]:
    """The form for a new win, perhaps about a fixed blocker, or what stands `above` it."""
    return _form(facts, callback, "Share a win", "Record it", above)


def edit_form(facts: WinForm) -> dict[str, Any]:
    """The form for changing a win."""
    return _form(facts, EDIT_FORM, "Change this win", "Save")


def _form(facts: WinForm, callback: str, title: str, submit: str, above: Sequence[Block] = ()) -> dict[str, Any]:
    listed = sorted(facts.partners, key=lambda partner: partner[0] not in facts.chosen)
    more = max(0, len(listed) - OPTIONS)
    choices = [(name, str(partner_id)) for partner_id, name in listed]
    return form(
        callback,
        title,
        above,
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
            hint="They’re thanked, and their organisations share the win.",
        ),
        field(
            PARTNERS,
            "Which other partners share it?",
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
    """`3 wins, 1 of them shared`."""
    wins = count(number, "win")
    return f"{wins}, {joint} of them shared" if joint else wins
