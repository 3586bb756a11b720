"""Authors whose wins a report would quote are asked, privately and once for each win.

Hosts hear how many wins one could ask about, whoever of their authors is asked: who is not, and who says no, shows
nowhere.
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
_FEWEST = 3  # people asked, and not asked, below which no number of them is told


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


def ask(
    session: Session, partnership: Partnership, period: Period, audience: Audience, now: datetime
) -> tuple[int, int]:
    """Each author whose week has room is asked about their newest wins; how many are asked, and how many are not."""
    rows = session.execute(
        select(Win.id, Win.text, Win.asked_id, Member)
        .join(Member, Member.id == Win.member_id)
        .where(*_unquoted(partnership, period, audience))
        .order_by(Win.recorded_at.desc(), Win.id.desc())
    ).all()
    authors = {member.id: member for _, _, _, member in rows}
    wins: dict[int, list[AskedWin]] = defaultdict(list)
    for win_id, text, asked_id, member in rows:
        if asked_id is None and len(wins[member.id]) < view.MOST:
            wins[member.id].append(AskedWin(win_id, text, allowed=False))
    room = ask_budget.may_be_asked(session, [partnership], now, Turn.AUTHORS)[partnership.id]
    room -= _asked_lately(session, partnership, now)
    people = [member for member in authors.values() if wins[member.id] and member.user_id in room]
    monday = partnerships.today(partnership, now)
    monday -= timedelta(days=monday.weekday())
    asks = []
    for member in people:
        token = posts.new_token()
        message = view.question(wins[member.id], audience, token)
        asks.append(
            ask_budget.Ask(member, partnership.zone, message, KIND, f"{audience}:{member.id}:{monday}", token=token)
        )
    made = ask_budget.put(session, asks, now)
    for member, post_id in zip(people, made, strict=True):
        if post_id is not None:
            ids = [win.id for win in wins[member.id]]
            session.execute(update(Win).where(Win.id.in_(ids)).values(asked_id=post_id))
    number = sum(post_id is not None for post_id in made)
    return number, len(authors) - number


def _asked_lately(session: Session, partnership: Partnership, now: datetime) -> set[str]:
    """Who has had such a message in the last four weeks."""
    lately = (Post.partnership_id == partnership.id, Post.kind == KIND, Post.written_at > now - _REST)
    return set(session.scalars(select(Post.channel).where(*lately)))


def number_shown(asked: int, others: int) -> int | None:
    """How many people were asked, where that says nothing of anybody: enough were, and enough were not."""
    return asked if asked >= _FEWEST and others >= _FEWEST else None


def audience_of(post: Post) -> Audience:
    """For whose reports the message asks."""
    return Audience(post.occasion.partition(":")[0])


def wins_of(session: Session, post: Post, member: Member) -> Sequence[Win]:
    """The author's wins that the message asks about, as far as they stand; held for changing."""
    theirs = (Win.asked_id == post.id, Win.member_id == member.id, Win.undone_at.is_(None))
    return session.scalars(select(Win).where(*theirs).order_by(Win.id).with_for_update()).all()


def shown(session: Session, member: Member, wins: Sequence[Win], audience: Audience) -> list[AskedWin]:
    """The wins as their author sees them: whether they may be quoted now, and whom they name plainly."""
    known = plain_names.known(session, member)
    return [
        AskedWin(win.id, win.text, win.consent in audience.reads, plain_names.in_words(win.text, known)) for win in wins
    ]
