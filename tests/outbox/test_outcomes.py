"""What is recorded of a call to Slack, on a row in each state; and that nobody records it for somebody else's row."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.models import Pace, Post
from bot.outbox import channels, outcomes
from bot.outbox.claims import FURTHEST, PACE, WRONG
from bot.outbox.outcomes import Delivered
from bot.outbox.posts import DELETE, POST, PUBLISH, UPDATE, Fate
from tests.outbox.rows import EARLIER, HOUR, LATER, LEASE, SECOND, WALL, Rows, claimed
from tests.world import MONDAY

NOW = MONDAY + timedelta(days=1)
ANOTHERS = {"lease_until": LATER}
CLEARED = ("reason", "lease_until", "tried_at", "ready_at", "attempts")
AT = WALL + SECOND


def _paces(rows: Rows) -> dict[str, Any]:
    return {pace.key: pace.free_at for pace in rows.session.scalars(select(Pace))}


def _sent(rows: Rows, post: Post, **other: Any) -> None:
    known: dict[str, Any] = {"claim": claimed(post), "ts": "3.4", "place": "C1", "at": AT}
    outcomes.sent(rows.session, [Delivered(**{**known, **other})], NOW)


def test_what_slack_took_stands_there_and_nothing_is_pending(rows: Rows) -> None:
    post, other = rows.leased("a"), rows.leased("b")
    _sent(rows, post)
    assert rows.state(post, "method", "ts", "place", "sent_at", "fate") == (None, "3.4", "C1", NOW, Fate.SENT)
    assert rows.state(post, *CLEARED) == (None, None, None, None, 0)
    assert rows.state(post, "owed_at", "version") == (EARLIER, 1)
    assert rows.state(other, "method", "ts", "lease_until") == (POST, None, LEASE)


def test_what_stood_there_before_has_done_so_since_then(rows: Rows) -> None:
    post = rows.leased("a", method=UPDATE, ts="1.2", place="C1", sent_at=MONDAY, fate=Fate.SENT)
    _sent(rows, post, ts="1.2")
    assert rows.state(post, "method", "ts", "sent_at") == (None, "1.2", MONDAY)


@pytest.mark.parametrize(
    ("state", "ts", "following"),
    [
        ({"version": 2}, "3.4", UPDATE),
        ({"version": 2, "text": None}, "3.4", DELETE),
        ({"version": 2, "method": UPDATE, "ts": "3.4"}, "3.4", UPDATE),
        ({"version": 2, "method": PUBLISH}, None, PUBLISH),
        ({"version": 1, "text": None}, "3.4", None),
        ({"version": 1, "method": PUBLISH}, None, None),
    ],
)
def test_what_should_read_otherwise_by_now_is_pending_next(
    rows: Rows, state: dict[str, Any], ts: str | None, following: str | None
) -> None:
    post = rows.leased("a", **state)
    _sent(rows, post, claim=replace(claimed(post), version=1), ts=ts)
    owed_at = AT if state["version"] == 2 else EARLIER
    assert rows.state(post, "method", "ts", "fate", "owed_at") == (following, ts, Fate.SENT, owed_at)


def test_what_was_found_in_slack_may_read_otherwise(rows: Rows) -> None:
    post = rows.leased("a")
    _sent(rows, post, already_there=True)
    assert rows.state(post, "method", "ts", "owed_at") == (UPDATE, "3.4", AT)


@pytest.mark.parametrize("version", [1, 2])
def test_what_was_deleted_is_gone_whatever_it_should_read_by_now(rows: Rows, version: int) -> None:
    post = rows.leased("a", method=DELETE, ts="1.2", fate=Fate.SENT, version=version)
    _sent(rows, post, claim=replace(claimed(post), version=1), ts="1.2")
    assert rows.state(post, "method", "ts", "fate") == (None, None, Fate.DROPPED)


def test_a_message_stands_where_slack_says_also_where_the_channel_has_another_id_by_now(rows: Rows) -> None:
    direct, moved = rows.leased("a", channel="U1"), rows.leased("b", channel="C9")
    _sent(rows, direct, place="D1")
    _sent(rows, moved, claim=replace(claimed(moved), channel="C1"))
    assert (rows.state(direct, "place"), rows.state(moved, "place")) == (("D1",), ("C9",))


@pytest.mark.parametrize(
    ("state", "recorded"),
    [({}, True), ({"ts": "1.2"}, False), ({"method": UPDATE}, False), ({"method": DELETE, "ts": "1.2"}, False)],
)
def test_where_a_new_message_stands_is_true_whoever_has_the_row_by_now(
    rows: Rows, state: dict[str, Any], *, recorded: bool
) -> None:
    post = rows.leased("a", **state)
    _sent(rows, post, claim=claimed(post, **ANOTHERS))
    assert rows.state(post, "ts", "lease_until") == (("3.4", None) if recorded else (state.get("ts"), LEASE))


def test_several_are_recorded_each_as_its_own(rows: Rows) -> None:
    first, second = rows.leased("a"), rows.leased("b", channel="C2")
    came = [Delivered(claimed(second), "5.6", "C2", AT), Delivered(claimed(first), "3.4", "C1", AT)]
    outcomes.sent(rows.session, came, NOW)
    assert (rows.state(first, "ts", "place"), rows.state(second, "ts", "place")) == (("3.4", "C1"), ("5.6", "C2"))


@pytest.mark.paced
@pytest.mark.parametrize(
    ("method", "after", "found", "waits"),
    [
        (POST, 0.1, False, False),
        (POST, 0.2, False, True),
        (POST, 0.1, True, True),
        (UPDATE, 5, False, False),
        (PUBLISH, 5, False, False),
    ],
)
def test_after_a_message_that_came_late_the_next_waits_its_second(
    rows: Rows, method: str, after: float, *, found: bool, waits: bool
) -> None:
    post, at = rows.leased("a", method=method), WALL + timedelta(seconds=after)
    rows.session.add(Pace(key="C1", free_at=EARLIER))
    rows.session.flush()
    _sent(rows, post, at=at, already_there=found)
    rows.session.expire_all()
    assert _paces(rows) == {"C1": at + PACE - timedelta(seconds=0.1) if waits else EARLIER}


@pytest.mark.paced
def test_late_messages_of_several_channels_hold_up_each_its_own(rows: Rows) -> None:
    posts = [rows.leased(channel, channel=channel) for channel in ("C2", "C1")]
    outcomes.sent(rows.session, [Delivered(claimed(post), "3.4", post.channel, AT) for post in posts], NOW)
    free_at = AT + PACE - timedelta(seconds=0.1)
    assert _paces(rows) == {"C1": free_at, "C2": free_at}


def test_what_is_put_off_is_tried_again_then_and_is_in_doubt_if_it_may_have_arrived(rows: Rows) -> None:
    columns = ("ready_at", "reason", "lease_until", "tried_at", "attempts", "method")
    known, doubtful, asked, far, another = (rows.leased(name) for name in "abcde")
    outcomes.put_off(rows.session, claimed(known), LATER, "timeout")
    assert rows.state(known, *columns) == (LATER, "timeout", None, None, 2, POST)
    outcomes.put_off(rows.session, claimed(doubtful), LATER, "timeout", in_doubt=True)
    assert rows.state(doubtful, *columns) == (LATER, "timeout", None, WALL, 2, POST)
    outcomes.put_off(rows.session, claimed(asked), LATER, "ratelimited", asked_to=True)
    assert rows.state(asked, *columns) == (LATER, "ratelimited", None, None, 1, POST)
    outcomes.put_off(rows.session, claimed(far), WALL + 9 * HOUR, "timeout")
    assert rows.state(far, "ready_at") == (WALL + FURTHEST,)
    outcomes.put_off(rows.session, claimed(another, **ANOTHERS), LATER, "timeout")
    assert rows.state(another, *columns) == (EARLIER, "ratelimited", LEASE, WALL, 2, POST)


def test_what_is_in_doubt_is_so_since_it_is_tried_anew(rows: Rows) -> None:
    post, changed, another = rows.leased("a"), rows.leased("b", method=UPDATE), rows.leased("c")
    assert outcomes.try_anew(rows.session, claimed(post), LATER)
    assert not outcomes.try_anew(rows.session, claimed(changed), LATER)
    assert not outcomes.try_anew(rows.session, claimed(another, **ANOTHERS), LATER)
    assert [rows.state(row, "tried_at") for row in (post, changed, another)] == [(LATER,), (WALL,), (WALL,)]


def test_what_is_given_up_says_why_and_hosts_have_yet_to_hear(rows: Rows) -> None:
    columns = ("method", "fate", "reason", "lease_until", "told_at")
    post, another = rows.leased("a", told_at=EARLIER), rows.leased("b", told_at=EARLIER)
    assert outcomes.give_up(rows.session, claimed(post), Fate.REFUSED, "is_archived")
    assert rows.state(post, *columns) == (None, Fate.REFUSED, "is_archived", None, None)
    assert not outcomes.give_up(rows.session, claimed(another, **ANOTHERS), Fate.REFUSED, "is_archived")
    assert rows.state(another, *columns) == (POST, None, "ratelimited", LEASE, EARLIER)


def test_a_message_goes_out_without_its_picture_at_once(rows: Rows) -> None:
    columns = ("picture", "file_id", "attempts", "ready_at", "lease_until", "tried_at", "reason")
    drawn: dict[str, Any] = {"picture": {"series": []}, "file_id": "F1"}
    known, doubtful, another = (rows.leased(name, **drawn) for name in "abc")
    outcomes.forget_picture(rows.session, claimed(known), WALL, in_doubt=False)
    assert rows.state(known, *columns) == (None, None, 0, WALL, None, None, "its picture is left out")
    outcomes.forget_picture(rows.session, claimed(doubtful), WALL, in_doubt=True)
    assert rows.state(doubtful, *columns) == (None, None, 0, WALL, None, WALL, "its picture is left out")
    outcomes.forget_picture(rows.session, claimed(another, **ANOTHERS), WALL, in_doubt=False)
    assert rows.state(another, "picture", "file_id", "attempts") == ({"series": []}, "F1", 2)


def test_a_method_is_held_till_then_and_never_further_than_an_hour(rows: Rows) -> None:
    outcomes.hold(rows.session, POST, LATER)
    outcomes.hold(rows.session, UPDATE, WALL + 9 * HOUR)
    assert _paces(rows) == {POST: LATER, UPDATE: WALL + FURTHEST}
    assert outcomes.held_until(rows.session, POST, WALL) == LATER
    assert outcomes.held_until(rows.session, POST, LATER) is None
    assert outcomes.held_until(rows.session, DELETE, WALL) is None
    outcomes.hold(rows.session, POST, EARLIER)
    rows.session.expire_all()
    assert _paces(rows)[POST] == EARLIER
    assert outcomes.held_until(rows.session, POST, WALL) is None


def test_a_hold_from_a_clock_that_was_wrong_holds_nobody_up(rows: Rows) -> None:
    rows.session.add_all([Pace(key=POST, free_at=WALL + WRONG), Pace(key=UPDATE, free_at=WALL + WRONG + SECOND)])
    rows.session.flush()
    assert outcomes.held_until(rows.session, POST, WALL) == WALL + WRONG
    assert outcomes.held_until(rows.session, UPDATE, WALL) is None


def test_a_channel_has_moved_if_its_post_is_still_ours_and_goes_elsewhere(rows: Rows) -> None:
    post = rows.leased("a", channel="C9")
    claim = replace(claimed(post), channel="C1")
    assert outcomes.has_moved(rows.session, claim)
    assert not outcomes.has_moved(rows.session, claimed(post))
    assert not outcomes.has_moved(rows.session, replace(claim, lease_until=LATER))


def test_posts_and_their_pace_follow_a_channel_to_its_new_id(rows: Rows) -> None:
    standing, waiting, elsewhere = rows.standing("a"), rows.post("b"), rows.standing("c", place="D1")
    other, theirs = rows.standing("d", channel="C5"), rows.post("e", partnership=2)
    rows.session.add_all([Pace(key="C1", free_at=LATER), Pace(key="C5", free_at=EARLIER)])
    rows.session.flush()
    channels.follow(rows.session, 1, "C1", "C9", WALL)
    columns = ("channel", "lane", "place", "method")
    assert rows.state(standing, *columns) == ("C9", "C9", "C9", None)
    assert rows.state(waiting, *columns) == ("C9", "C9", None, POST)
    assert rows.state(elsewhere, *columns) == ("C9", "C9", "D1", None)
    assert rows.state(other, *columns) == ("C5", "C5", "C1", None)
    assert rows.state(theirs, *columns) == ("C1", "C1", None, POST)
    assert _paces(rows) == {"C9": LATER, "C5": EARLIER}
    channels.follow(rows.session, 1, "C9", "C10", WALL)
    channels.follow(rows.session, 1, "C7", "C8", WALL)
    assert _paces(rows) == {"C10": LATER, "C5": EARLIER}


FRESH = ("fate", "reason", "told_at", "ready_at", "lease_until", "attempts", "owed_at")


@pytest.mark.parametrize(
    ("state", "method", "tried_at"),
    [
        ({}, POST, None),
        ({"ts": "1.2"}, UPDATE, None),
        ({"ts": "1.2", "text": None}, DELETE, None),
        ({"fate": Fate.UNKNOWN}, POST, WALL),
        ({"reason": "channel_not_found: C1"}, POST, None),
        ({"owed_at": WALL - HOUR + SECOND}, POST, None),
    ],
)
def test_what_was_refused_by_the_old_id_is_sent_by_the_new_one(
    rows: Rows, state: dict[str, Any], method: str, tried_at: Any
) -> None:
    known: dict[str, Any] = {"reason": "channel_not_found", "tried_at": WALL, "ready_at": LATER, "lease_until": EARLIER}
    post = rows.lost("a", **{**known, **state})
    channels.follow(rows.session, 1, "C1", "C9", WALL)
    assert rows.state(post, "channel", "method", "tried_at") == ("C9", method, tried_at)
    assert rows.state(post, *FRESH) == (None, None, None, None, None, 0, WALL)


@pytest.mark.parametrize(
    "state",
    [
        {"reason": "is_archived"},
        {"owed_at": WALL - HOUR},
        {"fate": Fate.DROPPED},
        {"partnership": 2},
        {"channel": "C5"},
    ],
)
def test_what_was_refused_otherwise_or_long_ago_stays_refused(rows: Rows, state: dict[str, Any]) -> None:
    known: dict[str, Any] = {"reason": "channel_not_found", **state}
    post = rows.lost("a", **known)
    channels.follow(rows.session, 1, "C1", "C9", WALL)
    assert rows.state(post, "method", "fate", "reason") == (None, known.get("fate", Fate.REFUSED), known["reason"])
