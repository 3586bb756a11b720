"""How those who carry an initiative on end it, whole: done and a win, dropped and why, or open again."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.initiatives import endings, entries
from bot.initiatives.entries import InitiativeView
from bot.initiatives.facts import DropForm
from bot.models import Member
from bot.partnership import organisation_choice
from bot.partnership.members import Who
from bot.vision import versions
from bot.wins import acts as win_acts
from bot.wins import aim
from bot.wins.consent import Audience
from bot.wins.entries import WinEntry
from bot.wins.facts import Receipt, WinForm


def done_form(session: Session, initiative_id: int, who: Who, now: datetime) -> WinForm:
    """The form for the win that it is, with everybody who was in it, their organisations, and its aim."""
    partnership, member, initiative = entries.carried_on(session, initiative_id, who, now)
    [shown] = entries.load(session, [initiative.id])
    others = [user_id for user_id in shown.people if user_id != member.user_id]
    here = (Member.partnership_id == partnership.id, Member.partner_id.is_not(None))
    shared = session.scalars(select(Member.partner_id).where(*here, Member.user_id.in_(others)).distinct()).all()
    in_force = versions.aims_in_force(session, partnership.id)
    return WinForm(
        partnership.channel_id,
        organisation_choice.choice(session, partnership, "").partners,
        replace(aim.pointing(session, in_force, initiative.aim_id), consent=Audience.INSIDE),
        initiative.text,
        others,
        [partner_id for partner_id in shared if partner_id is not None and partner_id != member.partner_id],
        str(initiative.id),
    )


def finish(session: Session, initiative_id: int, who: Who, entry: WinEntry, form: str, now: datetime) -> Receipt:
    """It is done, and a win; whoever records it shares in that if they were in it, or began it."""
    partnership, member, initiative = entries.carried_on(session, initiative_id, who, now)
    had_part = initiative.member_id == member.id or entries.is_in(session, initiative, member)
    origin = endings.win_origin(initiative.id, form)
    entry = replace(entry, author_shares=had_part)
    receipt = win_acts.record(session, partnership.channel_id, who, entry, origin, now)
    endings.finish(session, partnership, member, initiative, now)
    return receipt


def drop_form(session: Session, initiative_id: int, who: Who, now: datetime) -> DropForm:
    """The form that asks why it is dropped."""
    partnership, _, initiative = entries.carried_on(session, initiative_id, who, now)
    return DropForm(entries.load(session, [initiative.id])[0], partnership.channel_id)


def drop(session: Session, initiative_id: int, who: Who, because: str, now: datetime) -> InitiativeView:
    """It is dropped, and its card and thread say why."""
    partnership, member, initiative = entries.carried_on(session, initiative_id, who, now)
    return endings.drop(session, partnership, member, initiative, because, now)


def reopen(session: Session, initiative_id: int, who: Who, now: datetime) -> InitiativeView:
    """It goes on after all."""
    partnership, member, initiative = entries.standing(session, initiative_id, who, now)
    entries.require_part(session, initiative, member)
    return endings.reopen(session, partnership, member, initiative, now)
