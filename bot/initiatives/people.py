"""Who is in an initiative, and that each of them is asked, once, whether its next step happened.

A row of `Commitment` for each of them says so. It is of a round: another step begins another, in which the rows of the
last are over, so that no button of an old message is about a new step. They are asked in the one message a week about
all that they have taken on.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.db.statements import insert_once, refresh, rows_changed
from bot.initiatives import cards
from bot.models import DROPPED, HAPPENED, OVER, Commitment, Initiative, InitiativePerson, Member, Partnership
from bot.partnership import homes, members, partnerships
from bot.schedule import asking_days


def join(session: Session, partnership: Partnership, initiative: Initiative, member: Member, now: datetime) -> None:
    """The member is in it from now on, if not before."""
    if _let_in(session, initiative, member, now):
        _ask(session, partnership, initiative, [member], now)


def _let_in(session: Session, initiative: Initiative, member: Member, now: datetime) -> bool:
    """The member is in it; whether they were not before."""
    row = {
        "initiative_id": initiative.id,
        "user_id": member.user_id,
        "team_id": member.team_id,
        "partnership_id": initiative.partnership_id,
        "joined_at": now,
    }
    if not insert_once(session, InitiativePerson, [row], returning=InitiativePerson.user_id):
        return False
    _follow(session, initiative, member)
    return True


def leave(session: Session, initiative: Initiative, member: Member) -> None:
    """The member is in it no longer, and is not asked about it."""
    theirs = (InitiativePerson.initiative_id == initiative.id, InitiativePerson.user_id == member.user_id)
    asked = (Commitment.initiative_id == initiative.id, Commitment.member_id == member.id)
    others = update(Commitment).where(*asked, Commitment.outcome.is_distinct_from(DROPPED))
    session.execute(others.values(outcome=OVER, ask_at=None))
    if rows_changed(session, delete(InitiativePerson).where(*theirs)):
        _follow(session, initiative, member)


def _follow(session: Session, initiative: Initiative, member: Member) -> None:
    """The card, and the person's Home, say so."""
    cards.redraw(session, [initiative.id])
    homes.keep_home(session, member)


def release(session: Session, member: Member) -> None:
    """Somebody leaves, or is forgotten: they are in nothing that goes on, or may be put back."""
    theirs = (InitiativePerson.partnership_id == member.partnership_id, InitiativePerson.user_id == member.user_id)
    held = (
        select(Initiative)
        .join(InitiativePerson, InitiativePerson.initiative_id == Initiative.id)
        .where(*theirs, Initiative.ended_at.is_(None))
        .order_by(Initiative.id)
        .with_for_update(of=Initiative)
    )
    for initiative in session.scalars(held).all():
        leave(session, initiative, member)


def drop_absent(session: Session, initiative: Initiative) -> None:
    """It goes on again, without those who have left meanwhile."""
    here = select(Member.user_id).where(Member.partnership_id == initiative.partnership_id, *members.present())
    there = InitiativePerson.initiative_id == initiative.id
    session.execute(delete(InitiativePerson).where(there, InitiativePerson.user_id.not_in(here)))


def ask_anew(session: Session, partnership: Partnership, initiative: Initiative, now: datetime) -> None:
    """All who are in it are asked about the step there is now; about none, if there is none or it goes on no longer."""
    initiative.round += 1
    session.flush()
    before = update(Commitment).where(Commitment.initiative_id == initiative.id, Commitment.outcome.is_(None))
    session.execute(before.values(outcome=OVER, ask_at=None))
    there = select(Member).join(
        InitiativePerson,
        (InitiativePerson.partnership_id == Member.partnership_id) & (InitiativePerson.user_id == Member.user_id),
    )
    people = session.scalars(there.where(InitiativePerson.initiative_id == initiative.id, *members.present())).all()
    _ask(session, partnership, initiative, people, now)


def _ask(
    session: Session, partnership: Partnership, initiative: Initiative, people: Sequence[Member], now: datetime
) -> None:
    over = initiative.ended_at or initiative.undone_at or initiative.stepped_at
    if initiative.step is None or over is not None:
        return
    session.add_all(
        Commitment(
            partnership_id=partnership.id,
            member_id=member.id,
            initiative_id=initiative.id,
            answer=str(initiative.round),
            text=initiative.step,
            openly=True,
            taken_at=now,
            ask_at=asking_days.once_awake(_day(partnership, initiative, now), member.snoozed_until, partnership),
        )
        for member in people
    )
    session.flush()


def _day(partnership: Partnership, initiative: Initiative, now: datetime) -> datetime:
    """When they are asked: from the step's own day on, or in a fortnight if it has none."""
    if initiative.step_on is None:
        return asking_days.in_a_fortnight(partnership, now)
    tomorrow = partnerships.today(partnership, now) + timedelta(days=1)
    return asking_days.first_from(max(initiative.step_on, tomorrow), partnership)


def asked_at(session: Session, initiative: Initiative, member: Member) -> datetime | None:
    """When the member is asked about its step, if they still are to be."""
    theirs = (Commitment.initiative_id == initiative.id, Commitment.member_id == member.id)
    return session.scalar(select(Commitment.ask_at).where(*theirs, Commitment.ask_at.is_not(None)))


# What they say


def hold(session: Session, commitment: Commitment) -> Initiative | None:
    """The commitment, held, after the initiative whose step it is, if it is one: so all take the two."""
    initiative = None
    if commitment.initiative_id is not None:
        held = select(Initiative).where(Initiative.id == commitment.initiative_id).with_for_update()
        initiative = session.scalars(held.execution_options(populate_existing=True)).first()
    refresh(session, commitment, hold=True)
    return initiative


def asks(initiative: Initiative, commitment: Commitment) -> bool:
    """Whether it is about the step there is now: a button in a message about the last says nothing."""
    return commitment.answer == str(initiative.round)


def answered(
    session: Session,
    partnership: Partnership,
    member: Member,
    initiative: Initiative,
    commitment: Commitment,
    now: datetime,
) -> set[int]:
    """What follows from somebody's answer about its step; the messages that asked others about it.

    One who says that it happened says so for all. Who drops it is in it no longer.
    """
    asked = (Commitment.initiative_id == initiative.id, Commitment.answer == commitment.answer)
    others = (*asked, Commitment.id != commitment.id)
    if commitment.outcome == DROPPED:
        leave(session, initiative, member)
    else:
        _let_in(session, initiative, member, now)
    before = initiative.stepped_at
    if commitment.outcome == HAPPENED and initiative.stepped_at is None:
        initiative.stepped_at = now
        waiting = update(Commitment).where(*others, Commitment.outcome.is_(None))
        session.execute(waiting.values(outcome=HAPPENED, ask_at=None, answered_at=now))
    elif commitment.outcome is None and initiative.stepped_at is not None:
        initiative.stepped_at = None
        same = update(Commitment).where(*others, Commitment.outcome == HAPPENED)
        session.execute(same.values(outcome=None, answered_at=None))
        ask_at = _day(partnership, initiative, now)
        unasked = update(Commitment).where(*asked, Commitment.asked == 0, Commitment.outcome.is_(None))
        session.execute(unasked.values(ask_at=ask_at))
    if initiative.stepped_at == before:
        return set()
    cards.follow(session, initiative)
    return set(session.scalars(select(Commitment.post_id).where(*others, Commitment.post_id.is_not(None))))
