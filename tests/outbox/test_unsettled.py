"""What is not as it should be, for hosts and for whoever runs Pencil; and who answers what is said to Pencil."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.models import Pace, Partnership
from bot.outbox import answers, repair, undelivered
from bot.outbox.answers import Claim
from bot.outbox.claims import FURTHEST
from bot.outbox.posts import DELETE, POST, UPDATE, Fate
from bot.outbox.repair import Done, State, Unsettled
from bot.outbox.undelivered import LATE, Undelivered
from tests.outbox.rows import EARLIER, HOUR, LATER, SECOND, WALL, Rows
from tests.world import MONDAY


def test_all_that_is_unsettled_is_listed_the_oldest_first(rows: Rows) -> None:
    rows.standing("x")
    lost = rows.lost("a", Fate.UNKNOWN, partnership=2, channel="C2", owed_at=LATER)
    pending = rows.post("b", ready_at=LATER, reason="ratelimited")
    private = rows.lost("c", channel="U1", kind="help")
    again = rows.post("d", method=DELETE, ts="1.2", fate=Fate.SENT, owed_at=EARLIER - SECOND)
    assert repair.every(rows.session) == [
        Unsettled(again.id, "Partnership 1", "celebrations", "C1", EARLIER - SECOND, State.PENDING, None),
        Unsettled(pending.id, "Partnership 1", "celebrations", "C1", EARLIER, State.PENDING, "ratelimited"),
        Unsettled(private.id, "Partnership 1", "help", None, EARLIER, State.REFUSED, "is_archived"),
        Unsettled(lost.id, "Partnership 2", "celebrations", "C2", LATER, State.UNKNOWN, "is_archived"),
    ]
    assert repair.of(rows.session, 1) == [pending.id, private.id, again.id]
    assert repair.of(rows.session, 2) == [lost.id]


def test_what_is_unsettled_since_one_moment_is_listed_as_it_was_made(rows: Rows) -> None:
    ids = [rows.lost(str(hours), partnership=2 - hours % 2, written_at=MONDAY - hours * HOUR).id for hours in range(4)]
    assert [row.id for row in repair.every(rows.session)] == ids
    assert repair.of(rows.session, 1) == ids[1::2]


def test_what_stands_in_slack_stays_there_when_it_is_let_go(rows: Rows) -> None:
    unsent = rows.post("a", ready_at=LATER, tried_at=EARLIER, lease_until=WALL)
    standing = rows.post("b", method=UPDATE, ts="1.2", fate=Fate.SENT)
    lost, other = rows.lost("c", Fate.UNKNOWN, ts="1.2"), rows.post("d")
    ids = [unsent.id, standing.id, lost.id]
    assert repair.drop(rows.session, ids, WALL) == Done(ids, [], [])
    columns = ("method", "fate", "ready_at", "tried_at", "lease_until")
    assert rows.state(unsent, *columns) == (None, Fate.DROPPED, None, None, None)
    assert rows.state(standing, *columns) == (None, Fate.SENT, None, None, None)
    assert rows.state(lost, "fate") == (Fate.SENT,)
    assert rows.state(other, *columns) == (POST, None, None, None, None)
    assert repair.drop(rows.session, ids, WALL) == Done([], [], ids)


def test_what_waits_is_tried_at_once_and_what_was_refused_again(rows: Rows) -> None:
    waits, lost, sent = rows.post("a", ready_at=LATER), rows.lost("b"), rows.standing("c")
    ids = [sent.id, lost.id, waits.id, 999, lost.id]
    assert repair.retry(rows.session, ids, WALL) == Done([lost.id, waits.id], [], [sent.id, 999])
    assert rows.state(waits, "method", "ready_at") == (POST, None)
    assert rows.state(lost, "method", "fate") == (POST, None)
    assert rows.state(sent, "method", "ready_at") == (None, None)


@pytest.mark.parametrize(
    ("state", "busy"),
    [
        ({"lease_until": WALL + SECOND}, True),
        ({"lease_until": WALL + FURTHEST}, True),
        ({"lease_until": WALL + FURTHEST + SECOND}, False),
        ({"lease_until": WALL}, False),
        ({"lease_until": WALL + SECOND, "method": None, "fate": Fate.REFUSED}, False),
    ],
)
def test_what_is_being_sent_is_left_to_who_sends_it_unless_a_clock_was_wrong(
    rows: Rows, state: dict[str, Any], *, busy: bool
) -> None:
    post = rows.post("a", **state)
    for does in (repair.retry, repair.drop):
        assert does(rows.session, [post.id], WALL) == Done([] if busy else [post.id], [post.id] if busy else [], [])


def test_a_post_of_a_workspace_that_has_removed_pencil_is_not_late_but_may_be_lost(rows: Rows) -> None:
    rows.session.execute(update(Partnership).where(Partnership.id == 2).values(uninstalled_at=MONDAY))
    long_ago = WALL - LATE - SECOND
    late = rows.post("a", owed_at=long_ago)
    rows.post("b", owed_at=long_ago, partnership=2)
    rows.post("c", owed_at=WALL - LATE)
    rows.standing("d", owed_at=long_ago)
    lost = rows.lost("e", Fate.UNKNOWN, partnership=2, told_at=None, channel="C2", version=3)
    both = rows.lost("f", method=UPDATE, told_at=None, owed_at=long_ago)
    found = undelivered.unreported(rows.session, WALL)
    assert [row.post_id for row in found] == [late.id, lost.id, both.id]
    assert found[1] == Undelivered(
        lost.id, 2, "C2", "celebrations", Fate.UNKNOWN, "is_archived", lost.written_at, lost.version
    )
    assert [row.post_id for row in undelivered.of(rows.session, WALL, 2)] == [lost.id]


def test_hosts_hear_of_each_once_and_of_a_hundred_at_a_time(rows: Rows) -> None:
    ids = [rows.lost(str(number), told_at=None).id for number in range(101)]
    first = [row.post_id for row in undelivered.unreported(rows.session, WALL)]
    assert len(first) == 100
    undelivered.mark_reported(rows.session, first, WALL)
    [last] = {*ids}.difference(first)
    assert [row.post_id for row in undelivered.unreported(rows.session, WALL)] == [last]
    late = {rows.post(f"late {number}", owed_at=WALL - 2 * LATE).id for number in range(100)}
    both = [row.post_id for row in undelivered.unreported(rows.session, WALL)]
    assert (both[0], len(late.intersection(both))) == (last, 99)


def test_hosts_heard_of_it_when_they_did(rows: Rows) -> None:
    told, other = rows.lost("a", told_at=None), rows.lost("b", told_at=None)
    undelivered.mark_reported(rows.session, [told.id], WALL)
    assert (rows.state(told, "told_at"), rows.state(other, "told_at")) == ((WALL,), (None,))


def test_what_is_said_is_answered_by_one_process_once(rows: Rows) -> None:
    session, end = rows.session, WALL + answers.LEASE
    assert answers.claim(session, "a", WALL) is Claim.OURS
    assert answers.claim(session, "a", WALL) is Claim.IN_HAND
    assert answers.claim(session, "b", WALL) is Claim.OURS
    assert answers.claim(session, "a", end - SECOND) is Claim.IN_HAND
    assert answers.claim(session, "a", end) is Claim.OURS, "nobody has answered it within the lease"
    answers.settle(session, "a", end)
    assert answers.claim(session, "a", end + SECOND) is Claim.ANSWERED
    assert answers.claim(session, "a", end + 25 * HOUR) is Claim.ANSWERED, "Slack may bring it again for a day"
    assert answers.claim(session, "a", end + 26 * HOUR) is Claim.OURS
    assert answers.claim(session, "b", end + 26 * HOUR) is Claim.OURS


def test_of_what_was_said_a_hash_is_kept_as_long_as_slack_may_bring_it_again(rows: Rows) -> None:
    session = rows.session
    session.add(Pace(key="C1", free_at=EARLIER))
    session.flush()
    answers.claim(session, "message:C1:1.2", WALL)
    answers.claim(session, "message:C1:3.4", WALL + timedelta(days=2))
    keys = session.scalars(select(Pace.key).order_by(Pace.key)).all()
    assert len(keys) == 2, "the first of them is over, and the channel's pace is nothing of it"
    assert keys[0] == "C1"
    assert keys[1].startswith("message:")
    assert "3.4" not in keys[1]
