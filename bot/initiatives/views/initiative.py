"""An initiative's card in the channel, the list, and what people read who begin one, are in one, or change one."""

from collections.abc import Sequence
from datetime import date

from bot.initiatives.entries import NEAR, InitiativeView, Outcome
from bot.initiatives.facts import InitiativeList, InitiativeReceipt, InShort, VisionPage
from bot.lib import marks
from bot.partnership.views.partner import ask
from bot.slack.blocks import QUOTED, Block, Element, actions, button, given_back, header
from bot.slack.messages import Message, message
from bot.slack.redact import INSTEAD
from bot.slack.rich_text import Piece, bold, bullets, code, names, person, pieces, quote, say
from bot.slack.text import and_more, cut, dated, day, weekday
from bot.slack.views.entry_points import INITIATIVE
from bot.slack.views.guide import call, guide
from bot.slack.views.wording import count
from bot.vision.views import vision as vision_view

BEGIN, LIST, SHOW = "initiative.begin", "initiative.list", INITIATIVE
JOIN, STEP_OUT, STEP = "initiative.join", "initiative.step_out", "initiative.step"
DONE, DROP, REOPEN = "initiative.done", "initiative.drop", "initiative.reopen"
EDIT, UNDO, RESTORE = "initiative.edit", "initiative.undo", "initiative.restore"

TITLE = "What we do together"
_NAMED = 10
_LIST_ROOM, _LIST_MOST = 9_000, 20
_IN_A_LINE, _STEP_IN_A_LINE = 140, 100
_EXAMPLES = (
    "A breakfast at the school gate, every Tuesday in June.",
    "One van for the three of us on Fridays.",
    "aim 2: One page in place of the three referral forms.",
)

NOT_IN_IT = "That’s for people who are in it, so nothing changed. Press Count me in on its card first."
ENDED = "That initiative has ended, so nothing changed. Its card says how."
REOPENED = "It goes on again, and its card says so. If it had become a win, that win is undone."


def begin_button(partnership_id: int = 0) -> Element:
    """Opens the form; in the channel it need not say of which partnership."""
    return button("Begin an initiative", BEGIN, str(partnership_id or ""))


def _show_button(initiative: InitiativeView) -> Element:
    """Its card in private, with all that can be pressed there: the one in the channel may be far up."""
    return button("Show its card", SHOW, str(initiative.id))


# In the channel


def card(initiative: InitiativeView) -> Message:
    """An initiative as the channel sees it: what, towards which aim, who is in, what comes next or how it ended."""
    return message(
        header("Initiative"),
        say(quote(cut(initiative.text, QUOTED)), *towards(initiative), *_in_it(initiative.people)),
        _state(initiative),
    )


def towards(initiative: InitiativeView) -> list[Piece]:
    """The aim it is under, if there is one."""
    if initiative.aim is None:
        return []
    if initiative.aim_number is None:
        return ["Its aim isn’t in the vision any more: ", initiative.aim, ". "]
    return [f"Aim {initiative.aim_number}: ", initiative.aim, ". "]


def _in_it(people: Sequence[str]) -> list[Piece]:
    """The first ten, and how many more."""
    if not people:
        return ["Nobody is in it."]
    more = len(people) - _NAMED
    shown: list[Piece] = [person(user_id) for user_id in people[:_NAMED]]
    return ["In it: ", *names([*shown, *([f"{more:,} more"] if more > 0 else [])]), "."]


def _state(initiative: InitiativeView) -> list[Block]:
    about = str(initiative.id)
    if initiative.outcome is not None:
        return [say(*ended(initiative)), actions(button("Open it again", REOPEN, about))]
    anew = [button("Say it anew", EDIT, about)] if initiative.text == INSTEAD else []
    return [
        say(*_next(initiative)),
        actions(
            *anew,
            button("Count me in", JOIN, about),
            button("Next step", STEP, about),
            button("It’s done", DONE, about),
            button("Drop it", DROP, about),
        ),
    ]


def _next(initiative: InitiativeView) -> list[Piece]:
    """What comes next, and by when."""
    if initiative.step is None:
        return [bold("Next step:"), " none yet."]
    if initiative.stepped:
        return [bold("What comes next?"), " This happened: ", initiative.step]
    return [bold("Next step:"), " ", initiative.step, _by(initiative.step, initiative.step_on)]


def _by(step: str, on: date | None) -> str:
    """By which day, as far as the words of the step don’t say so."""
    if on is None or f"{on.day} {on:%B}" in step:
        return ""
    return f" ({on.day} {on:%B})" if f"{on:%A}".casefold() in step.casefold() else f" (by {weekday(on)})"


