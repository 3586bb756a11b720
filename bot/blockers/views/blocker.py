"""What a person reads and fills in when something is stuck, and its card in the channel."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.blockers.entries import BlockerView
from bot.blockers.facts import Ask, BlockerList, Closed, ClosingForm, Raised, Suggestion, TakenOn
from bot.cards.days_needed import Trouble
from bot.lib import marks
from bot.partnership.partners import Joined
from bot.partnership.views.absent import absent
from bot.partnership.views.partner import ask, from_now_on
from bot.slack.blocks import QUOTED, Block, actions, button, given_back, header
from bot.slack.forms import FORM_TEXT, checkboxes, field, form, people_fields, text_input, users_select
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, code, names, person, pieces, quote, say
from bot.slack.text import and_more, cut, day, weekday
from bot.slack.views.entry_points import RAISE
from bot.slack.views.guide import call, guide
from bot.slack.views.wording import count
from bot.wins.views.win import receipt as win_receipt

HELP, STEP_BACK, FIXED, REOPEN = "blocker.help", "blocker.step_back", "blocker.fixed", "blocker.reopen"
EDIT, UNDO, RESTORE, WIN = "blocker.edit", "blocker.undo", "blocker.restore", "blocker.win"
ASK = "blocker.ask"
FIXED_FORM = "blocker.fixed"
HOW, WHO, AS_WIN = "how", "who", "as_win"

_NAMED = 10
_SUGGESTED = 3
_LIST_ROOM, _LIST_MOST = 9_000, 40
_EXAMPLES = (
    "We need a room for twelve on Thursdays and the hall is full until May.",
    "Nobody answers at the parking office, and our volunteers pay for their own tickets.",
    "Our consent form is a page too long; who has a shorter one by Friday?",
)

NO_OUTCOME = "Say in a few words what got it moving, so that others can learn from it."
YOUR_OWN = "This one is yours. Once it’s fixed, press “It’s fixed”, even if somebody else fixed it."


# Its card


def card(blocker: BlockerView, zone: str) -> Message:
    """A blocker as the channel sees it: who is stuck, who is helping, how it was fixed."""
    about = str(blocker.id)
    if blocker.fixed_at is not None:
        return message(
            header("A blocker, fixed"),
            say(*_author(blocker, " was stuck:"), quote(cut(blocker.text, QUOTED))),
            say(*_fixed(blocker, zone)),
            say(quote(cut(blocker.outcome or "", QUOTED))),
            actions(button("Not fixed after all", REOPEN, about)),
        )
    return message(
        header("A blocker"),
        say(
            *_author(blocker, " is stuck:"),
            quote(cut(blocker.text, QUOTED)),
            "Anyone here may fix this, no need to ask.",
        ),
        needed(blocker.needed_on),
        [say("On it: ", *people(blocker.taken_by), ".")] if blocker.taken_by else [],
        actions(button("I can help", HELP, about), button("It’s fixed", FIXED, about)),
    )


def needed(on: date | None) -> list[Block]:
    """`Needed by Friday 12 May.`, where there is such a day."""
    return [say(bold(f"Needed by {weekday(on)}"), ".")] if on else []


_NOT_KEPT = {
    Trouble.PAST: "The day you wrote has gone by, so I haven’t set it. Press Edit to choose one.",
    Trouble.FAR: "The day you wrote is over a year away, so I haven’t set it. Press Edit to choose one.",
    Trouble.UNCLEAR: "I couldn’t read the day you wrote, so I haven’t set one. Press Edit to choose one.",
}


def day_not_kept(trouble: Trouble | None) -> list[Block]:
    """Why a day that the words say is none, where that is so."""
    return [say(_NOT_KEPT[trouble])] if trouble else []


def _author(blocker: BlockerView, then: str) -> list[Piece]:
    if blocker.author is None:
        return [f"Somebody here{then}"]
    if blocker.organisation is None:
        return [person(blocker.author), then]
    return [person(blocker.author), " of ", bold(blocker.organisation), then]


def people(user_ids: Sequence[str]) -> list[Piece]:
    """The first ten, and how many more."""
    shown: list[Piece] = [person(user_id) for user_id in user_ids[:_NAMED]]
    more = len(user_ids) - _NAMED
    return names([*shown, *([f"{more} more"] if more > 0 else [])])


def _fixed(blocker: BlockerView, zone: str) -> list[Piece]:
    assert blocker.fixed_at is not None
    words: list[Piece] = [f"Fixed on {day(blocker.fixed_at, zone)}"]
    if blocker.fixed_by:
        words += [" by " if blocker.fixed_by in blocker.helped else ", says ", person(blocker.fixed_by)]
    others = [user_id for user_id in blocker.helped if user_id != blocker.fixed_by]
    if others:
        words += [", with help from ", *people(others)]
    return [*words, ":"]


# Its thread


def taken_note(blocker: BlockerView, user_id: str) -> Message:
    """A word to the person who is stuck, where everybody can follow it."""
    to: list[Piece] = [person(blocker.author), ": "] if blocker.author else []
    return message(say(*to, person(user_id), " can help with this."))


def fixed_note(blocker: BlockerView) -> Message:
    to: list[Piece] = [person(blocker.author), ": "] if blocker.author and blocker.author != blocker.fixed_by else []
    by: list[Piece] = [", says ", person(blocker.fixed_by)] if blocker.fixed_by else []
    thanks: list[Piece] = [" Thank you, ", *people(blocker.helped), "."] if blocker.helped else []
    return message(say(*to, "this is fixed" if to else "This is fixed", *by, ".", *thanks))


def reopened_note(blocker: BlockerView, user_id: str) -> Message:
    to: list[Piece] = [person(blocker.author), ": "] if blocker.author and blocker.author != user_id else []
    return message(say(*to, person(user_id), " says this isn’t fixed after all, so it’s open again."))


# Answers to its people


def receipt(raised: Raised) -> Message:
    """It is posted; how to change it."""
    blocker, choice = raised.blocker, raised.organisations
    nameless = blocker.author is None
    opening = (
        "Posted without your name, and I don’t keep who you are. Change it with these buttons while they’re here, or "
        "ask a host."
        if nameless
        else "On its way to the channel. You can change it at any time:"
    )
    return message(
        say(opening, quote(cut(blocker.text, QUOTED))),
        needed(blocker.needed_on),
        day_not_kept(raised.trouble),
        ask(choice, f"b{raised.key}") if choice else [],
        actions(button("Edit", EDIT, raised.key), button("Undo", UNDO, raised.key)),
        [] if choice else _suggested(raised.suggestions, raised.key),
    )


def joined(organisation: Joined, raised: Raised) -> Message:
    """The blocker as it is, once the author has said where they are from."""
    shown = undone(raised) if raised.blocker.undone else receipt(raised)
    return message(from_now_on(organisation), shown.blocks)


def _suggested(suggestions: Sequence[Suggestion], key: str) -> list[Block]:
    """Who could perhaps help: nobody else sees them, and each is one press from being asked."""
    if not suggestions:
        return []
    who = "This person" if len(suggestions) == 1 else "These people"
    blocks = [say(f"{who} might help. Only you see this:")]
    for suggestion in suggestions[:_SUGGESTED]:
        of: list[Piece] = [f" of {suggestion.organisation}"] if suggestion.organisation else []
        blocks += [
            say(person(suggestion.user_id), *of, ": ", bold(suggestion.skill)),
            actions(button("Ask them", ASK, f"{suggestion.skill_id}.{key}")),
        ]
    return blocks


def asked(user_id: str, became: Ask) -> Message:
    """What becomes of asking somebody suggested. Why I may not is theirs to say."""
    if became is Ask.ON_IT:
        return message(say(person(user_id), " is on it already, as the card says."))
    if became is Ask.NOT_NOW:
        return message(
            say(
                "I can’t ask ", person(user_id), " just now, so I’ve sent them nothing. You can write to them yourself."
            )
        )
    return message(say("I’ll ask ", person(user_id), " privately. If they can help, the card will say so."))


NOT_SUGGESTED = "Something has changed since then, so I’ve asked nobody. You can write to them yourself."


def taken_back(key: str) -> Message:
    """Nobody is asked about what is not there; a way to put it back first."""
    return message(
        say("This blocker has been taken back, so I’ve asked nobody. To ask them, put it back first."),
        actions(button("Put it back", RESTORE, key)),
    )


def undone(raised: Raised) -> Message:
    return message(
        say("Undone, and its card is gone from the channel:", quote(cut(raised.blocker.text, QUOTED))),
        actions(button("Put it back", RESTORE, raised.key)),
    )


def taken(facts: TakenOn) -> Message:
    """Thanks to the person who can help, and a way out."""
    blocker, choice = facts.blocker, facts.organisations
    return message(
        say(
            "Thank you. The card names you now",
            *(pieces(", and ", person(blocker.author), " knows") if blocker.author else []),
            ". When it’s fixed, anyone can press “It’s fixed”.",
        ),
        ask(choice, f"p{facts.partnership_id}") if choice else [],
        actions(button("Step back", STEP_BACK, str(blocker.id))),
    )


STEPPED_BACK = "You’re not on the card any more. Thank you for looking at it."


def closing_form(facts: ClosingForm) -> dict[str, Any]:
    """The form that closes a blocker: what got it moving, who helped, and whether it becomes a win."""
    blocker = facts.blocker
    return form(
        FIXED_FORM,
        "It’s fixed",
        say(quote(cut(blocker.text, QUOTED))),
        field(
            HOW,
            "What got it moving?",
            text_input(max_length=FORM_TEXT, multiline=True),
            hint="A sentence, so that others can learn from it.",
        ),
        people_fields(
            WHO,
            "Who helped?",
            users_select(blocker.taken_by),
            hint="From any organisation. They’re thanked on the card.",
        ),
        field(
            AS_WIN,
            "Shall we celebrate it?",
            checkboxes([("Make it a win", AS_WIN)], [AS_WIN]),
            hint=_SHARED if blocker.author else _SHARED_NAMELESS,
            optional=True,
        ),
        submit="It’s fixed",
        channel=facts.channel_id,
        about=str(blocker.id),
    )


_SHARED = "The organisations of those who were stuck and those who helped share it. You can undo it."
_SHARED_NAMELESS = "The organisations of those who helped share it. You can undo it."


def fixed(closed: Closed) -> Message:
    """Thanks; and the win that came of it, or the offer to make it one."""
    about = str(closed.blocker.id)
    if closed.win is not None:
        return message(
            say("Thank you. The card says so now, and it’s a win too."),
            win_receipt(replace(closed.win, absent=closed.absent)).blocks,
            actions(button("Not fixed after all", REOPEN, about)),
        )
    return message(
        say(
            "Thank you. The card says so now. Shall we celebrate it too? You can change the words first. Everybody who "
            "helped is thanked, and their organisations share it."
        ),
        absent(closed.absent),
        actions(button("Make it a win", WIN, about), button("Not fixed after all", REOPEN, about)),
    )


def fixed_already(blocker: BlockerView, typed: str = "") -> Message:
    """Somebody was quicker; what this person wrote comes back to them."""
    by: list[Piece] = [person(blocker.fixed_by), " has"] if blocker.fixed_by else ["Somebody has"]
    return message(
        say(*by, " already said this is fixed. What got it moving:", quote(cut(blocker.outcome or "", QUOTED))),
        given_back(typed),
        actions(button("Not fixed after all", REOPEN, str(blocker.id))),
    )


REOPENED = "It’s open again, and its thread says so. If it had become a win, that’s undone."


def listing(facts: BlockerList, now: datetime, command: str) -> Message:
    """Open blockers, oldest first: what, whose, taken on by whom, for how long."""
    if not facts.blockers:
        return message(
            say("Nothing is stuck, as far as I know. If something is: ", code(f"{command} what’s stuck"), "."),
            actions(button("Raise a blocker", RAISE)),
        )
    blocks: list[Block] = []
    room = _LIST_ROOM
    kept = 0
    for blocker in facts.blockers:
        room -= min(marks.length(blocker.text), QUOTED) + 160
        if (room < 0 and kept) or kept == _LIST_MOST:
            break
        blocks.append(say(quote(cut(blocker.text, QUOTED)), *_about(blocker, facts.today, now)))
        kept += 1
    more = facts.more + len(facts.blockers) - kept
    return message(
        say("Open blockers, the oldest first. Each has a card in the channel."),
        blocks,
        [say(f"… {and_more(more)}.")] if more else [],
        actions(button("Raise a blocker", RAISE)),
    )


def _about(blocker: BlockerView, today: date, now: datetime) -> list[Piece]:
    who: list[Piece] = [person(blocker.author)] if blocker.author else ["Raised without a name"]
    if blocker.author and blocker.organisation:
        who.append(f" of {blocker.organisation}")
    taken: list[Piece] = ["on it: ", *people(blocker.taken_by)] if blocker.taken_by else ["nobody on it yet"]
    return [*who, "; ", *taken, f"; open for {age(blocker, now)}", _due(blocker, today), "."]


def _due(blocker: BlockerView, today: date) -> str:
    if blocker.needed_on is None:
        return ""
    return f"; {'was ' if blocker.needed_on < today else ''}needed by {weekday(blocker.needed_on)}"


def age(blocker: BlockerView, now: datetime) -> str:
    """`less than a day`, `3 days`, `5 weeks`."""
    days = (now - blocker.raised_at).days
    if days < 1:
        return "less than a day"
    return count(days, "day") if days < 15 else count(days // 7, "week")  # a fortnight in days


def in_short(blockers: Sequence[BlockerView], most: int) -> list[list[Piece]]:
    """A line for each of the first few, for other posts to show."""
    lines = [pieces("“", cut(" ".join(blocker.text.split()), 140), "”") for blocker in blockers[:most]]
    if len(blockers) > most:
        lines.append([and_more(len(blockers) - most)])
    return lines


def called(command: str) -> Message:
    return call("blocker", "what’s stuck", command, button("Raise a blocker", RAISE))


def help_(command: str) -> Message:
    """How to raise a blocker."""
    return guide(
        "When something is stuck",
        command,
        ("what’s stuck", "shows you the card first. You post it, with or without your name."),
        ("", "on its own opens a form."),
        ("list", "shows what’s open, and who’s on it."),
        mention="blocker what’s stuck",
        examples=_EXAMPLES,
        closing="Anyone may fix anything here. You can edit or undo what you raised.",
        way_in=button("Raise a blocker", RAISE),
    )
