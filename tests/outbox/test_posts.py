"""What a post becomes when it is written, changed, withdrawn or waits: for a row in each state, every column of it."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.models import Post
from bot.outbox import posts
from bot.outbox.posts import DELETE, POST, PUBLISH, UPDATE, Fate, NewPost
from bot.slack.messages import message
from bot.slack.rich_text import say
from tests.outbox.rows import EARLIER, HOUR, LATER, LEASE, SECOND, WALL, Rows, words
from tests.world import MONDAY

STANDING = {"method": None, "ts": "1.2", "fate": Fate.SENT}


def test_a_post_is_written_once_with_all_that_is_said_of_it(rows: Rows) -> None:
    card = rows.post("card")
    drawn = message(say("We did it"), drawing={"series": []})
    plain = NewPost(1, "celebrations", "a", "C1", words())
    waiting = NewPost(2, "introduction", "b", "U1", drawn, "a token", card.id, LATER, "T9")
    ids = posts.write_all(rows.session, [waiting, plain], MONDAY)
    assert posts.write_all(rows.session, [plain, waiting], LATER) == [None, None]
    assert posts.write(rows.session, plain, LATER) is None

    second, first = (rows.session.get_one(Post, post_id) for post_id in ids)
    said = (words().payload()["text"], words().payload()["blocks"])
    assert (first.partnership_id, first.kind, first.occasion, first.channel, first.lane) == (
        1,
        "celebrations",
        "a",
        "C1",
        "C1",
    )
    assert (first.text, first.blocks, first.method, first.wait_until, first.picture) == (*said, POST, None, None)
    assert (first.written_at, first.thread_id, first.team_id, first.version) == (MONDAY, None, None, 1)
    assert (second.partnership_id, second.kind, second.occasion, second.channel, second.lane) == (
        2,
        "introduction",
        "b",
        "U1",
        "U1",
    )
    assert (second.text, second.method, second.wait_until, second.picture) == (said[0], None, LATER, {"series": []})
    assert (second.token, second.thread_id, second.team_id) == ("a token", card.id, "T9")
    assert first.token != second.token


def test_a_post_that_there_is_becomes_what_is_wanted_and_one_that_there_is_not_is_written(rows: Rows) -> None:
    there, other = rows.standing("a"), rows.standing("b")
    wanted = [NewPost(1, "celebrations", "a", "C1", words("Anew")), NewPost(1, "celebrations", "c", "C1", words("New"))]
    posts.write_or_revise(rows.session, wanted, MONDAY)
    assert rows.state(there, "text", "method", "version") == ("Anew", UPDATE, 2)
    assert rows.state(other, "text", "method", "version") == ("We did it", None, 1)
    new = rows.session.scalars(select(Post).where(Post.occasion == "c")).one()
    assert (new.text, new.method, new.written_at) == ("New", POST, MONDAY)
    posts.write_or_revise(rows.session, [NewPost(1, "celebrations", "d", "C1", words("All new"))], MONDAY)
    assert rows.session.scalars(select(Post.text).where(Post.occasion == "d")).one() == "All new"


@pytest.mark.parametrize(
    ("state", "method", "fate", "owed_at"),
    [
        ({}, POST, None, EARLIER),
        ({"lease_until": LEASE}, POST, None, EARLIER),
        (STANDING, UPDATE, Fate.SENT, WALL),
        ({**STANDING, "method": UPDATE}, UPDATE, Fate.SENT, EARLIER),
        ({**STANDING, "method": DELETE}, UPDATE, Fate.SENT, EARLIER),
        ({"method": None, "wait_until": LATER}, None, None, WALL),
        ({"method": None, "fate": Fate.REFUSED}, None, Fate.REFUSED, WALL),
        ({"method": None, "fate": Fate.DROPPED}, None, Fate.DROPPED, WALL),
        ({"method": None, "fate": Fate.REFUSED, "ts": "1.2"}, UPDATE, Fate.REFUSED, WALL),
    ],
)
def test_a_post_is_changed_where_it_stands_and_waits_no_longer_than_it_has_to(
    rows: Rows, state: dict[str, Any], method: str | None, fate: str | None, owed_at: Any
) -> None:
    post, other = rows.post("a", **state), rows.standing("b")
    posts.revise(rows.session, post.id, words("Anew"))
    known = (post.version, post.method, post.fate, post.owed_at, post.text, post.blocks, post.wait_until)
    payload = words("Anew").payload()
    assert known == (2, method, fate, owed_at, payload["text"], payload["blocks"], state.get("wait_until"))
    assert rows.state(other, "version", "text", "method") == (1, "We did it", None)


@pytest.mark.parametrize(
    ("state", "method", "fate", "owed_at"),
    [
        ({}, None, Fate.DROPPED, EARLIER),
        ({"method": None, "wait_until": LATER}, None, Fate.DROPPED, WALL),
        ({"lease_until": LEASE}, POST, None, EARLIER),
        ({"tried_at": EARLIER}, POST, None, EARLIER),
        (STANDING, DELETE, Fate.SENT, WALL),
        ({**STANDING, "method": UPDATE, "lease_until": LEASE}, DELETE, Fate.SENT, EARLIER),
        ({"ts": "1.2", "method": UPDATE}, DELETE, None, EARLIER),  # tried once more, and not sent yet
        ({"method": None, "fate": Fate.REFUSED}, None, Fate.REFUSED, WALL),
        ({"method": None, "fate": Fate.UNKNOWN, "tried_at": EARLIER}, None, Fate.UNKNOWN, WALL),
    ],
)
def test_a_post_is_withdrawn_where_it_stands_and_not_sent_where_nobody_is_sending_it(
    rows: Rows, state: dict[str, Any], method: str | None, fate: str | None, owed_at: Any
) -> None:
    post, other = rows.post("a", **state), rows.standing("b")
    posts.revise(rows.session, post.id, None)
    known = (post.version, post.method, post.fate, post.owed_at, post.text, post.blocks, post.wait_until)
    assert known == (2, method, fate, owed_at, None, None, None)
    assert rows.state(other, "version", "text", "method") == (1, "We did it", None)


def test_some_are_changed_and_others_withdrawn_with_what_else_was_meant_for_them(rows: Rows) -> None:
    changed, withdrawn = rows.standing("a"), rows.standing("b")
    changed.reason = "not written yet"
    posts.revise_all(rows.session, {withdrawn.id: None, changed.id: words("Anew")})
    assert rows.state(changed, "text", "method", "reason") == ("Anew", UPDATE, "not written yet")
    assert rows.state(withdrawn, "text", "method") == (None, DELETE)
    posts.revise_all(rows.session, {})
    assert rows.state(changed, "version") == (2,)


def test_quiet_hours_end_for_those_whose_they_are(rows: Rows) -> None:
    over, just, later = (
        rows.post(name, method=None, wait_until=at)
        for name, at in (("a", MONDAY - HOUR), ("b", MONDAY), ("c", MONDAY + SECOND))
    )
    assert posts.release(rows.session, MONDAY) == 2
    for post in (over, just):
        assert rows.state(post, "method", "wait_until", "owed_at") == (POST, None, WALL)
    assert rows.state(later, "method", "wait_until", "owed_at") == (None, MONDAY + SECOND, EARLIER)
    assert posts.release(rows.session, MONDAY) == 0


def test_what_waits_for_somebody_can_be_left_unsaid(rows: Rows) -> None:
    waits: dict[str, Any] = {"kind": "introduction", "method": None, "wait_until": LATER}
    theirs = rows.post("a", channel="U1", **waits)
    others = [
        rows.post("b", channel="U2", **waits),
        rows.post("c", channel="U1", partnership=2, **waits),
        rows.post("d", channel="U1", kind="introduction"),
    ]
    posts.withdraw_waiting(rows.session, 1, "U1")
    assert rows.state(theirs, "text", "fate", "wait_until") == (None, Fate.DROPPED, None)
    assert [rows.state(post, "text", "fate") for post in others] == [("We did it", None)] * 3


def test_homes_are_shown_anew_in_their_turn(rows: Rows) -> None:
    home: dict[str, Any] = {"kind": "home", "channel": "U1", "ready_at": LATER}
    shown = rows.post("a", **{**home, "method": None, "fate": Fate.SENT})
    pending = rows.post("b", **{**home, "method": PUBLISH})
    other = rows.post("c", **{**home, "method": None})
    ids = [shown.id, pending.id]
    rows.session.execute(posts.stale().where(Post.id.in_(ids)), {"wall": WALL})
    columns = ("method", "version", "ready_at", "fate", "owed_at")
    assert rows.state(shown, *columns) == (PUBLISH, 2, None, None, WALL)
    assert rows.state(pending, *columns) == (PUBLISH, 2, None, None, EARLIER)
    assert rows.state(other, *columns) == (None, 1, LATER, None, EARLIER)


def test_a_home_is_published_for_one_person_of_one_partnership(rows: Rows) -> None:
    posts.publish(rows.session, partnership_id=1, user_id="U1", wanted="ours", now=MONDAY)
    home = rows.session.scalars(select(Post)).one()
    assert (home.kind, home.written_at, home.version, home.method) == ("home", MONDAY, 1, PUBLISH)
    others = [rows.post("home:U1", "help", "U1"), rows.post("home:U1", "home", "U1", partnership=2)]
    posts.publish(rows.session, partnership_id=1, user_id="U1", wanted="", now=LATER)
    assert rows.state(home, "version", "blocks") == (2, [{"private_metadata": "ours"}])
    posts.publish(rows.session, partnership_id=1, user_id="U1", wanted="mine", now=LATER)
    assert rows.state(home, "version", "blocks", "written_at") == (3, [{"private_metadata": "mine"}], MONDAY)
    assert [rows.state(post, "version") for post in others] == [(1,), (1,)]


def test_what_is_lost_is_tried_again_or_settled_without_touching_what_is_not(rows: Rows) -> None:
    for act in (posts.retry, lambda session, post_id: posts.settle(session, post_id, MONDAY)):
        for state in ({}, {"method": None, "fate": Fate.SENT, "ts": "1"}, {"method": None, "fate": Fate.DROPPED}):
            post = rows.post(f"{act} {state}", **state)
            assert not act(rows.session, post.id)
            assert rows.state(post, "version", "method", "fate") == (1, state.get("method", POST), state.get("fate"))
    lost, other = rows.lost("a"), rows.lost("b")
    assert posts.retry(rows.session, lost.id)
    assert rows.state(lost, "owed_at", "method", "fate") == (WALL, POST, None)
    assert rows.state(other, "owed_at", "method", "fate", "version") == (EARLIER, None, Fate.REFUSED, 1)


def test_when_it_may_have_arrived_is_one_moment_in_whatever_zone(rows: Rows) -> None:
    lost = rows.lost("a", Fate.UNKNOWN)
    assert posts.settle(rows.session, lost.id, LATER.astimezone(ZoneInfo("Asia/Tokyo")))
    assert rows.state(lost, "sent_at", "fate") == (LATER, Fate.SENT)


def test_what_a_group_could_not_have_is_written_when_the_group_s_was(rows: Rows) -> None:
    group = rows.post("g", "introduction", posts.group(["U1", "U2"]), written_at=MONDAY - HOUR, partnership=2)
    assert group.channel == "U1,U2"
    posts.split(rows.session, group.id)
    posts.split(rows.session, group.id)
    each = rows.session.scalars(select(Post).where(Post.channel.in_(["U1", "U2"])).order_by(Post.channel)).all()
    assert [(post.occasion, post.partnership_id, post.written_at) for post in each] == [
        ("g:U1", 2, MONDAY - HOUR),
        ("g:U2", 2, MONDAY - HOUR),
    ]


def test_pending_is_what_slack_does_not_show_as_it_should(rows: Rows) -> None:
    assert posts.count_pending(rows.session) == 0
    rows.post("a"), rows.post("b", method=DELETE, ts="1.2"), rows.standing("c")
    assert posts.count_pending(rows.session) == 2


def test_posts_have_names_that_nobody_guesses_and_none_twice(rows: Rows) -> None:
    tokens = {posts.new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {24}
    assert timedelta(minutes=5) == WALL - EARLIER
