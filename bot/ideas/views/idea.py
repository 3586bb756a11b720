"""An idea's card in the channel, the list of open ones, and what people read who share, like or would help."""

from collections.abc import Sequence

from bot.ideas.entries import IdeaView, OpenIdeas, Outcome
from bot.ideas.facts import IdeaList, IdeaReceipt
from bot.lib import marks
from bot.partnership.views.partner import ask
from bot.slack.blocks import QUOTED, Block, Element, actions, button, header
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, code, names, person, pieces, quote, say
from bot.slack.text import and_more, cut, dated
from bot.slack.views.entry_points import IDEA, INITIATIVE
from bot.slack.views.guide import call, guide
from bot.slack.views.wording import count
from bot.vision.views.vision import HISTORY

LIKE, UNLIKE, HELP, STEP_BACK, LIST = "idea.like", "idea.unlike", "idea.help", "idea.step_back", "idea.list"
DECIDE, TRY, PROPOSE, NOT_NOW, REOPEN = "idea.decide", "idea.try", "idea.propose", "idea.not_now", "idea.reopen"
EDIT, UNDO, RESTORE = "idea.edit", "idea.undo", "idea.restore"

LABELS = {Outcome.TRIED: "Try it", Outcome.PROPOSED: "Propose it for the vision", Outcome.NOT_NOW: "Not now"}

_NAMED = 10
_LIST_ROOM, _LIST_MOST = 9_000, 40
_ENOUGH = 2
_TO = {Outcome.TRIED: "try it", Outcome.PROPOSED: "propose it", Outcome.NOT_NOW: "put it off"}
_IN_A_LINE = 140
_EXAMPLES = (
    "We could share one van between the three of us on Fridays.",
    "One number to ring, whichever of us you need.",
    "A breakfast at the school gate, with somebody from the surgery there.",
)


# Its card


def card(idea: IdeaView) -> Message:
    """An idea as the channel sees it: whose, how many like it, who would help, how it is decided or was."""
    return message(
        header("What if …"),
        say(*_author(idea), quote(cut(idea.text, QUOTED))),
        [say(*beside)] if (beside := _beside(idea)) else [],
        _state(idea),
    )


def _author(idea: IdeaView) -> list[Piece]:
    if idea.author is None:
        return ["Somebody here has an idea:"]
    organisation: list[Piece] = [" of ", bold(idea.organisation)] if idea.organisation else []
    return [person(idea.author), *organisation, " has an idea:"]


def _beside(idea: IdeaView) -> list[Piece]:
    """How many like it, and who would help; nothing where nobody does."""
    liked: list[Piece] = [f"{count(idea.likes, 'person likes', 'people like')} this."] if idea.likes else []
    helped: list[Piece] = ["Would help: ", *_people(idea.helpers), "."] if idea.helpers else []
    return [*liked, *([" "] if liked and helped else []), *helped]


def _people(user_ids: Sequence[str]) -> list[Piece]:
    """The first ten, and how many more."""
    more = len(user_ids) - _NAMED
    shown: list[Piece] = [person(user_id) for user_id in user_ids[:_NAMED]]
    return names([*shown, *([f"{more:,} more"] if more > 0 else [])])


def _state(idea: IdeaView) -> list[Block]:
    about = str(idea.id)
    if idea.outcome is not None:
        because = [quote(cut(idea.because, QUOTED))] if idea.because else []
        return [say(*outcome(idea), *because), actions(*_became(idea), button("Open it again", REOPEN, about))]
    decides = [button("Decide …", DECIDE, about)] if idea.assents is None else ways(idea)
    return [
        say(how(idea)),
        actions(
            button("I like this", LIKE, about),
            button("I’d help", HELP, about),
            *decides,
        ),
    ]


def ways(idea: IdeaView) -> list[Element]:
    """A button for each thing that may become of it."""
    by_outcome = {Outcome.TRIED: TRY, Outcome.PROPOSED: PROPOSE, Outcome.NOT_NOW: NOT_NOW}
    return [button(LABELS[way], action, str(idea.id)) for way, action in by_outcome.items()]


def _became(idea: IdeaView) -> list[Element]:
    """The way to what it became, as far as that is there."""
    if idea.outcome is Outcome.PROPOSED:
        return [button("See the proposals", HISTORY, f"{idea.partnership_id}.0")]
    return [button("Show its card", INITIATIVE, str(idea.initiative_id))] if idea.initiative_id else []


def how(idea: IdeaView) -> str:
    """Who decides, and how far that has come."""
    if idea.assents is None:
        return "A host decides what happens next. Say what you think in the thread."
    agreed = [_agreed(way, organisations) for way, organisations in idea.assents.items()]
    return " ".join(
        [
            "It’s tried, proposed for the vision or put off once two organisations agree.",
            *(agreed or ["None has agreed yet."]),
        ]
    )


def _agreed(way: Outcome, organisations: Sequence[str]) -> str:
    who, what = "".join(str(name) for name in names(list(organisations[:5]))), _TO[way]
    if len(organisations) < _ENOUGH:
        return f"{who} has agreed to {what}."
    return f"{who} agree to {what}. Press “{LABELS[way]}” to go on."


