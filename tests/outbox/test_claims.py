"""What may be sent now, and by whom: claims on rows in every state, and when the next may be made."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.models import Member, Pace, Partnership, Post
from bot.outbox import claims
from bot.outbox.claims import HOME_PACE, PACE, WRONG, Claim
from bot.outbox.posts import DELETE, POST, PUBLISH, UPDATE, Fate
from tests.outbox.rows import EARLIER, LATER, LEASE, SECOND, WALL, Rows
from tests.world import MONDAY

LONG = timedelta(seconds=30)


def _claimed(rows: Rows, wall: Any = WALL, limit: int = 50) -> list[Claim]:
    made = claims.claim(rows.session, wall, LONG, limit)
    rows.session.expire_all()
    return made


def _occasions(rows: Rows, wall: Any = WALL, limit: int = 50) -> list[str]:
    by_id = {post.id: post.occasion for post in rows.session.scalars(select(Post))}
    return [by_id[claim.id] for claim in _claimed(rows, wall, limit)]


def _held(rows: Rows, **until: Any) -> None:
    rows.session.add_all([Pace(key=key.replace("_", "."), free_at=at) for key, at in until.items()])
    rows.session.flush()


def _uninstalled(rows: Rows, partnership: int) -> None:
    rows.session.execute(update(Partnership).where(Partnership.id == partnership).values(uninstalled_at=MONDAY))


def test_a_claim_has_all_that_a_call_needs(rows: Rows) -> None:
    card = rows.standing("card", partnership=2, ts="7.8")
    below = rows.post(
        "a", partnership=2, channel="C2", thread_id=card.id, file_id="F1", picture={"x": []}, team_id="T9"
    )
    [claim] = _claimed(rows)
    assert asdict(claim) == {
        "id": below.id,
        "partnership_id": 2,
        "kind": "celebrations",
        "method": POST,
        "channel": "C2",
        "place": None,
        "ts": None,
        "text": "We did it",
        "blocks": below.blocks,
        "token": below.token,
        "version": 1,
        "attempts": 1,
        "tried_at": None,
        "thread_id": card.id,
        "file_id": "F1",
        "claimed_at": WALL,
        "lease_until": WALL + LONG,
        "team_id": "T9",
        "home_team_id": None,
        "thread_ts": "7.8",
    }
    assert rows.state(below, "lease_until", "attempts", "tried_at") == (WALL + LONG, 1, WALL)


def test_a_changed_message_goes_with_its_partnerships_token_to_where_it_stands(rows: Rows) -> None:
    post = rows.post("a", partnership=2, channel="U1", method=UPDATE, ts="1.2", place="D1", version=4, tried_at=EARLIER)
    [claim] = _claimed(rows)
    assert (claim.method, claim.ts, claim.place, claim.version, claim.team_id) == (UPDATE, "1.2", "D1", 4, "T2")
    assert (claim.thread_id, claim.thread_ts, claim.tried_at) == (None, None, EARLIER)
    assert rows.state(post, "tried_at") == (None,), "what may be done twice is never in doubt"


def test_a_home_goes_to_the_workspace_of_who_looks_at_it(rows: Rows) -> None:
    for partnership, team in ((1, "T7"), (2, "T8")):
        known = {"partnership_id": partnership, "team_id": team, "user_id": "U1"}
        rows.session.add(Member(**known, joined_at=MONDAY))
    rows.post("a", "home", "U1", partnership=2, method=PUBLISH)
    rows.post("b", "help", "U1", partnership=2)
    assert {claim.kind: claim.home_team_id for claim in _claimed(rows, limit=1)} == {"home": "T8"}
    rows.session.execute(update(Post).where(Post.kind == "home").values(method=None))
    assert {claim.kind: claim.home_team_id for claim in _claimed(rows, WALL + PACE + HOME_PACE)} == {"help": None}


def test_a_thread_whose_first_message_never_came_is_none(rows: Rows) -> None:
    card = rows.lost("card")
    rows.post("a", thread_id=card.id)
    rows.post("b", channel="C5")
    assert [(claim.thread_id, claim.thread_ts) for claim in _claimed(rows)] == [(card.id, None), (None, None)]


@pytest.mark.parametrize(
    ("state", "attempts", "tried_at"),
    [
        ({"attempts": 2}, 3, WALL),
        ({"attempts": 2, "lease_until": WALL}, 2, WALL),
        ({"attempts": 2, "tried_at": EARLIER}, 3, EARLIER),
        ({"attempts": 2, "method": DELETE, "ts": "1.2", "tried_at": EARLIER}, 3, None),
    ],
)
def test_tries_are_counted_unless_somebody_died_over_one_and_doubt_is_as_old_as_the_first(
    rows: Rows, state: dict[str, Any], attempts: int, tried_at: Any
) -> None:
    post = rows.post("a", **state)
    [claim] = _claimed(rows)
    assert claim.attempts == attempts
    assert rows.state(post, "attempts", "tried_at", "lease_until") == (attempts, tried_at, WALL + LONG)


def test_in_a_lane_they_go_in_order_and_of_the_lanes_the_longest_pending_first(rows: Rows) -> None:
    rows.post("second of C1", owed_at=EARLIER - SECOND)
    rows.post("C5", channel="C5", owed_at=EARLIER)
    rows.post("first of C1", owed_at=EARLIER - 2 * SECOND)
    rows.post("C6", channel="C6", owed_at=EARLIER - SECOND)
    rows.post("C7", channel="C7", owed_at=EARLIER)
    rows.standing("done", channel="C8")
    assert _occasions(rows, limit=2) == ["first of C1", "C6"]
    assert _occasions(rows) == ["C5", "C7"]
    assert _occasions(rows) == []


def test_fifty_at_a_time(rows: Rows) -> None:
    for number in range(51):
        rows.post(str(number), channel=f"C{number}", method=UPDATE, ts="1.2")
    assert len(claims.claim(rows.session, WALL, LONG)) == 50
    assert len(claims.claim(rows.session, WALL, LONG)) == 1


@pytest.mark.parametrize("column", ["ready_at", "lease_until"])
@pytest.mark.parametrize(
    ("until", "free"),
    [(None, True), (WALL, True), (WALL + SECOND, False), (WALL + WRONG, False), (WALL + WRONG + SECOND, True)],
)
def test_what_is_put_off_or_being_sent_is_free_then_or_where_a_clock_was_wrong(
    rows: Rows, column: str, until: Any, *, free: bool
) -> None:
    rows.post("a", **{column: until})
    rows.post("b", owed_at=LATER)
    assert _occasions(rows) == (["a"] if free else []), "what comes after it in the lane does not overtake it"


def test_partnerships_that_speak_with_one_person_hold_each_other_up_no_longer_than_a_message(rows: Rows) -> None:
    rows.post("a", "help", "U1", ready_at=LATER, owed_at=EARLIER - SECOND)
    rows.post("b", "help", "U1", partnership=2)
    assert _occasions(rows) == ["b"]
    rows.session.execute(update(Post).values(ready_at=None, lease_until=None))
    assert _occasions(rows, LATER) == ["a"]


@pytest.mark.parametrize(
    ("state", "free"),
    [
        ({"method": POST}, False),
        ({"method": UPDATE, "ts": "1.2"}, False),
        ({"method": DELETE, "ts": "1.2"}, True),
        ({"method": POST, "file_id": "F1"}, True),
    ],
)
def test_a_message_waits_for_its_picture(rows: Rows, state: dict[str, Any], *, free: bool) -> None:
    rows.post("a", picture={"series": []}, **state)
    assert _occasions(rows) == (["a"] if free else [])


def test_where_pencil_was_removed_nothing_goes_but_by_way_of_another_workspace(rows: Rows) -> None:
    _uninstalled(rows, 1)
    rows.post("a", "help", "U1")
    rows.post("b", "help", "U1", owed_at=LATER, team_id="T9")
    rows.post("c", "help", "U2", partnership=2)
    assert _occasions(rows) == ["c", "b"]


@pytest.mark.paced
def test_a_channel_has_one_message_a_second_and_a_person_one_home_in_ten(rows: Rows) -> None:
    rows.post("a"), rows.post("b"), rows.post("u", channel="C5", method=UPDATE, ts="1.2")
    rows.post("home:U1", "home", "U1", method=PUBLISH, lane="home:U1")
    assert set(_occasions(rows)) == {"a", "u", "home:U1"}
    paces = {pace.key: pace.free_at for pace in rows.session.scalars(select(Pace))}
    assert paces == {"C1": WALL + PACE, "home:U1": WALL + HOME_PACE}
    rows.session.execute(update(Post).where(Post.occasion != "b").values(method=None))
    assert _occasions(rows, WALL + PACE - SECOND / 10) == []
    assert _occasions(rows, WALL + PACE) == ["b"]


@pytest.mark.parametrize(
    ("until", "free"), [(WALL, True), (WALL + SECOND, False), (WALL + WRONG, False), (WALL + WRONG + SECOND, True)]
)
def test_a_lane_or_a_method_is_free_then_or_where_a_clock_was_wrong(rows: Rows, until: Any, *, free: bool) -> None:
    _held(rows, C1=until, home=until, chat_delete=until)
    rows.post("a"), rows.post("b", channel="C5", method=DELETE, ts="1.2")
    rows.post("c", "home", "U1", method=PUBLISH, lane="home")
    rows.post("d", lane="home", channel="C6", method=UPDATE, ts="1.2", partnership=2)
    assert set(_occasions(rows)) == ({"a", "b", "c"} if free else {"d"})


def test_a_lane_that_somebody_else_has_just_taken_is_theirs(rows: Rows) -> None:
    _held(rows, C1=LATER, C5=EARLIER)
    taken = claims._take_lanes(rows.session, {"C1": PACE, "C5": PACE, "C6": HOME_PACE}, WALL)
    assert taken == {"C5", "C6"}
    rows.session.expire_all()
    paces = {pace.key: pace.free_at for pace in rows.session.scalars(select(Pace))}
    assert paces == {"C1": LATER, "C5": WALL + PACE, "C6": WALL + HOME_PACE}
    assert claims._take_lanes(rows.session, {}, WALL) == set()


@pytest.mark.parametrize(
    ("state", "held", "ready"),
    [
        ({}, {}, WALL),
        ({"ready_at": EARLIER}, {}, EARLIER),
        ({"ready_at": LATER}, {}, LATER),
        ({"lease_until": LEASE}, {}, LEASE),
        ({"ready_at": LATER, "lease_until": LEASE}, {}, LATER),
        ({}, {"C1": LATER}, LATER),
        ({"method": PUBLISH}, {"C1": LATER}, LATER),
        ({"method": UPDATE, "ts": "1.2"}, {"C1": LATER}, WALL),
        ({"method": UPDATE, "ts": "1.2"}, {"chat_update": LATER}, LATER),
        ({}, {"chat_postMessage": LATER, "C1": LEASE}, LATER),
        ({"ready_at": WALL + WRONG}, {}, WALL + WRONG),
        ({"ready_at": WALL + WRONG + SECOND}, {}, WALL),
        ({"ready_at": WALL + WRONG + SECOND, "lease_until": LEASE}, {}, LEASE),
        ({"method": None}, {}, None),
    ],
)
def test_the_next_may_be_sent_when_all_that_it_waits_for_is_over(
    rows: Rows, state: dict[str, Any], held: dict[str, Any], ready: Any
) -> None:
    _held(rows, **held)
    rows.post("a", **state)
    assert claims.next_ready(rows.session, WALL) == ready


def test_the_next_is_the_first_of_its_lane_and_of_a_workspace_that_has_pencil(rows: Rows) -> None:
    assert claims.next_ready(rows.session, WALL) is None
    rows.post("a", ready_at=LATER, owed_at=EARLIER - SECOND)
    rows.post("b")
    assert claims.next_ready(rows.session, WALL) == LATER
    rows.post("c", partnership=2, channel="C2", lease_until=LEASE)
    assert claims.next_ready(rows.session, WALL) == LEASE
    _uninstalled(rows, 2)
    assert claims.next_ready(rows.session, WALL) == LATER
    rows.lost("d", Fate.REFUSED, channel="C9")
    assert claims.next_ready(rows.session, WALL) == LATER
