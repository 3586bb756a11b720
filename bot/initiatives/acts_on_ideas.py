"""*Try it* on an idea, whole: hosts, or where they assent two organisations, make an initiative of it."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.ideas import acts_on_decisions, decide
from bot.ideas import entries as ideas
from bot.ideas.acts_on_decisions import Agreed
from bot.ideas.entries import IdeaView, Outcome
from bot.initiatives import acts, changes, endings
from bot.initiatives.changes import InitiativeEntry
from bot.initiatives.facts import InitiativeForm, InitiativeReceipt
from bot.lib.text import SENTENCE
from bot.models import Partnership
from bot.partnership.members import Who
from bot.slack.text import cut
from bot.vision.facts import AssentQuestion


def press_try(session: Session, idea_id: int, who: Who, now: datetime) -> InitiativeForm | IdeaView | AssentQuestion:
    """The form for the initiative, with the idea in it; where more have to assent, how it stands."""
    agreed = acts_on_decisions.agree(session, idea_id, who, Outcome.TRIED, now)
    if not isinstance(agreed, Agreed):
        return agreed
    text = cut(" ".join(agreed.idea.text.split()), SENTENCE)
    partnership = session.get_one(Partnership, agreed.partnership_id)
    return acts.form_for(session, partnership, text, about=str(agreed.idea.id))


def try_it(session: Session, idea_id: int, who: Who, entry: InitiativeEntry, now: datetime) -> InitiativeReceipt:
    """It is an initiative, and the idea's card and thread say so. Nobody is in it but who presses that they are."""
    partnership, member, idea = ideas.undecided(session, idea_id, who, now)
    decide.require_agreed(session, partnership, member, idea, Outcome.TRIED)
    initiative, new = changes.begin(session, partnership, member, entry, ideas.initiative_origin(idea.id), now)
    if not new:  # it was tried before
        changes.restore(session, partnership, member, initiative, now)
        endings.reopen(session, partnership, member, initiative, now)
        changes.change(session, partnership, member, initiative, entry, now)
    decide.try_it(session, idea, member, now)
    return acts.receipt(session, partnership, member, initiative, now, new_card=True)