def outcome(idea: IdeaView) -> list[Piece]:
    """What became of it, by whom and when; a reason follows."""
    assert idea.decided_at is not None
    day = dated(idea.decided_at, idea.zone)
    by: list[Piece] = [" by ", person(idea.decided_by)] if idea.decided_by else []
    if idea.outcome is Outcome.PROPOSED:
        return [bold("Proposed for the vision"), *by, f" on {day}. The proposal has a card of its own."]
    if idea.outcome is Outcome.TRIED:
        return [bold("Being tried"), ", decided", *by, f" on {day}. It has a card of its own."]
    return [bold("Not now"), ". Decided", *by, f" on {day}. ", "Because:" if idea.because else ""]


def decided_note(idea: IdeaView) -> Message:
    """A word in the thread, so that whoever shared it hears."""
    to: list[Piece] = [person(idea.author), ": "] if idea.author and idea.author != idea.decided_by else []
    if idea.outcome is Outcome.PROPOSED:
        return message(say(*to, "this" if to else "This", " is proposed for the vision now."))
    if idea.outcome is Outcome.TRIED:
        return message(say(*to, "this" if to else "This", " is being tried now.", *_called_in(idea.helpers)))
    because: list[Piece] = [" Because:", quote(cut(idea.because, QUOTED))] if idea.because else [" "]
    return message(say(*to, "not now." if to else "Not now.", *because, "It’s kept, and can be opened again."))


def _called_in(helpers: Sequence[str]) -> list[Piece]:
    """Those who would help are told where."""
    if not helpers:
        return []
    return [" ", *_people(helpers), ": you said you’d help, so press “Count me in” on its card."]


# Answers to its people


def receipt(facts: IdeaReceipt) -> Message:
    """It is posted; how to change it."""
    idea, choice = facts.idea, facts.organisations
    opening = (
        "Posted without your name. I don’t keep who you are, so only these buttons let you change it, as long as this "
        "message is here. Hosts can change it for you."
        if idea.author is None
        else "On its way to the channel. You can change it at any time:"
    )
    return message(
        say(opening, quote(cut(idea.text, QUOTED))),
        ask(choice, f"p{facts.partnership_id}") if choice else [],
        actions(button("Edit", EDIT, facts.key), button("Undo", UNDO, facts.key)),
    )


def undone(facts: IdeaReceipt) -> Message:
    return message(
        say("Undone, and its card is gone from the channel:", quote(cut(facts.idea.text, QUOTED))),
        actions(button("Put it back", RESTORE, facts.key)),
    )


def helping(facts: IdeaReceipt) -> Message:
    """Thanks to the person who would help, and a way out."""
    return message(
        say("Thank you. The card names you as somebody who would help."),
        ask(facts.organisations, f"p{facts.partnership_id}") if facts.organisations else [],
        actions(button("Step back", STEP_BACK, str(facts.idea.id))),
    )


def liked_already(idea_id: int) -> Message:
    """To somebody who is counted already, with the way to take it back."""
    return message(
        say("You’re counted among those who like this. Nobody sees who they are."),
        actions(button("Take it back", UNLIKE, str(idea_id))),
    )


UNLIKED = "You’re not counted any more."
STEPPED_BACK = "You’re not on the card any more. Thank you for looking at it."


# Lists


def listing(facts: IdeaList, command: str) -> Message:
    """Open ideas, the newest first: what, whose, how many like it, who would help."""
    if not facts.ideas:
        return message(
            say("No ideas are open. If you have one: ", code(f"{command} idea what could be"), "."),
            actions(button("Share an idea", IDEA)),
        )
    blocks: list[Block] = []
    room, kept = _LIST_ROOM, 0
    for idea in facts.ideas:
        room -= min(marks.length(idea.text), QUOTED) + 160
        if (room < 0 and kept) or kept == _LIST_MOST:
            break
        blocks.append(say(quote(cut(idea.text, QUOTED)), *_about(idea)))
        kept += 1
    more = facts.more + len(facts.ideas) - kept
    return message(
        say("Open ideas, the newest first. Each has a card in the channel."),
        blocks,
        [say(f"… {and_more(more)}.")] if more else [],
        actions(button("Share an idea", IDEA)),
    )


def _about(idea: IdeaView) -> list[Piece]:
    who: list[Piece] = [person(idea.author)] if idea.author else ["Shared without a name"]
    organisation = f" of {idea.organisation}" if idea.author and idea.organisation else ""
    return [*who, f"{organisation}, {dated(idea.shared_at, idea.zone)}. ", *_beside(idea)]


def in_short(ideas: OpenIdeas) -> list[list[Piece]]:
    """A line for each of the newest, for other posts to show."""
    lines = [pieces("“", cut(" ".join(text.split()), _IN_A_LINE), "”") for text in ideas.texts]
    return [*lines, *([pieces(and_more(ideas.more))] if ideas.more else [])]


def called(command: str) -> Message:
    return call("idea", "what could be", f"{command} idea", button("Share an idea", IDEA))


def help_(command: str) -> Message:
    """How to share an idea."""
    return guide(
        "When you see what could be",
        command,
        ("idea what could be", "shows you the card first. You post it, with or without your name."),
        ("idea", "on its own opens a form."),
        ("ideas", "shows what’s open, and who would help."),
        mention="idea what could be",
        examples=_EXAMPLES,
        closing="On a card you can like an idea, or offer to help. You can edit or undo what you shared.",
        way_in=button("Share an idea", IDEA),
    )
