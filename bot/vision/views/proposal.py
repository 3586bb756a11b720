"""A proposed change to the vision: its form, its card in the room, and what those who decide are told."""

from bot.lib import marks
from bot.partnership.views.partner import ask
from bot.slack.blocks import QUOTED, Block, actions, button, given_back, header
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, line, names, person, quote, say
from bot.slack.text import cut, dated
from bot.vision.aims import MOST, Wording
from bot.vision.facts import AssentQuestion
from bot.vision.proposals import Outcome, ProposalView
from bot.vision.views.vision import difference, numbered

PENCIL, RUB, AGAIN = "proposal.pencil", "proposal.rub", "proposal.again"
CHANGE, BECAUSE = "proposal.change", "proposal.because"

EMPTY = "I found no words in that, so nothing was proposed. A vision begins with one sentence."
UNCHANGED = "The vision says that already, so nothing changed."
ALREADY = "That is proposed already. It’s in the channel, waiting for a decision."
ASSENTS_OF = (
    "Organisations decide here, so I need to know which one you’re from. Choose it, then press Pencil it in once more: "
    "nothing is counted yet."
)
DECIDED = "That proposal has been decided already, so nothing changed. Its card says how."


# Its card


def card(proposal: ProposalView) -> Message:
    """The proposal as the room sees it: what would change, why, and how it stands.

    How it would read as a whole is shown to hosts before they decide.
    """
    first = not proposal.before.text
    title = "A first vision, in pencil" if first else "A change to the vision"
    by: list[Piece] = [person(proposal.by), " proposes" if proposal.outcome is None else " proposed"]
    return message(
        header(title),
        _wording(proposal.wanted, [*by, ":"])
        if first
        else say(line(*by, ":"), *difference(proposal.before, proposal.wanted)),
        [say("Because:", quote(cut(proposal.reason, QUOTED)))] if proposal.reason else [],
        _state(proposal),
    )


def _wording(wording: Wording, lead: list[Piece]) -> list[Block]:
    return [say(line(*lead), quote(wording.text), *numbered(wording.aims))]


def _state(proposal: ProposalView) -> list[Block]:
    about = str(proposal.id)
    if proposal.outcome is not None:
        because = [line("Because:"), quote(cut(proposal.because, QUOTED))] if proposal.because else []
        return [say(line(*outcome(proposal)), *because)]
    if proposal.stale:
        return [
            say(
                "The same words of the vision have changed since, so this can’t be pencilled in. You can offer it "
                "again, as a change to the new version."
            ),
            actions(button("Offer it again", AGAIN, about), button("Rub it out", RUB, about)),
        ]
    return [
        *(
            [say("The vision has changed since, but not in these words, so this is now a change to the new version.")]
            if proposal.carried
            else []
        ),
        say(how(proposal)),
        actions(button("Pencil it in", PENCIL, about), button("Rub it out", RUB, about)),
    ]


def how(proposal: ProposalView) -> str:
    """Who decides, and how far that has come."""
    if proposal.assents is None:
        return "A host decides. Say what you think in the thread."
    so_far = "None has agreed yet."
    if proposal.assents:
        named = "".join(str(name) for name in names(list(proposal.assents[:5])))
        so_far = f"{named} {'has' if len(proposal.assents) == 1 else 'have'} agreed."
    return f"It’s pencilled in once two organisations agree; any host may rub it out. {so_far}"


def outcome(proposal: ProposalView) -> list[Piece]:
    """What became of it, by whom and when."""
    assert proposal.decided_at is not None
    day = dated(proposal.decided_at, proposal.zone)
    by: list[Piece] = [" by ", person(proposal.decided_by)] if proposal.decided_by else []
    if proposal.outcome == Outcome.PENCILLED:
        return [bold("Pencilled in"), *by, f" on {day}. It’s version {proposal.number}."]
    if proposal.outcome == Outcome.RENEWED:
        return [bold("Offered again"), *by, f" on {day}, as a change to a newer version. See the newer card."]
    if proposal.decided_by == proposal.by:
        return [bold("Taken back"), *by, f" on {day}. It is kept in the history."]
    return [bold("Rubbed out"), *by, f" on {day}. It is kept in the history."]


