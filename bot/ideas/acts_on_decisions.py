"""What hosts, and where they assent organisations, do with an idea, whole: propose it, put it off, open it again."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.ideas import cards, decide, entries
from bot.ideas.entries import IdeaView, Outcome
from bot.ideas.facts import NotNowForm
from bot.models import Partnership
from bot.partnership import organisation_choice
from bot.partnership.members import Who
from bot.slack.text import cut
from bot.vision import acts as vision_acts
from bot.vision import aims
from bot.vision.assents import NoOrganisationError
from bot.vision.facts import AssentQuestion, ProposalForm
from bot.vision.proposals import ProposalView
from bot.vision.propose import ProposalEntry


@dataclass(frozen=True)
class Agreed:
    """An idea of which this may become what the press was for."""

    idea: IdeaView
    partnership_id: int


def deciding(session: Session, idea_id: int, who: Who, now: datetime) -> IdeaView:
    """The idea, for somebody who has a say in what becomes of it."""
    partnership, member, idea = entries.undecided(session, idea_id, who, now)
    decide.require_say(partnership, member)
    return entries.load(session, [idea.id])[0]


def press_propose(session: Session, idea_id: int, who: Who, now: datetime) -> ProposalForm | IdeaView | AssentQuestion:
    """The form for the change, with the idea as one more aim; where more have to assent, how it stands."""
    agreed = agree(session, idea_id, who, Outcome.PROPOSED, now)
    if not isinstance(agreed, Agreed):
        return agreed
    more = cut(" ".join(agreed.idea.text.split()), aims.AIM)
    form = vision_acts.propose_form(session, str(agreed.partnership_id), "", who, now, more)
    return replace(form, about=f"{form.about}.{agreed.idea.id}")


def agree(
    session: Session, idea_id: int, who: Who, outcome: Outcome, now: datetime
) -> Agreed | IdeaView | AssentQuestion:
    """That this may become of it by now; else how it stands, or the question which organisation agrees."""
    partnership, member, idea = entries.undecided(session, idea_id, who, now)
    try:
        agreed = decide.agree(session, partnership, member, idea, outcome, now)
    except NoOrganisationError:
        return AssentQuestion(organisation_choice.choice(session, partnership, member.team_id), partnership.id)
    [shown] = cards.redraw(session, [idea.id]) if partnership.by_assent else entries.load(session, [idea.id])
    return Agreed(shown, partnership.id) if agreed else shown


def propose(
    session: Session, idea_id: int, who: Who, entry: ProposalEntry, base_id: int | None, origin: str, now: datetime
) -> ProposalView:
    """The change is proposed, and the idea's card and thread say so."""
    partnership, member, idea = entries.undecided(session, idea_id, who, now)
    decide.require_agreed(session, partnership, member, idea, Outcome.PROPOSED)
    made = vision_acts.make_proposal(session, partnership.channel_id, who, entry, base_id, origin, now)
    decide.propose(session, idea, member, now)
    return made


def press_not_now(session: Session, idea_id: int, who: Who, now: datetime) -> NotNowForm | IdeaView | AssentQuestion:
    """The form that asks why not now; where more have to assent, how it stands."""
    agreed = agree(session, idea_id, who, Outcome.NOT_NOW, now)
    if not isinstance(agreed, Agreed):
        return agreed
    return NotNowForm(agreed.idea, session.get_one(Partnership, agreed.partnership_id).channel_id)


def put_off(session: Session, idea_id: int, who: Who, because: str, now: datetime) -> IdeaView:
    """It is not taken on now, and its card and thread say why."""
    partnership, member, idea = entries.undecided(session, idea_id, who, now)
    decide.require_agreed(session, partnership, member, idea, Outcome.NOT_NOW)
    return decide.put_off(session, idea, member, because, now)


def reopen(session: Session, idea_id: int, who: Who, now: datetime) -> IdeaView:
    """It waits for a decision again."""
    _, member, idea = entries.standing(session, idea_id, who, now)
    return decide.reopen(session, idea, member, now)
