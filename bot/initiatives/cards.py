"""An initiative's card in the channel, and the word in its thread."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.cards import posted
from bot.initiatives import entries
from bot.initiatives.entries import InitiativeView
from bot.initiatives.views import initiative as view
from bot.models import Initiative, Partnership
from bot.outbox import posts
from bot.partnership import homes

KIND, NOTE = "initiative", "initiative-note"  # kinds of post
_NEWEST = 20  # as many as are redrawn at once: Slack takes only so many


def post(session: Session, partnership: Partnership, initiative: Initiative, now: datetime) -> None:
    """The initiative gets a new card, and everybody's Home says so."""
    card = view.card(entries.load(session, [initiative.id])[0])
    posted.post(session, initiative, KIND, partnership.channel_id, card, now)
    homes.keep_homes(session, partnership.id)


def redraw(session: Session, initiative_ids: Sequence[int]) -> list[InitiativeView]:
    """The cards say what is so now."""
    session.flush()
    shown = entries.load(session, initiative_ids)
    cards = {each.post_id: None if each.undone else view.card(each) for each in shown if each.post_id is not None}
    if cards:
        posts.revise_all(session, cards)
    return shown


def follow(session: Session, initiative: Initiative) -> InitiativeView:
    """Its card, and everybody's Home, say what is so now."""
    homes.keep_homes(session, initiative.partnership_id)
    return redraw(session, [initiative.id])[0]


def redraw_aims(session: Session, partnership_id: int) -> None:
    """The newest that go on say what their aim is called by now, or that it is one no longer."""
    under_an_aim = (Initiative.partnership_id == partnership_id, entries.is_running(), Initiative.aim_id.is_not(None))
    newest = select(Initiative.id).where(*under_an_aim).order_by(Initiative.id.desc()).limit(_NEWEST)
    if initiative_ids := session.scalars(newest).all():
        redraw(session, initiative_ids)
        homes.keep_homes(session, partnership_id)


def tell_thread(session: Session, initiative: InitiativeView, now: datetime) -> None:
    """Those in it hear in the thread that it was dropped, and why."""
    posted.reply(session, initiative.post_id, NOTE, view.dropped_note(initiative), now)
