"""What a person does about ideas, whole: share one, like it, offer help with it, change what is theirs."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.cards import drafts
from bot.cards.days_needed import Typed
from bot.cards.drafts import DraftKey
from bot.cards.nameless import Key
from bot.db.statements import insert_once, rows_changed
from bot.ideas import cards, changes, entries
from bot.ideas.facts import IdeaDraft, IdeaForm, IdeaList, IdeaReceipt
from bot.lib.refusals import GoneError
from bot.models import Idea, IdeaHelper, IdeaLike, Partnership
from bot.partnership import members, organisation_choice, partnerships
from bot.partnership.members import Who
from bot.slack.forms import untruncated


def listing(session: Session, about: str, channel: str, who: Who) -> IdeaList:
    """What is open, the newest first; a button may name the partnership it is `about`."""
    partnership = partnerships.resolve(session, about, channel, who) if about else partnerships.find(session, channel)
    return IdeaList(*entries.list_open(session, partnership.id))


def new_form(session: Session, about: str, channel: str, who: Who) -> IdeaForm:
    """The form for a new idea, from a button that may name the partnership."""
    return IdeaForm(partnerships.resolve(session, about, channel, who).channel_id)


# Before it is posted


def draft(session: Session, channel: str, who: Who, text: str, now: datetime) -> IdeaDraft:
    """A draft that its author alone sees, for people who belong here. Who that is goes no further."""
    partnership = partnerships.find(session, channel)
    members.visit(session, partnership, who)
    key, kept = drafts.make(session, partnership, Typed(text), now)
    return IdeaDraft(str(key), kept.text)


def preview(session: Session, key: DraftKey, who: Who) -> IdeaDraft:
    """A draft as it is, where it was not sure before that it is an idea."""
    return IdeaDraft(str(key), drafts.find(session, key, who).typed.text)


def redraft_form(session: Session, key: DraftKey, who: Who) -> IdeaForm:
    """The form for changing a draft."""
    kept = drafts.find(session, key, who)
    return IdeaForm(kept.partnership.channel_id, kept.typed.text, str(key))


def redraft(session: Session, key: DraftKey, who: Who, text: str) -> IdeaDraft:
    """The draft in other words."""
    kept = drafts.find(session, key, who)
    changed = drafts.change(session, kept, key, Typed(untruncated(text, kept.typed.text)))
    return IdeaDraft(str(key), changed.text)


def post(session: Session, draft_key: DraftKey, who: Who, now: datetime, *, named: bool) -> IdeaReceipt:
    """The draft is an idea now, with its author's name or without: then nothing here leads back to them."""
    kept = drafts.find(session, draft_key, who)
    partnership = kept.partnership
    author = members.admit(session, partnership, who, now) if named else None
    key = changes.post(session, kept, author, now)
    organisations = organisation_choice.ask_if_due(session, partnership, author, now) if author else None
    return IdeaReceipt(entries.load(session, [key.id])[0], str(key), partnership.id, organisations)


# Its card


def like(session: Session, idea_id: int, who: Who, now: datetime) -> bool:
    """The card counts one more who likes it, once a person: false where they are counted already."""
    partnership, _, idea = entries.undecided(session, idea_id, who, now)
    liked = insert_once(session, IdeaLike, [_of(idea, partnership, who)], returning=IdeaLike.user_id)
    if liked:
        cards.redraw(session, [idea.id])
    return bool(liked)


def unlike(session: Session, idea_id: int, who: Who, now: datetime) -> None:
    """The card counts the person no longer, whatever has been decided meanwhile."""
    _, _, idea = entries.standing(session, idea_id, who, now)
    theirs = (IdeaLike.idea_id == idea.id, IdeaLike.user_id == who.user_id)
    if rows_changed(session, delete(IdeaLike).where(*theirs)):
        cards.redraw(session, [idea.id])


def offer_help(session: Session, idea_id: int, who: Who, now: datetime) -> IdeaReceipt:
    """The card names the person as somebody who would help."""
    partnership, member, idea = entries.undecided(session, idea_id, who, now)
    row = {**_of(idea, partnership, who), "offered_at": now}
    insert_once(session, IdeaHelper, [row], returning=IdeaHelper.user_id)
    [shown] = cards.redraw(session, [idea.id])
    organisations = organisation_choice.ask_if_due(session, partnership, member, now)
    return IdeaReceipt(shown, str(idea.id), partnership.id, organisations)


def step_back(session: Session, idea_id: int, who: Who, now: datetime) -> None:
    """The card names the person no longer, whatever has been decided meanwhile."""
    _, _, idea = entries.standing(session, idea_id, who, now)
    theirs = (IdeaHelper.idea_id == idea.id, IdeaHelper.user_id == who.user_id)
    session.execute(delete(IdeaHelper).where(*theirs))
    cards.redraw(session, [idea.id])


def _of(idea: Idea, partnership: Partnership, who: Who) -> dict[str, object]:
    """A person beside an idea."""
    return {"idea_id": idea.id, "user_id": who.user_id, "team_id": who.team_id, "partnership_id": partnership.id}


# Changing it


def edit_form(session: Session, key: Key, who: Who) -> IdeaForm:
    """The form for changing an idea's words."""
    partnership, idea, _ = entries.editable(session, key, who)
    if idea.undone_at is not None:
        raise GoneError
    return IdeaForm(partnership.channel_id, idea.text, str(key))


def change(session: Session, key: Key, who: Who, text: str, now: datetime) -> IdeaReceipt:
    """The idea in its new words; how it was is kept."""
    partnership, idea, by = entries.editable(session, key, who)
    return IdeaReceipt(changes.change(session, idea, by, untruncated(text, idea.text), now), str(key), partnership.id)


def undo(session: Session, key: Key, who: Who, now: datetime) -> IdeaReceipt:
    """The idea is taken back, and can be put back."""
    partnership, idea, by = entries.editable(session, key, who)
    return IdeaReceipt(changes.undo(session, idea, by, now), str(key), partnership.id)


def restore(session: Session, key: Key, who: Who, now: datetime) -> IdeaReceipt:
    """The idea is there again."""
    partnership, idea, by = entries.editable(session, key, who)
    return IdeaReceipt(changes.restore(session, partnership, idea, by, now), str(key), partnership.id)
