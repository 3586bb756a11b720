"""Authors whose wins a report would quote are asked, privately and once for each win.

Hosts hear about how many wins one could ask, whether that has been done or not, and how many people are asked now. Who
they are, who isn't, and who says no shows nowhere.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.lib.periods import Period
from bot.mentions import plain_names
from bot.models import Member, Partnership, Post, Win
from bot.outbox import posts
from bot.partnership import ask_budget, members, partnerships
from bot.partnership.ask_budget import Turn
from bot.report.views import authors as view
from bot.report.views.authors import AskedWin
from bot.wins.consent import Audience

KIND = "authors"  # of post
_REST = timedelta(days=28)  # between two of them to the same person


def count_askable(session: Session, partnership: Partnership, period: Period, audience: Audience) -> int:
    """About how many wins of the period their authors could be asked, whether they have been or not."""
    wins = select(Win.id).join(Member, Member.id == Win.member_id).where(*_unquoted(partnership, period, audience))
    return session.scalars(select(func.count()).select_from(wins.subquery())).one()


def _unquoted(partnership: Partnership, period: Period, audience: Audience) -> tuple[Any, ...]:
    """Wins that stand, are not for this audience, and whose author is here."""
    return (
        Win.partnership_id == partnership.id,
        Win.recorded_at >= period.begins,
        Win.recorded_at < period.ends,
        Win.undone_at.is_(None),
        Win.consent.not_in(audience.reads),
        *members.present(),
    )


def ask(session: Session, partnership: Partnership, period: Period, audience: Audience, now: datetime) -> int:
    """Each author whose week has room is asked about their newest wins; how many people that is."""
    _hold(session, partnership)
    wins = _unasked(session, partnership, period, audience)
    room = ask_budget.may_be_asked(session, [partnership], now, Turn.AUTHORS)[partnership.id]
    room -= _asked_lately(session, partnership, now)
    people = [member for member in wins if member.user_id in room]
    today = partnerships.today(partnership, now)
    monday = today - timedelta(days=today.weekday())
    asks = [
        ask_budget.Ask(
            member,
            partnership.zone,
            view.question(wins[member], audience, token),
            KIND,
            f"{audience}:{member.id}:{monday}",
            token,
        )
        for member in people
        for token in [posts.new_token()]
    ]
    number = 0
    for member, post_id in zip(people, ask_budget.put(session, asks, now), strict=True):
        if post_id is not None:
            ids = [win.id for win in wins[member]]
            session.execute(update(Win).where(Win.id.in_(ids)).values(asked_id=post_id))
            number += 1
    return number


def _hold(session: Session, partnership: Partnership) -> None:
    """Hosts who ask at once ask one after the other, so that nobody is asked twice in a week."""
    session.execute(select(Partnership.id).where(Partnership.id == partnership.id).with_for_update(key_share=True))


def _unasked(
    session: Session, partnership: Partnership, period: Period, audience: Audience
) -> dict[Member, list[AskedWin]]:
    """Each author's newest wins about which nobody has asked yet, as many as a message holds."""
    newest_first = func.row_number().over(partition_by=Win.member_id, order_by=(Win.recorded_at.desc(), Win.id.desc()))
    unasked = (
        select(Win.id, newest_first.label("place"))
        .join(Member, Member.id == Win.member_id)
        .where(*_unquoted(partnership, period, audience), Win.asked_id.is_(None))
        .subquery()
    )
    rows = session.execute(
        select(Win.id, Win.text, Member)
        .join(unasked, unasked.c.id == Win.id)
        .join(Member, Member.id == Win.member_id)
        .where(unasked.c.place <= view.MOST)
        .order_by(unasked.c.place, Win.id)
    )
    wins: dict[Member, list[AskedWin]] = defaultdict(list)
    for win_id, text, member in rows:
        wins[member].append(AskedWin(win_id, text, allowed=False))
    return wins


def _asked_lately(session: Session, partnership: Partnership, now: datetime) -> set[str]:
    """Who has had such a message in the last four weeks."""
    lately = (Post.partnership_id == partnership.id, Post.kind == KIND, Post.written_at > now - _REST)
    return set(session.scalars(select(Post.channel).where(*lately)))


def audience_of(post: Post) -> Audience:
    """For whose reports the message asks."""
    return Audience(post.occasion.partition(":")[0])


def wins_of(session: Session, post: Post, member: Member) -> Sequence[Win]:
    """The author's wins that the message asks about, as far as they stand, the newest first; held for changing."""
    theirs = (Win.asked_id == post.id, Win.member_id == member.id, Win.undone_at.is_(None))
    newest_first = (Win.recorded_at.desc(), Win.id.desc())
    return session.scalars(select(Win).where(*theirs).order_by(*newest_first).with_for_update()).all()


def shown(session: Session, member: Member, wins: Sequence[Win], audience: Audience) -> list[AskedWin]:
    """The wins as their author sees them: whether they may be quoted now, and whom they name plainly."""
    known = plain_names.known(session, member)
    return [
        AskedWin(win.id, win.text, win.consent in audience.reads, plain_names.in_words(win.text, known)) for win in wins
    ]