def ended(initiative: InitiativeView) -> list[Piece]:
    """How it ended, who said so and when; for what was dropped the reason follows."""
    assert initiative.ended_at is not None
    done = initiative.outcome is Outcome.DONE
    by: list[Piece] = [", says " if done else " by ", person(initiative.ended_by)] if initiative.ended_by else []
    on = f" on {dated(initiative.ended_at, initiative.zone)}."
    if done:
        return [bold("Done"), *by, on, " It became a win."]
    because: list[Piece] = [" Because:", quote(cut(initiative.because, QUOTED))] if initiative.because else []
    return [bold("Dropped"), *by, on, *because]


def dropped_note(initiative: InitiativeView) -> Message:
    """A word in the thread, so that those who are in it hear."""
    people = [user_id for user_id in initiative.people if user_id != initiative.ended_by][:_NAMED]
    to: list[Piece] = [*names([person(user_id) for user_id in people]), ": this" if people else "This"]
    because: list[Piece] = [" Because:", quote(cut(initiative.because, QUOTED))] if initiative.because else [" "]
    return message(say(*to, " is dropped.", *because, "It can be opened again."))


# Answers to its people


def receipt(facts: InitiativeReceipt) -> Message:
    """It is begun, changed or put back: what happens next, and how to change it."""
    initiative, about = facts.initiative, str(facts.initiative.id)
    opening = "On its way to the channel:" if facts.new_card else "Changed, on its card too:"
    return message(
        say(opening, quote(cut(initiative.text, QUOTED)), *_asked(facts)),
        [] if initiative.step else [say("People join more easily when they know the next step.")],
        ask(facts.organisations, f"p{facts.partnership_id}") if facts.organisations else [],
        actions(button("Next step", STEP, about), button("Edit", EDIT, about), button("Undo", UNDO, about)),
    )


def _asked(facts: InitiativeReceipt) -> list[Piece]:
    """When those in it are asked."""
    if facts.reader not in facts.initiative.people:
        return ["You’re not in it unless you press Count me in on its card."]
    if facts.ask_at is None:
        return ["You’re in it."]
    return [f"You’re in it. I’ll ask you on {day(facts.ask_at, facts.initiative.zone)} whether the step happened."]


def joined(facts: InitiativeReceipt) -> Message:
    """The card names them; when they are asked, and the way out."""
    return message(
        say("Its card names you now. ", *_asked(facts)),
        ask(facts.organisations, f"p{facts.partnership_id}") if facts.organisations else [],
        actions(button("Step out", STEP_OUT, str(facts.initiative.id))),
    )


def unknown(text: str, perhaps: Sequence[InitiativeView], typed: str) -> Message:
    """Which one is meant? Nothing was changed, nor begun; what was typed comes back."""
    nearest = [[say(quote(_line(each.text, _IN_A_LINE))), actions(_show_button(each))] for each in perhaps[:NEAR]]
    return message(
        say(f"I’m not sure which initiative “{cut(text, _IN_A_LINE)}” is, so nothing changed."),
        [say("Perhaps one of these:")] if perhaps else [],
        *nearest,
        given_back(typed),
        [] if perhaps else [say("To begin one in these words, use the button:"), actions(begin_button())],
    )


def stepped_out(initiative_id: int) -> Message:
    """They are not in it any more, and the way back."""
    return message(
        say("You’re not in it any more, and its card says so. Thank you for what you did."),
        actions(button("Count me in", JOIN, str(initiative_id))),
    )


def step_set(facts: InitiativeReceipt) -> Message:
    """What comes next is on the card."""
    return message(
        say("Its card says so now. ", *_next(facts.initiative)),
        say(*_asked(facts), " Everybody else who’s in it is asked too, once."),
        actions(button("Change it", STEP, str(facts.initiative.id))),
    )


def undone(facts: InitiativeReceipt) -> Message:
    return message(
        say("Undone, and its card is gone from the channel:", quote(cut(facts.initiative.text, QUOTED))),
        actions(button("Put it back", RESTORE, str(facts.initiative.id))),
    )


def dropped(initiative: InitiativeView) -> Message:
    """It is said; and the way back."""
    return message(
        say("Dropped. Its card and thread say so now, with your reason."),
        actions(button("Open it again", REOPEN, str(initiative.id))),
    )


# Lists


