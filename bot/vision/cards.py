"""The card of a proposal in the room, and the word in its thread."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.models import Partnership, Post, Proposal
from bot.outbox import posts
from bot.vision.proposals import Outcome, ProposalView, load, undecided
from bot.vision.views import proposal as view

KIND, NOTE = "proposal", "proposal-note"  # kinds of post
_NOTES = {Outcome.PENCILLED: view.pencilled_note, Outcome.RUBBED: view.rubbed_note}


def post(session: Session, partnership: Partnership, proposal: Proposal, now: datetime) -> ProposalView:
    """The card goes to the room."""
    shown = load(session, proposal)
    new_post = posts.NewPost(partnership.id, KIND, str(proposal.id), partnership.channel_id, view.card(shown))
    proposal.post_id = posts.write(session, new_post, now)
    session.flush()
    return shown


def redraw(session: Session, proposal: Proposal) -> ProposalView:
    """The card is made to say what is so now."""
    shown = load(session, proposal)
    if proposal.post_id is not None:
        posts.revise(session, proposal.post_id, view.card(shown))
    return shown


def redraw_undecided(session: Session, partnership_id: int) -> None:
    """What stands undecided says how it stands by now: on another version, or decided on in another way."""
    for proposal in undecided(session, partnership_id):
        redraw(session, proposal)


def announce(session: Session, proposal: Proposal, now: datetime) -> ProposalView:
    """What was decided stands on the card and in its thread, where everybody can follow it."""
    decided = redraw(session, proposal)
    if decided.outcome in _NOTES and proposal.post_id is not None:
        card = session.get_one(Post, proposal.post_id)
        new_post = posts.NewPost(
            card.partnership_id,
            NOTE,
            str(proposal.id),
            card.channel,
            _NOTES[Outcome(decided.outcome)](decided),
            thread_id=card.id,
        )
        posts.write(session, new_post, now)
    if decided.outcome == Outcome.PENCILLED:
        redraw_undecided(session, proposal.partnership_id)
    return decided
