"""Wins recorded in sets are those that each by itself would have been: the same answers, and the same rows."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.db.sets import LEFT
from bot.lib.refusals import Refusal
from bot.models import Aim, Credit, Member, Partner, Partnership, Post, Schedule, Spotlight, Thanks, Vision, Win
from bot.partnership import members, partners, partnerships
from bot.partnership.members import NOWHERE, Who
from bot.partnership.partners import PartnerEntry, Sector
from bot.partnership.partnerships import NewPartnership
from bot.wins import acts, fair_share
from bot.wins.consent import Audience
from bot.wins.entries import AimAndConsent, WinEntry
from bot.wins.facts import Receipt
from bot.wins.sets.record import Call, record_all
from tests.databases import ENGINES

pytestmark = pytest.mark.database

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
HOME, OTHER, NO_HOME = "C0HOME", "C0OTHER", "C0NONE"
PLAIN = [Who("T1", "U0ANNA"), Who("T2", "U0BEN"), Who("T1", "U0FAY")]
UNPLAIN = {
    "unplaced": Who("T1", "U0CARA"),
    "placed by a host": Who("T1", "U0DAN"),
    "gone": Who("T2", "U0EVE"),
    "never thanked": Who("T2", "U0GIL"),
    "offered the spotlight": Who("T1", "U0HAL"),
    "named only": Who("T2", "U0IDA"),
    "many wins today": Who("T1", "U0JO"),
    "a stranger": Who("T9", "U0KIM"),
}
EVERYBODY = [*PLAIN, *UNPLAIN.values()]
_towns = count()


def _settle(session: Session, *, aims: bool, drifting: bool) -> None:
    for channel in (HOME, OTHER):
        here = partnerships.start(session, NewPartnership("T0", channel, channel, "Europe/London"), PLAIN[0], NOW)
        host = members.admit(session, here, PLAIN[0], NOW)
        alder = partners.join(session, here, host, PartnerEntry("Alder Trust", Sector.VOLUNTARY), NOW)
        birch = partners.join(
            session, here, members.admit(session, here, PLAIN[1], NOW), PartnerEntry("birch", None), NOW
        )
        partners.join(
            session,
            here,
            members.admit(session, here, PLAIN[2], NOW),
            PartnerEntry("Cedar School", Sector.VOLUNTARY),
            NOW,
        )
        for who in EVERYBODY[3:-1]:
            member = members.admit(session, here, who, NOW)
            member.partner_id = (alder if who.team_id == "T1" else birch).id
            member.partner_by = "person"
        session.flush()
        for member in session.scalars(select(Member).where(Member.partnership_id == here.id)):
            member.thanks_told_at = NOW
        known = {who: members.admit(session, here, who, NOW) for who in EVERYBODY[:-1]}
        known[UNPLAIN["unplaced"]].partner_id = None
        known[UNPLAIN["placed by a host"]].partner_by = "host"
        known[UNPLAIN["gone"]].left_at = NOW
        known[UNPLAIN["never thanked"]].thanks_told_at = None
        known[UNPLAIN["offered the spotlight"]].invited_at = NOW - timedelta(days=1)
        known[UNPLAIN["named only"]].seen_at = None
        if aims:
            vision = Vision(partnership_id=here.id, number=1, text="Near", member_id=host.id, since=NOW - timedelta(9))
            session.add(vision)
            session.flush()
            session.add(Aim(partnership_id=here.id, vision_id=vision.id, number=1, text="Open doors"))
        told = {"member_id": known[UNPLAIN["many wins today"]].id, "partnership_id": here.id, "text": "We met"}
        for number in range(fair_share.A_DAY - 1):
            at = NOW - timedelta(hours=1)
            no_aim_at = NOW if drifting else None
            session.add(Win(**told, origin=f"before:{number}", recorded_at=at, no_aim_at=no_aim_at))
        session.add(_offer(here, known[UNPLAIN["offered the spotlight"]], alder.id))
        for who in known:
            lane = f"home:{who.user_id}"
            session.add(_home(here, who, lane))


def _offer(here: Partnership, to: Member, partner_id: int) -> Spotlight:
    """The spotlight, offered yesterday."""
    offered_at = NOW - timedelta(days=1)
    return Spotlight(
        partnership_id=here.id, occasion="w", turn=1, partner_id=partner_id, member_id=to.id, offered_at=offered_at
    )


def _home(here: Partnership, who: Who, lane: str) -> Post:
    rest: dict[str, Any] = {"method": None, "written_at": NOW, "text": "", "token": f"{lane}{here.id}", "blocks": []}
    return Post(partnership_id=here.id, kind="home", occasion=lane, lane=lane, channel=who.user_id, **rest)


_ODD = ("author", "thanked", "where", "text", "consent", "no share", "channel", "origin")


@st.composite
def _calls(draw: st.DrawFn) -> Call:
    """A plain call, or one that is odd in one respect alone: whatever looks past that shows it."""
    odd = draw(st.sampled_from([*_ODD, "nothing", "nothing"]))
    channel = draw(st.sampled_from([OTHER, NO_HOME])) if odd == "channel" else HOME
    who = draw(st.sampled_from([*UNPLAIN.values()] if odd == "author" else PLAIN))
    thanked = draw(st.lists(st.sampled_from(PLAIN), max_size=2))
    if odd == "thanked":
        thanked.append(draw(st.sampled_from([*UNPLAIN.values()])))
    at = draw(st.sampled_from([channel, NOWHERE])) if odd == "where" else None
    people = tuple(Who(whom.team_id, whom.user_id, at) for whom in thanked)
    plain = st.sampled_from(["We opened", "Thanks to Birch and Alder Trust", " A bus\x00 stops "])
    text = draw(st.sampled_from(["..", "\u200b", ""]) if odd == "text" else plain)
    wanted = AimAndConsent(consent=Audience.PARTNERS) if odd == "consent" else AimAndConsent()
    entry = WinEntry(text, people, aim_and_consent=wanted, author_shares=odd != "no share")
    origin = (
        draw(st.sampled_from(["before:1", "form:1", "command:2"])) if odd == "origin" else f"command:{draw(_NUMBERS)}"
    )
    return channel, Who(who.team_id, who.user_id, channel), entry, origin, NOW


_NUMBERS = st.integers(2, 99)
Answer = Receipt | str


def _by_itself(on: Engine, call: Call) -> Answer:
    """What the rule answers, or refuses with."""
    try:
        with Session(on, expire_on_commit=False) as session, session.begin():
            return acts.record(session, *call)
    except Refusal as refusal:
        return type(refusal).__name__


def _together(on: Engine, calls: Sequence[Call]) -> list[Receipt]:
    with Session(on, expire_on_commit=False) as session, session.begin():
        return record_all(session, calls)


def _answers(on: Engine, answers: Sequence[Answer]) -> list[Any]:
    """The answers, with wins by their origins instead of their numbers."""
    origins = {row.id: (row.partnership_id, row.origin) for row in _all(on, Win.id, Win.partnership_id, Win.origin)}
    return [
        answer if isinstance(answer, str) else (origins[answer.win.id], str(answer).replace(f"id={answer.win.id},", ""))
        for answer in answers
    ]


def _all(on: Engine, *columns: Any) -> list[Any]:
    with Session(on) as session:
        return list(session.execute(select(*columns)))


def _rows(on: Engine) -> dict[str, list[str]]:
    """All that an act may have written, without what differs from one run to the next: numbers and tokens."""
    wins = {row.id: f"{row.partnership_id} {row.origin}" for row in _all(on, Win.id, Win.partnership_id, Win.origin)}
    read = {
        "wins": _all(
            on, Win.partnership_id, Win.origin, Win.text, Win.member_id, Win.recorded_at, Win.consent, Win.undone_at
        ),
        "credits": [
            (wins[row[0]], *row[1:]) for row in _all(on, Credit.win_id, Credit.partner_id, Credit.partnership_id)
        ],
        "thanks": [(wins[row[0]], *row[1:]) for row in _all(on, Thanks.win_id, Thanks.user_id, Thanks.team_id)],
        "people": _all(
            on,
            Member.user_id,
            Member.partner_id,
            Member.seen_at,
            Member.left_at,
            Member.asked_at,
            Member.thanks_told_at,
        ),
        "spotlights": _all(on, Spotlight.partnership_id, Spotlight.answer, Spotlight.answered_at),
        "partners": _all(on, Partner.name, Partner.partnership_id),
        "posts": _all(on, Post.kind, Post.occasion, Post.method, Post.channel, Post.partnership_id),
        "schedules": _all(on, Schedule.kind, Schedule.partnership_id, Schedule.next_at, Schedule.held),
    }
    return {name: sorted(map(str, rows)) for name, rows in read.items()}


@given(calls=st.lists(_calls(), min_size=4, max_size=12), aims=st.booleans(), drifting=st.booleans())
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_a_set_is_what_its_acts_are_one_by_one(
    new_database: Callable[[], str], calls: list[Call], *, aims: bool, drifting: bool
) -> None:
    together, apart = (ENGINES(new_database()) for _ in range(2))
    for on in (together, apart):
        with Session(on) as session, session.begin():
            _settle(session, aims=aims, drifting=drifting)

    done = _together(together, calls)
    taken = [call for call, answer in zip(calls, done, strict=True) if answer is not LEFT]
    left = [call for call, answer in zip(calls, done, strict=True) if answer is LEFT]
    answers: list[Answer] = [answer for answer in done if answer is not LEFT]
    answers += [_by_itself(together, call) for call in left]
    expected = [_by_itself(apart, call) for call in (*taken, *left)]

    assert _answers(together, answers) == _answers(apart, expected)
    assert _rows(together) == _rows(apart)
    for on in (together, apart):
        on.dispose()
