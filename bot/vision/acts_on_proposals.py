"""What a person does with a proposal: pencilling it in, rubbing it out, offering it again, and saying why."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.models import Member, Partnership, Proposal
from bot.partnership import homes, members, organisation_choice
from bot.partnership.members import Who
from bot.vision import cards, decide, proposals
from bot.vision.assents import NoOrganisationError
from bot.vision.facts import AssentQuestion, DecisionForm, ExplanationForm
from bot.vision.proposals import ProposalView, StaleError


def press(
    session: Session, proposal_id: int, who: Who, channel: str | None, now: datetime, *, pencil: bool
) -> DecisionForm | ProposalView | AssentQuestion:
    """The form to decide in; where organisations assent the press is the assent, and this is what became of it."""
    partnership, member, proposal = proposals.hold(session, proposal_id, who, channel, now)
    if pencil and partnership.by_assent:
        try:
            return _pencil_in(session, partnership, member, proposal, None, now)
        except NoOrganisationError:
            choice = organisation_choice.choice(session, partnership, member.team_id)
            return AssentQuestion(choice, partnership.id)
    own = proposal.member_id == member.id
    if pencil or not own:
        members.require_host(member)
    shown = proposals.load(session, proposal)
    if pencil and shown.stale:
        raise StaleError(shown)
    return DecisionForm(shown, partnership.channel_id, pencil, own)


def pencil_in(session: Session, proposal_id: int, who: Who, because: str, now: datetime) -> ProposalView:
    """It is in force from now on, if this person may say so."""
    partnership, member, proposal = proposals.hold(session, proposal_id, who, None, now)
    return _pencil_in(session, partnership, member, proposal, because, now)


def _pencil_in(
    session: Session, partnership: Partnership, member: Member, proposal: Proposal, because: str | None, now: datetime
) -> ProposalView:
    decide.pencil_in(session, partnership, member, proposal, because, now)
    return _follow(session, member, proposal, now)


def rub_out(session: Session, proposal_id: int, who: Who, because: str, now: datetime) -> ProposalView:
    """It is kept, and no longer up for decision."""
    _, member, proposal = proposals.hold(session, proposal_id, who, None, now)
    decide.rub_out(session, member, proposal, because, now)
    return _follow(session, member, proposal, now)


def offer_again(session: Session, proposal_id: int, who: Who, channel: str | None, now: datetime) -> ProposalView:
    """What touches words that have changed since is offered on the version in force; else it stands as it stood."""
    partnership, member, proposal = proposals.hold(session, proposal_id, who, channel, now)
    shown = proposals.load(session, proposal)
    if not shown.stale:
        return shown
    renewed = decide.renew(session, partnership, member, proposal, now)
    _follow(session, member, proposal, now)
    return renewed


def explanation_form(session: Session, proposal_id: int, who: Who, now: datetime) -> ExplanationForm:
    """The form in which whoever decided says why."""
    partnership, _, proposal = proposals.hold_decided(session, proposal_id, who, now)
    return ExplanationForm(proposals.load(session, proposal), partnership.channel_id)


def explain(session: Session, proposal_id: int, who: Who, because: str, now: datetime) -> ProposalView:
    """Why it was decided so stands on its card."""
    _, member, proposal = proposals.hold_decided(session, proposal_id, who, now)
    decide.explain(session, member, proposal, because, now)
    return cards.redraw(session, proposal)


def _follow(session: Session, member: Member, proposal: Proposal, now: datetime) -> ProposalView:
    """The room hears what became of it, and the Home of whoever decided is made stale."""
    shown = cards.announce(session, proposal, now)
    homes.keep_home(session, member)
    return shown