def pencilled_note(proposal: ProposalView) -> Message:
    """A word in the thread, so that the person who proposed it hears."""
    return message(
        say(person(proposal.by), f": your change is pencilled in. It’s version {proposal.number} of the vision."),
        [say("Because:", quote(cut(proposal.because, QUOTED)))] if proposal.because else [],
    )


def rubbed_note(proposal: ProposalView) -> Message:
    own = proposal.decided_by == proposal.by
    who: list[Piece] = ["This is taken back."] if own else [person(proposal.by), ": this is rubbed out."]
    return message(
        say(*who, " It’s kept, and can be proposed again."),
        [say("Because:", quote(cut(proposal.because, QUOTED)))] if proposal.because else [],
    )


# Answers to its people


def receipt(proposal: ProposalView, *, aims_kept: bool = False) -> Message:
    """It goes to the room; its proposer can change it or take it back."""
    if proposal.outcome is not None:
        return message(say(*outcome(proposal)))
    about = str(proposal.id)
    return message(
        say("Your proposal goes to the channel now:"),
        say(quote(cut(proposal.wanted.text, QUOTED)), *numbered(proposal.wanted.aims)),
        [say("You named no aims, so the present ones stay.")] if aims_kept and proposal.wanted.aims else [],
        say(how(proposal)),
        actions(button("Change it", CHANGE, about), button("Take it back", RUB, about)),
    )


def decided(proposal: ProposalView) -> Message:
    """For the person who has just decided, or agreed for their organisation."""
    if proposal.outcome is None:
        return message(say("Your organisation agrees. "), say(how(proposal)))
    return message(
        say(*outcome(proposal)),
        say("The card and its thread say so now. Every version and proposal is kept."),
        actions(button("Say why" if proposal.because is None else "Change the reason", BECAUSE, str(proposal.id))),
    )


def decided_already(proposal: ProposalView, typed: str = "") -> Message:
    """Somebody was quicker; what this person wrote comes back to them."""
    because = [line("Because:"), quote(cut(proposal.because, QUOTED))] if proposal.because else []
    return message(
        say(line("This has been decided already. ", *outcome(proposal)), *because),
        given_back(typed),
    )


def stale(proposal: ProposalView, typed: str = "") -> Message:
    """It cannot be pencilled in as it is; it can be offered again in one press."""
    return message(
        say(
            "Nothing was decided. The same words of the vision have changed since this was proposed, and pencilling it "
            "in would undo that."
        ),
        given_back(typed),
        actions(button("Offer it again on the new version", AGAIN, str(proposal.id))),
    )


def offered_again(proposal: ProposalView) -> Message:
    """It stands in the room anew, on the version in force."""
    return message(
        say("It’s offered again, as a change to the present version. Its card goes to the channel:"),
        say(quote(proposal.wanted.text)),
        say(how(proposal)),
    )


def whose_assent(question: AssentQuestion) -> Message:
    return message(say(ASSENTS_OF), ask(question.organisations, f"p{question.partnership_id}"))


def too_many(number: int, typed: str = "") -> Message:
    return message(say(too_many_words(number)), given_back(typed))


def too_many_words(number: int) -> str:
    return (
        f"That’s {number} aims, and {MOST} is the most anybody keeps in mind. Nothing was proposed: take some out, "
        "or put two together."
    )


def too_long(text: str, most: int, typed: str = "") -> Message:
    return message(say(too_long_words(text, most)), given_back(typed))


def too_long_words(text: str, most: int) -> str:
    return (
        f"“{cut(text, 60)}” has {marks.length(text):,} characters, and the most is {most:,}. Nothing was "
        "proposed: say it more briefly."
    )


def kept_nowhere_words(number: int) -> str:
    return f"You ticked aim {number} as kept, but no line has the number {number}. Give it a line, or untick it."
