"""The welcome: to whoever is new in a home channel, or back there after a long absence."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.blockers import entries
from bot.blockers.entries import BlockerView
from bot.db.statements import rows_changed
from bot.habits import entries as habits
from bot.home.views import welcome as view
from bot.models import Blocker, Help, Member, Partner, Partnership
from bot.outbox import posts
from bot.partnership import organisation_choice, partners, why
from bot.pulse import ballots, status
from bot.vision import versions

WELCOME, BACK = "welcome", "welcome-back"  # kinds of post
NEW = timedelta(days=1)  # somebody who was known before that has found the way in already
AWAY = timedelta(days=28)  # after so long there is something to catch up on


def greet(
    session: Session, partnership: Partnership, member: Member, gone_since: datetime | None, now: datetime
) -> None:
    """Who is new is welcomed, once; who is back after a long absence is offered what has happened meanwhile."""
    if _is_new(session, member, now):
        _welcome(session, partnership, member, now)
    elif gone_since is not None and gone_since <= now - AWAY:
        new_post = posts.NewPost(
            partnership.id,
            BACK,
            f"{member.id}:{now.isoformat()}",
            member.user_id,
            view.back(partnership.name, partnership.id, gone_since, partnership.zone),
        )
        posts.write(session, new_post, now)


def _is_new(session: Session, member: Member, now: datetime) -> bool:
    """Whether the person is to be welcomed; asked twice, the answer is yes once."""
    reached = rows_changed(
        session,
        update(Member)
        .where(
            Member.id == member.id,
            Member.welcomed_at.is_(None),
            Member.seen_at > now - NEW,
            Member.host.is_(False),
        )
        .values(welcomed_at=now),
    )
    return reached == 1


def _welcome(session: Session, partnership: Partnership, member: Member, now: datetime) -> None:
    """Pending at once, whatever quiet hours there are: it answers what the person has just done."""
    member.asked_at = now
    reason, aim = why.current(session, partnership.id), versions.in_force(session, partnership.id)
    organisation = partners.of(session, member)
    newest = status.latest(session, partnership.id)
    pulse = status.load(session, newest, partnership) if newest else None
    if pulse is None or not pulse.is_open:
        newest = pulse = None
    message = view.welcome(
        view.Welcome(
            partnership_id=partnership.id,
            name=partnership.name,
            zone=partnership.zone,
            why=reason.text if reason else None,
            vision=aim.text if aim else None,
            habit=next((habit.text for habit in habits.newest(session, partnership, 1).newest), None),
            choice=organisation_choice.choice(session, partnership, member.team_id),
            organisation=organisation.name if organisation else None,
            away=_away(organisation),
            open_blocker=_untaken(session, partnership, member),
            pulse=pulse,
            invited=newest is not None and ballots.invited(session, newest.id, member.id) is not None,
        )
    )
    new_post = posts.NewPost(partnership.id, WELCOME, str(member.id), member.user_id, message)
    posts.write(session, new_post, now)


def _away(organisation: Partner | None) -> tuple[int, datetime] | None:
    if organisation is None or organisation.left_at is None:
        return None
    return organisation.id, organisation.left_at


def _untaken(session: Session, partnership: Partnership, member: Member) -> BlockerView | None:
    """The newest open blocker that nobody has taken on."""
    taken = select(Help.blocker_id).where(Help.blocker_id == Blocker.id, Help.taken_at.is_not(None)).exists()
    blocker_id = session.scalar(
        select(Blocker.id)
        .where(
            Blocker.partnership_id == partnership.id,
            Blocker.fixed_at.is_(None),
            Blocker.undone_at.is_(None),
            func.coalesce(Blocker.member_id, 0) != member.id,
            ~taken,
        )
        .order_by(Blocker.id.desc())
        .limit(1)
    )
    return entries.load(session, [blocker_id])[0] if blocker_id is not None else None
