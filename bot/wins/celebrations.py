"""Celebrations: what is in one, and keeping a posted one true."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, case, func, select, update
from sqlalchemy.orm import Session

from bot.hosts import digest_entries
from bot.lib.refusals import GoneError, Refusal
from bot.models import Cheer, Credit, Partner, Post, Win
from bot.outbox import posts
from bot.partnership import audit_log, revisions
from bot.partnership.members import Who
from bot.schedule import timetable
from bot.schedule.timetable import Due
from bot.wins import entries, fair_share, spotlights
from bot.wins._spotlight_turns import appeared, last_celebrated
from bot.wins.entries import WinView
from bot.wins.spotlights import Lines
from bot.wins.views import celebration as view

WEEKLY, SINGLE, QUIET = "celebrations", "win", "quiet-week"  # kinds of post, the last a line of the hosts' digest


class AlreadyCelebratedError(Refusal):
    """The win has been celebrated, or somebody has just asked for it."""


def compose(session: Session, due: Sequence[Due], now: datetime) -> None:
    """Every partnership's celebration is written, or a line for its hosts where there is nothing to tell.

    A bounded number of statements, however many partnerships.
    """
    ids = [celebration.partnership_id for celebration in due]
    waiting = _waiting(session, ids)
    unseen = _longest_unseen(session, ids)
    spotlit = spotlights.waiting(session, ids)
    full: list[_Celebration] = []
    quiet: list[Due] = []
    for here in due:
        wins = waiting[here.partnership_id]
        lines = spotlit.get(here.partnership_id, [])
        if wins or lines:
            wins = fair_share.in_fair_order(wins, [partner.id for partner in unseen[here.partnership_id]])
            wins = fair_share.celebrated(wins, view.fitting(wins, [line for _, line in lines]))
            full.append(_Celebration(here.partnership_id, here.channel_id, WEEKLY, here.occasion, wins, lines))
        else:
            quiet.append(here)
    _post(session, full, now)
    _note_quiet_weeks(session, quiet, now)


def _note_quiet_weeks(session: Session, quiet: Sequence[Due], now: datetime) -> None:
    """The hosts hear that there was nothing: the same until somebody has shared a win."""
    ids = [here.partnership_id for here in quiet]
    last = last_wins(session, ids)
    since = [(partnership_id, str(last.get(partnership_id, 0))) for partnership_id in ids]
    digest_entries.note_each(session, since, kind=QUIET, now=now)


def last_wins(session: Session, partnership_ids: Collection[int]) -> dict[int, int]:
    """Each partnership's newest win."""
    if not partnership_ids:
        return {}
    rows = session.execute(
        select(Win.partnership_id, func.max(Win.id))
        .where(Win.partnership_id.in_(partnership_ids))
        .group_by(Win.partnership_id)
    )
    return {partnership_id: win_id for partnership_id, win_id in rows}  # noqa: C416  # a row is no pair to mypy


def _waiting(session: Session, partnership_ids: list[int]) -> dict[int, list[WinView]]:
    """Wins not yet celebrated, as they were recorded, held so that nobody celebrates or undoes them meanwhile."""
    rows = session.execute(
        select(Win.id, Win.partnership_id)
        .where(Win.partnership_id.in_(partnership_ids), Win.post_id.is_(None), Win.undone_at.is_(None))
        .order_by(Win.id)
        .with_for_update()
    ).all()
    wins = {win.id: win for win in entries.load(session, [row.id for row in rows])}
    by_partnership: dict[int, list[WinView]] = defaultdict(list)
    for row in rows:
        by_partnership[row.partnership_id].append(wins[row.id])
    return by_partnership


def _longest_unseen(session: Session, partnership_ids: list[int]) -> dict[int, list[Partner]]:
    """Every partner, the one unseen for longest first: by its last celebrated win, or else since it joined."""
    rows = session.execute(
        select(Partner)
        .where(Partner.partnership_id.in_(partnership_ids))
        .order_by(func.coalesce(last_celebrated(), Partner.joined_at), Partner.id)
    ).scalars()
    by_partnership: dict[int, list[Partner]] = defaultdict(list)
    for partner in rows:
        by_partnership[partner.partnership_id].append(partner)
    return by_partnership


