"""Finding people who may be asked to help with a blocker: whose skills fit, in other organisations, and not too often.

What is due is a column, `blockers.seek_at`: when it is posted, and two working days after somebody was asked.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from bot.blockers import entries, help_requests
from bot.blockers.views import help_requests as view
from bot.db.statements import insert_once
from bot.hosts import role
from bot.lib.language import matching
from bot.models import Blocker, Help, Member, Partnership, Request, Skill
from bot.partnership import ask_budget, members
from bot.schedule import calendars
from bot.schedule.batches import Batch
from bot.schedule.calendars import working_days_after

WANTED = "help-wanted"  # kind of post
MOST = 3
_REST = timedelta(days=7)  # between two questions to one person
_ANSWER_DAYS = 2  # working days that people have for an answer


@dataclass(frozen=True)
class _Candidate:
    """Somebody with a skill they may be asked for."""

    member: Member
    skill_id: int
    words: Sequence[str]


@dataclass
class _Candidates:
    """Who may be asked in some partnerships, and when they last were."""

    able: dict[int, list[_Candidate]]
    free: dict[int, set[str]]
    asked_at: dict[int, datetime]
    now: datetime

    def may_ask(self, member: Member) -> bool:
        last = self.asked_at.get(member.id)
        return member.user_id in self.free.get(member.partnership_id, set()) and (
            last is None or last <= self.now - _REST
        )

    def fit(self, blocker: Blocker, author: Member | None) -> list[_Candidate]:
        """Those to ask: the best fit first, then whoever was asked longest ago; at most three."""
        words = matching.words(blocker.text)
        best: dict[int, tuple[float, _Candidate]] = {}
        for candidate in self.able[blocker.partnership_id]:
            score = matching.fit(candidate.words, words)
            known = best[candidate.member.id][0] if candidate.member.id in best else 0.0
            if score > known and _elsewhere(candidate.member, author) and self.may_ask(candidate.member):
                best[candidate.member.id] = score, candidate
        enough = matching.enough(max((score for score, _ in best.values()), default=0.0))
        fitting = [pair for pair in best.values() if pair[0] >= enough]
        long_ago = datetime.min.replace(tzinfo=self.now.tzinfo)
        fitting.sort(
            key=lambda pair: (
                -round(pair[0], 1),
                self.asked_at.get(pair[1].member.id, long_ago),
                -pair[0],
                pair[1].member.id,
            )
        )
        return [candidate for _, candidate in fitting[:MOST]]


@dataclass
class _Due:
    """Blockers looked at in one batch, and what is known of them."""

    requests: dict[int, list[Request]] = field(default_factory=lambda: defaultdict(list))
    taken: set[int] = field(default_factory=set)


_SOUGHT = (
    select(Blocker, Partnership, Member)
    .join(Partnership, Partnership.id == Blocker.partnership_id)
    .outerjoin(Member, Member.id == Blocker.member_id)
    .where(Blocker.seek_at <= bindparam("now"))
    .order_by(Blocker.seek_at, Blocker.id)
    .limit(bindparam("limit"))
    # The partnership is held too: two batches at a time could ask one person twice.
    .with_for_update(skip_locked=True, key_share=True, of=(Blocker, Partnership))
)


def seek(session: Session, *, now: datetime, batch: Batch) -> int:
    """People are asked about what is newly stuck, and hosts hear where nobody was found."""
    rows = session.execute(batch.of(_SOUGHT, Blocker.partnership_id), {"now": now, "limit": batch.most}).all()
    if not rows:
        return 0
    known = _look(session, [blocker.id for blocker, _, _ in rows])
    new: list[tuple[Blocker, Partnership, Member | None]] = []
    unhelped: list[tuple[Blocker, Partnership]] = []
    for blocker, partnership, author in rows:
        blocker.seek_at = None
        if blocker.fixed_at is not None or blocker.undone_at is not None or blocker.id in known.taken:
            continue
        if asked := known.requests[blocker.id]:
            until = _until(max(request.asked_at for request in asked), partnership)
            if until > now:
                blocker.seek_at = until
            else:
                unhelped.append((blocker, partnership))
        elif author is not None and author.partner_id is None and _day_later(blocker, partnership) > now:
            blocker.seek_at = _day_later(blocker, partnership)  # until then they may say where they are from
        else:
            new.append((blocker, partnership, author))
    unhelped += _ask(session, new, now)
    _tell_hosts(session, unhelped, now)
    session.flush()
    return len(rows)


def _until(asked_at: datetime, partnership: Partnership) -> datetime:
    return working_days_after(asked_at, _ANSWER_DAYS, partnership.zone, calendars.of(partnership))


def _day_later(blocker: Blocker, partnership: Partnership) -> datetime:
    return working_days_after(blocker.raised_at, 1, partnership.zone, calendars.of(partnership))


def _look(session: Session, blocker_ids: Sequence[int]) -> _Due:
    known = _Due()
    for request in session.scalars(select(Request).where(Request.blocker_id.in_(blocker_ids))):
        known.requests[request.blocker_id].append(request)
    taken = select(Help.blocker_id).where(Help.blocker_id.in_(blocker_ids), Help.taken_at.is_not(None))
    known.taken.update(session.scalars(taken))
    return known


def _ask(
    session: Session, new: Sequence[tuple[Blocker, Partnership, Member | None]], now: datetime
) -> list[tuple[Blocker, Partnership]]:
    """Up to three people are asked about each; returned are those for which there was nobody."""
    if not new:
        return []
    partnerships = {partnership.id: partnership for _, partnership, _ in new}
    candidates = _candidates(session, list(partnerships.values()), now)
    people: dict[int, Member] = {}
    rows: list[dict[str, Any]] = []
    unhelped: list[tuple[Blocker, Partnership]] = []
    for blocker, partnership, author in new:
        chosen = candidates.fit(blocker, author)
        for candidate in chosen:
            people[candidate.member.id] = candidate.member
            candidates.asked_at[candidate.member.id] = now
            rows.append(_row(blocker, candidate.member, candidate.skill_id, now))
        if chosen:
            blocker.seek_at = _until(now, partnership)
        else:
            unhelped.append((blocker, partnership))
    zones = {partnership.id: partnership.zone for partnership in partnerships.values()}
    help_requests.send(session, _requests(session, rows), people, zones, now)
    return unhelped


def _row(blocker: Blocker, member: Member, skill_id: int | None, now: datetime) -> dict[str, Any]:
    return {
        "partnership_id": blocker.partnership_id,
        "blocker_id": blocker.id,
        "member_id": member.id,
        "skill_id": skill_id,
        "asked_at": now,
    }


def _requests(session: Session, rows: Sequence[dict[str, Any]]) -> Sequence[Request]:
    """These people are asked, each once about a blocker."""
    made = insert_once(session, Request, rows, returning=Request.id, on=["blocker_id", "member_id"])
    return session.scalars(select(Request).where(Request.id.in_(made)).order_by(Request.id)).all()


def _candidates(session: Session, partnerships: Sequence[Partnership], now: datetime) -> _Candidates:
    ids = [partnership.id for partnership in partnerships]
    able: dict[int, list[_Candidate]] = defaultdict(list)
    for member, skill_id, name in session.execute(
        select(Member, Skill.id, Skill.name)
        .join(Skill, Skill.member_id == Member.id)
        .where(Skill.partnership_id.in_(ids), Skill.askable, Skill.removed_at.is_(None), *members.present())
        .order_by(Skill.id)
    ):
        able[member.partnership_id].append(_Candidate(member, skill_id, matching.words(name)))
    asked = session.execute(
        select(Request.member_id, func.max(Request.asked_at))
        .where(Request.partnership_id.in_(ids))
        .group_by(Request.member_id)
    )
    return _Candidates(able, ask_budget.may_be_asked(session, partnerships, now), dict(asked.all()), now)


def _elsewhere(member: Member, author: Member | None) -> bool:
    """Whether they are of another organisation than whoever is stuck; of any, where nobody knows who that is."""
    if author is None:
        return True
    return None not in {member.partner_id, author.partner_id} and member.partner_id != author.partner_id


def _tell_hosts(session: Session, unhelped: Sequence[tuple[Blocker, Partnership]], now: datetime) -> None:
    """Once a blocker."""
    unheard = [(blocker, partnership) for blocker, partnership in unhelped if blocker.hosts_told_at is None]
    views = entries.load(session, [blocker.id for blocker, _ in unheard])
    news: role.News = defaultdict(list)
    for shown, (blocker, partnership) in zip(views, unheard, strict=True):
        blocker.hosts_told_at = now
        news[partnership.id].append((view.for_hosts(shown, partnership.channel_id), WANTED, str(blocker.id)))
    if news:
        role.tell_each(session, news, now=now)


def ask_friend(session: Session, blocker: Blocker, friend: Member, now: datetime) -> bool:
    """Whether somebody a person thought of is asked too: within the same limits as everybody."""
    place = session.scalars(
        select(Partnership).where(Partnership.id == blocker.partnership_id).with_for_update(key_share=True)
    ).one()
    author = session.get(Member, blocker.member_id) if blocker.member_id is not None else None
    on_it = select(Help.user_id).where(Help.blocker_id == blocker.id, Help.user_id == friend.user_id)
    asked = select(Request.id).where(Request.blocker_id == blocker.id, Request.member_id == friend.id)
    candidates = _candidates(session, [place], now)
    if not (
        candidates.may_ask(friend)
        and _elsewhere(friend, author)
        and session.scalar(on_it) is None
        and session.scalar(asked) is None
    ):
        return False
    requests = _requests(session, [_row(blocker, friend, None, now)])
    help_requests.send(session, requests, {friend.id: friend}, {place.id: place.zone}, now)
    return True