def listing(facts: InitiativeList, command: str) -> Message:
    """What goes on, the newest first: what, towards which aim, who is in, what comes next; and what ended last."""
    blocks: list[Block] = []
    room, kept = _LIST_ROOM, 0
    for initiative in facts.running:
        room -= min(marks.length(initiative.text), QUOTED) + marks.length(initiative.step or "") + 260
        if (room < 0 and kept) or kept == _LIST_MOST:
            break
        about = [*towards(initiative), *_in_it(initiative.people), " ", *_next(initiative)]
        blocks += [say(quote(cut(initiative.text, QUOTED)), *about), actions(_show_button(initiative))]
        kept += 1
    more = facts.more + len(facts.running) - kept
    none = say("Nothing is going on yet. To begin: ", code(f"{command} initiative what you’ll do together"), ".")
    return message(
        say(bold(TITLE), ", the newest first. On its card you count yourself in, say what comes next, or end it.")
        if facts.running
        else none,
        blocks,
        [say(f"… {and_more(more)}.")] if more else [],
        [say(bold("What ended last"), bullets(*map(_past, facts.ended)))] if facts.ended else [],
        actions(begin_button()),
    )


def _past(initiative: InitiativeView) -> list[Piece]:
    """What it was, and how it ended."""
    assert initiative.ended_at is not None
    because = [" Because: ", _line(initiative.because, _IN_A_LINE)] if initiative.because else []
    how = "Done" if initiative.outcome is Outcome.DONE else "Dropped"
    on = dated(initiative.ended_at, initiative.zone)
    return pieces("“", _line(initiative.text, _IN_A_LINE), f"” {how} on {on}.", *because)


def beside_vision(facts: InShort) -> list[Block]:
    """The newest in a line each, and the ways to the rest and to another; before there is one, the way to it."""
    begin = begin_button(facts.partnership_id)
    if not facts.newest:
        return [actions(begin)]
    return [
        say(bold(TITLE)),
        say(bullets(*map(_in_short, facts.newest), *([pieces(and_more(facts.more))] if facts.more else []))),
        actions(begin, button("All initiatives", LIST, str(facts.partnership_id))),
    ]


def vision(page: VisionPage, command: str) -> Message:
    """The vision, with what people do together under it."""
    return vision_view.overview(page.about, command, beside_vision(page.initiatives))


def _in_short(initiative: InitiativeView) -> list[Piece]:
    aim = f" (aim {initiative.aim_number})" if initiative.aim_number else ""
    number = count(len(initiative.people), "person is", "people are") if initiative.people else "nobody is"
    return pieces("“", _line(initiative.text, _IN_A_LINE), f"”{aim}: {number} in it.", *_next_in_short(initiative))


def _next_in_short(initiative: InitiativeView) -> list[Piece]:
    if initiative.step is None or initiative.stepped:
        return []
    step = _line(initiative.step, _STEP_IN_A_LINE)
    return [" Next: ", step, _by(step, initiative.step_on)]


def mine(initiatives: Sequence[InitiativeView], more: int) -> list[Block]:
    """What the reader is in, with what they can do about it; nothing where they are in nothing."""
    if not initiatives:
        return []
    blocks: list[Block] = [say(bold("What you’re in"))]
    for initiative in initiatives:
        about = str(initiative.id)
        blocks += [
            say(quote(_line(initiative.text, _IN_A_LINE)), *_next(initiative)),
            actions(button("Next step", STEP, about), button("Step out", STEP_OUT, about), _show_button(initiative)),
        ]
    return [*blocks, *([say(f"… {and_more(more)}.")] if more > 0 else [])]


def _line(text: str, most: int) -> str:
    return cut(" ".join(text.split()), most)


def called(command: str) -> Message:
    return call("initiative", "what you’ll do together", f"{command} initiative", begin_button())


def help_(command: str) -> Message:
    """How to begin an initiative."""
    return guide(
        TITLE,
        command,
        ("initiative what you’ll do", "begins it, and you’re in it. Put “aim 2:” first to say which aim it’s for."),
        ("initiative", "on its own opens a form, with the next step and its day."),
        ("initiatives", "shows what’s going on, and how the last ones ended."),
        ("initiative join breakfast", "counts you in. A few of its words are enough, also after “done”."),
        ("initiative step breakfast: ring the school", "says what comes next; “drop breakfast: …” why it’s dropped."),
        mention="initiative what you’ll do",
        examples=_EXAMPLES,
        closing=(
            "On a card, press Count me in. People in it say what comes next, and I ask each of them once whether it "
            "happened. Done is a win that you all share."
        ),
        way_in=begin_button(),
    )
