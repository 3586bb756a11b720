"""Finding people who may be asked to help with a blocker: whose skills fit, in other organisations, and not too often.

What is due is a column, `blockers.seek_at`: when it is posted, two working days after somebody was asked, sooner where
it has a day, a working day before that, and when a skill is newly offered. Every look is the same.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session

from bot.blockers import help_requests, hosts_news
from bot.cards import days_needed
from bot.db.statements import insert_once
from bot.lib.language import matching
from bot.models import Blocker, Help, Member, Partnership, Request, Skill
from bot.partnership import ask_budget, members, preferences
from bot.partnership.ask_budget import Turn
from bot.schedule import calendars
from bot.schedule.batches import Batch
from bot.schedule.calendars import working_days_after

MOST = 3
_REST = timedelta(days=7)  # between two questions to one person
_ANSWER_DAYS = 2  # working days that people have for an answer
_AT_LEAST = timedelta(hours=2)  # that they have where its day is near
_SETTLES = timedelta(minutes=10)  # in which whoever offers a skill may say that nobody is to ask for it


@dataclass(frozen=True)
class _Candidate:
    """Somebody with a skill they may be asked for."""

    member: Member
    skill_id: int
    words: matching.Read


@dataclass
class _Search:
    """A blocker for which help is sought, and who has been asked."""

    blocker: Blocker
    partnership: Partnership
    author: Member | None
    asked: list[Request]
    now: datetime
    suggested: bool = False  # whether somebody could perhaps help, whom its author may have asked

    @property
    def turn(self) -> Turn:
        return ask_budget.help_turn(self.blocker.needed_on, days_needed.today(self.now, self.partnership.zone))

    @property
    def day(self) -> date | None:
        """The day by which help is needed, unless it has gone by."""
        return self.blocker.needed_on if self.turn is Turn.HELP_BY_A_DAY else None

    @property
    def warns_at(self) -> datetime | None:
        return hosts_news.warns_at(self.blocker, self.partnership, self.now)

    def waits_until(self) -> datetime | None:
        """Until when its author may say where they are from or whom to ask, or those asked may answer.

        Hosts hear a working day before its day all the same, but for the first hours after the first ask.
        """
        if self.asked:
            times = [request.asked_at for request in self.asked]
            until = sooner = self._working_days_after(max(times), _ANSWER_DAYS)
            if self.warns_at:
                sooner = self.warns_at
                if self.blocker.hosts_told_at is None:
                    sooner = max(sooner, min(times) + _AT_LEAST)
        elif self.suggested or (self.author is not None and self.author.partner_id is None):
            until = self._working_days_after(self.blocker.raised_at, 1)
            sooner = self.warns_at or until
        else:
            return None
        return min(until, sooner) if min(until, sooner) > self.now else None

    def _working_days_after(self, when: datetime, number: int) -> datetime:
        return working_days_after(when, number, self.partnership.zone, calendars.of(self.partnership))


@dataclass
class _Candidates:
    """Who may be asked in some partnerships, and when they last were."""

    able: dict[int, list[_Candidate]]
    free: dict[Turn, dict[int, set[str]]]
    asked_at: dict[int, datetime]
    now: datetime

    def may_ask(self, member: Member, search: _Search) -> bool:
        """Within their week, not twice in seven days, and where they would hear of it while it still helps."""
        last = self.asked_at.get(member.id)
        heard_at = preferences.quiet_until(member, search.partnership.zone, self.now) or self.now
        return (
            member.user_id in self.free[search.turn].get(member.partnership_id, set())
            and (last is None or last <= self.now - _REST)
            and (search.day is None or days_needed.today(heard_at, search.partnership.zone) <= search.day)
        )

    def fit(self, search: _Search) -> list[_Candidate]:
        """Those to ask who have not been, whose skill surely fits: who was asked longest ago first; three in all."""
        asked = {request.member_id for request in search.asked}
        best: dict[int, tuple[float, _Candidate]] = {}
        for answer, candidate in self._answers(search, asked):
            if answer.sure and candidate.member.id not in asked:
                best.setdefault(candidate.member.id, (answer.score, candidate))
        long_ago = datetime.min.replace(tzinfo=self.now.tzinfo)
        fitting = sorted(
            best.values(),
            key=lambda pair: (
                -round(pair[0], 1),
                self.asked_at.get(pair[1].member.id, long_ago),
                -pair[0],
                pair[1].member.id,
            ),
        )
        return [candidate for _, candidate in fitting[: max(0, MOST - len(asked))]]

    def could_help(self, search: _Search) -> bool:
        """Whether there is anybody who could perhaps help."""
        return bool(self._answers(search, ()))

    def _answers(self, search: _Search, asked: Collection[int]) -> list[tuple[matching.Answer, _Candidate]]:
        """What the skills answer of those who have been asked or may be, the best first."""
        may_answer = [
            candidate
            for candidate in self.able[search.partnership.id]
            if candidate.member.id in asked
            or (elsewhere(candidate.member, search.author) and self.may_ask(candidate.member, search))
        ]
        answers = matching.answers(
            matching.read(search.blocker.text),
            [candidate.words for candidate in may_answer],
            [candidate.member.id for candidate in may_answer],
        )
        return [(answer, may_answer[answer.place]) for answer in answers]


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
    """Whoever fits and has not been is asked about what is stuck, and hosts hear where nobody has taken it on."""
    rows = session.execute(batch.of(_SOUGHT, Blocker.partnership_id), {"now": now, "limit": batch.most}).all()
    if not rows:
        return 0
    for blocker, _, _ in rows:
        blocker.seek_at = None
    searches = _look(session, rows, now)
    _ask(session, [search for search in searches if search.asked or search.waits_until() is None], now)
    unhelped = []
    for search in searches:
        search.blocker.seek_at = search.waits_until()
        if search.blocker.seek_at is None:
            unhelped.append((search.blocker, search.partnership))
    hosts_news.tell(session, unhelped, now)
    for blocker, partnership in unhelped:
        blocker.seek_at = hosts_news.warns_at(blocker, partnership, now)
    session.flush()
    return len(rows)


def look_again(session: Session, partnership_id: int, now: datetime) -> None:
    """A skill is newly offered: it is soon seen whether it helps with anything open that nobody is on."""
    taken = exists().where(Help.blocker_id == Blocker.id, Help.taken_at.is_not(None))
    still_open = select(Blocker).where(
        Blocker.partnership_id == partnership_id, Blocker.fixed_at.is_(None), Blocker.undone_at.is_(None), ~taken
    )
    soon = now + _SETTLES
    for blocker in session.scalars(still_open.order_by(Blocker.id).with_for_update(of=Blocker)):
        blocker.seek_at = min(blocker.seek_at or soon, soon)


def _look(session: Session, rows: Sequence[Any], now: datetime) -> list[_Search]:
    """What is open and nobody is on, what is needed soonest first."""
    ids = [blocker.id for blocker, _, _ in rows]
    asked: dict[int, list[Request]] = defaultdict(list)
    for request in session.scalars(select(Request).where(Request.blocker_id.in_(ids))):
        asked[request.blocker_id].append(request)
    taken = set(session.scalars(select(Help.blocker_id).where(Help.blocker_id.in_(ids), Help.taken_at.is_not(None))))
    searches = [
        _Search(blocker, partnership, author, asked[blocker.id], now)
        for blocker, partnership, author in rows
        if blocker.fixed_at is None and blocker.undone_at is None and blocker.id not in taken
    ]
    return sorted(searches, key=lambda search: (search.turn, search.day or date.max))


def _ask(session: Session, searches: Sequence[_Search], now: datetime) -> None:
    """As many are asked about each as make it three in all."""
    searches = [search for search in searches if len(search.asked) < MOST]
    if not searches:
        return
    partnerships = {search.partnership.id: search.partnership for search in searches}
    candidates = _candidates(session, list(partnerships.values()), {search.turn for search in searches}, now)
    people: dict[int, Member] = {}
    rows: list[dict[str, Any]] = []
    for search in searches:
        search.suggested = candidates.could_help(search)
        for candidate in candidates.fit(search):
            people[candidate.member.id] = candidate.member
            candidates.asked_at[candidate.member.id] = now
            rows.append(_row(search.blocker, candidate.member, candidate.skill_id, now))
    zones = {partnership.id: partnership.zone for partnership in partnerships.values()}
    requests = _requests(session, rows)
    for search in searches:
        search.asked += [request for request in requests if request.blocker_id == search.blocker.id]
    help_requests.send(session, requests, people, zones, now)


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


def _candidates(
    session: Session, partnerships: Sequence[Partnership], turns: Iterable[Turn], now: datetime
) -> _Candidates:
    ids = [partnership.id for partnership in partnerships]
    able: dict[int, list[_Candidate]] = defaultdict(list)
    for member, skill_id, name in session.execute(
        select(Member, Skill.id, Skill.name)
        .join(Skill, Skill.member_id == Member.id)
        .where(Skill.partnership_id.in_(ids), Skill.askable, Skill.removed_at.is_(None), *members.present())
        .order_by(Skill.id)
    ):
        able[member.partnership_id].append(_Candidate(member, skill_id, matching.read(name)))
    asked = session.execute(
        select(Request.member_id, func.max(Request.asked_at))
        .where(Request.partnership_id.in_(ids))
        .group_by(Request.member_id)
    )
    free = {turn: ask_budget.may_be_asked(session, partnerships, now, turn) for turn in turns}
    return _Candidates(able, free, dict(asked.all()), now)


def elsewhere(member: Member, author: Member | None) -> bool:
    """Whether they are of another organisation than whoever is stuck; of any, where nobody knows who that is."""
    if author is None:
        return True
    return None not in {member.partner_id, author.partner_id} and member.partner_id != author.partner_id


def ask_friend(session: Session, blocker: Blocker, friend: Member, now: datetime) -> bool:
    """Whether somebody a person thought of is asked too: within the same limits as everybody."""
    asked = select(Request.id).where(Request.blocker_id == blocker.id, Request.member_id == friend.id)
    return session.scalar(asked) is None and _ask_one(session, blocker, friend, None, now)


def ask_for_skill(session: Session, blocker: Blocker, skill_id: int, now: datetime) -> bool:
    """Whether the owner of a skill is asked, or has been: within the same limits as everybody, three in all."""
    owner = session.get_one(Member, session.get_one(Skill, skill_id).member_id)
    asked = set(session.scalars(select(Request.member_id).where(Request.blocker_id == blocker.id)))
    if owner.id in asked:
        return True
    if len(asked) >= MOST or not _ask_one(session, blocker, owner, skill_id, now):
        return False
    blocker.seek_at = now
    return True


def _ask_one(session: Session, blocker: Blocker, member: Member, skill_id: int | None, now: datetime) -> bool:
    """Whether they may be asked, and are."""
    place = session.scalars(
        select(Partnership).where(Partnership.id == blocker.partnership_id).with_for_update(key_share=True)
    ).one()
    author = session.get(Member, blocker.member_id) if blocker.member_id is not None else None
    search = _Search(blocker, place, author, [], now)
    on_it = select(Help.user_id).where(Help.blocker_id == blocker.id, Help.user_id == member.user_id)
    candidates = _candidates(session, [place], [search.turn], now)
    if not (candidates.may_ask(member, search) and elsewhere(member, author) and session.scalar(on_it) is None):
        return False
    requests = _requests(session, [_row(blocker, member, skill_id, now)])
    help_requests.send(session, requests, {member.id: member}, {place.id: place.zone}, now)
    return True