def unseen(session: Session, partnership_ids: Collection[int], before: datetime) -> list[tuple[Partner, datetime]]:
    """Partners that are here and were last celebrated, or joined, before then; each with when, the longest first."""
    rows = session.execute(
        select(Partner, last_celebrated()).where(
            Partner.partnership_id.in_(partnership_ids),
            Partner.left_at.is_(None),
            Partner.removed_at.is_(None),
            Partner.joined_at <= before,
        )
    ).all()
    spotlit = {row[1]: row[2] for row in session.execute(appeared(partnership_ids))}
    seen = [
        (partner, max(filter(None, (at, spotlit.get(partner.id))), default=partner.joined_at)) for partner, at in rows
    ]
    return sorted(((partner, at) for partner, at in seen if at <= before), key=lambda each: (each[1], each[0].id))


@dataclass(frozen=True)
class _Celebration:
    """What is celebrated in one post."""

    partnership_id: int
    channel_id: str
    kind: str
    occasion: str
    wins: list[WinView]  # in fair order
    lines: Sequence[tuple[int, Lines]] = ()  # each with its spotlight's id

    def new_post(self) -> posts.NewPost:
        token, weekly = posts.new_token(), self.kind == WEEKLY
        lines = [partner_lines for _, partner_lines in self.lines]
        message = view.celebration(self.wins, cheers=0, weekly=weekly, token=token, lines=lines)
        return posts.NewPost(self.partnership_id, self.kind, self.occasion, self.channel_id, message, token)


def _post(session: Session, full: Sequence[_Celebration], now: datetime) -> int:
    """How many of them are new; their wins and spotlights stand there from now on."""
    made = posts.write_all(session, [celebration.new_post() for celebration in full], now)
    posted = [(celebration, post_id) for celebration, post_id in zip(full, made, strict=True) if post_id is not None]
    spotlights.stand(
        session, {spotlight_id: post_id for celebration, post_id in posted for spotlight_id, _ in celebration.lines}
    )
    places = [
        {"id": win.id, "post_id": post_id, "turn": place}
        for celebration, post_id in posted
        for place, win in enumerate(celebration.wins)
    ]
    if places:
        session.execute(update(Win), places)
    return len(posted)


def celebrate_now(session: Session, win_id: int, who: Who, now: datetime) -> None:
    """The win is celebrated on its own, at once; it will not be celebrated again."""
    partnership, member, win = entries.editable(session, win_id, who, now)
    if win.undone_at is not None:
        raise GoneError
    if win.post_id is not None:
        raise AlreadyCelebratedError
    occasion = f"{win.id}.{revisions.count(session, Win, win.id)}"
    wins = entries.load(session, [win.id])
    alone = _Celebration(partnership.id, partnership.channel_id, SINGLE, occasion, wins)
    if not _post(session, [alone], now):
        raise AlreadyCelebratedError
    if win.member_id != member.id:
        audit_log.record(session, member, "win.celebrated", now)


def _cheers(session: Session, post_id: int) -> int:
    return session.scalars(select(func.count()).select_from(Cheer).where(Cheer.post_id == post_id)).one()


def redraw(session: Session, post_id: int) -> None:
    """The post is made to say what is so now; with nothing left to celebrate it is taken away."""
    post = session.get_one(Post, post_id, with_for_update=True)
    wins = _of_post(session, post_id)
    lines = spotlights.standing(session, post_id)
    if not wins and not lines:
        posts.revise(session, post_id, None)
        return
    message = view.celebration(
        wins,
        cheers=_cheers(session, post_id),
        weekly=post.kind == WEEKLY,
        token=post.token,
        lines=lines,
    )
    posts.revise(session, post_id, message)


def _of_post(session: Session, post_id: int) -> list[WinView]:
    """What is celebrated there, in fair order."""
    ids = select(Win.id).where(Win.post_id == post_id, Win.undone_at.is_(None)).order_by(Win.turn, Win.id)
    return entries.load(session, session.scalars(ids).all())


def not_shown(session: Session, post: Post) -> list[WinView]:
    """What is celebrated in the post and does not fit there, in fair order."""
    wins = _of_post(session, post.id)
    return wins[view.fitting(wins, spotlights.standing(session, post.id)) :]


_JOINT = select(Credit.win_id).where(Credit.win_id == Win.id).offset(1).limit(1).exists()
_WAITING = select(func.count(), func.count(case((_JOINT, 1)))).where(
    Win.partnership_id == bindparam("partnership"), Win.post_id.is_(None), Win.undone_at.is_(None)
)


def count_waiting(session: Session, partnership_id: int) -> tuple[int, int]:
    """How many wins wait for the next celebration, and how many of them are joint."""
    number, joint = session.execute(_WAITING, {"partnership": partnership_id}).one()
    return number, joint


def next_for(session: Session, partnership_id: int) -> datetime | None:
    return timetable.next_at(session, partnership_id, WEEKLY)
