"""The vision, where initiatives go by it: shown with them, and pencilled in with what that changes on their cards."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.initiatives import acts, cards
from bot.initiatives.facts import VisionPage
from bot.models import Proposal
from bot.partnership import partnerships
from bot.partnership.members import Who
from bot.vision import acts as vision_acts
from bot.vision import acts_on_proposals
from bot.vision.facts import AssentQuestion, DecisionForm
from bot.vision.proposals import Outcome, ProposalView


def overview(session: Session, channel: str, who: Who, now: datetime) -> VisionPage:
    """The vision of the channel's partnership, what is normal there, and what people do together."""
    partnership, _ = partnerships.enter(session, channel, who, now)
    return VisionPage(vision_acts.look(session, partnership), acts.in_short(session, partnership))


def press(
    session: Session, proposal_id: int, who: Who, channel: str | None, now: datetime, *, pencil: bool
) -> DecisionForm | ProposalView | AssentQuestion:
    """As in the vision; what is in force by it is so for initiatives too."""
    answer = acts_on_proposals.press(session, proposal_id, who, channel, now, pencil=pencil)
    return _follow(session, proposal_id, answer) if isinstance(answer, ProposalView) else answer


def pencil_in(session: Session, proposal_id: int, who: Who, because: str, now: datetime) -> ProposalView:
    """The same."""
    return _follow(session, proposal_id, acts_on_proposals.pencil_in(session, proposal_id, who, because, now))


def _follow(session: Session, proposal_id: int, decided: ProposalView) -> ProposalView:
    if decided.outcome == Outcome.PENCILLED:
        cards.redraw_aims(session, session.get_one(Proposal, proposal_id).partnership_id)
    return decided
