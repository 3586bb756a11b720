"""How a post stands, and what may become of it: the rules alone, on rows in every state."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.lib.clock import wall
from bot.models import Pace, Post
from bot.outbox import posts, repair, undelivered
from bot.outbox.posts import DELETE, POST, PUBLISH, UPDATE, Fate, NewPost
from bot.outbox.repair import State
from bot.slack.messages import message
from bot.slack.rich_text import say
from tests.world import MONDAY, World

LATER, HOUR = MONDAY + timedelta(days=1), timedelta(hours=1)


async def _by(world: World, rule: Callable[[Session], Any]) -> Any:
    await world.begins()
    return await world.bot.database.run(rule)


def _post(session: Session, occasion: str, kind: str = "celebrations", channel: str = "C1", **state: Any) -> Post:
    """A post as it was written, and as it stands since."""
    post_id = posts.write(session, NewPost(1, kind, occasion, channel, message(say("We did it"))), MONDAY)
    assert post_id is not None
    post = session.get_one(Post, post_id)
    for name, value in state.items():
        setattr(post, name, value)
    session.flush()
    return post


def _lost(session: Session, occasion: str, fate: str = Fate.REFUSED, **state: Any) -> Post:
    known = {
        "method": None,
        "fate": fate,
        "reason": "is_archived",
        "attempts": 3,
        "tried_at": MONDAY,
        "told_at": MONDAY,
    }
    return _post(session, occasion, **{**known, **state})


def _now(session: Session, post: Post) -> Post:
    session.expire(post)
    return post


async def test_somebodys_home_is_one_row_shown_anew_and_keeps_the_part_it_showed(world: World) -> None:
    def publish(session: Session) -> None:
        for user_id, wanted in (("U1", "ours"), ("U2", "mine"), ("U1", "")):
            session.add(Pace(key=posts.home_of("U1"), free_at=MONDAY))
            session.flush()
            posts.publish(session, partnership_id=1, user_id=user_id, wanted=wanted, now=MONDAY)
            assert (session.get(Pace, posts.home_of("U1")) is None) is (user_id == "U1")
            session.execute(Pace.__table__.delete())  # type: ignore[attr-defined]
            session.expire_all()
        homes = session.scalars(select(Post).where(Post.channel.in_(["U1", "U2"])).order_by(Post.id)).all()
        shown = [(home.channel, home.occasion, home.lane, home.method, home.text, home.version) for home in homes]
        assert shown == [
            ("U1", "home:U1", "home:U1", PUBLISH, "", 2),
            ("U2", "home:U2", "home:U2", PUBLISH, "", 1),
        ]
        assert [home.blocks for home in homes] == [[{"private_metadata": "ours"}], [{"private_metadata": "mine"}]]
        assert len({home.token for home in homes}) == 2

    await _by(world, publish)


async def test_what_was_lost_can_be_sent_once_more_as_if_it_never_had_been(world: World) -> None:
    def retry(session: Session) -> None:
        new, there = _lost(session, "a"), _lost(session, "b", Fate.UNKNOWN, ts="1.2")
        for post, method in ((new, POST), (there, UPDATE)):
            version = post.version
            assert posts.retry(session, post.id)
            state = _now(session, post)
            assert (state.method, state.fate, state.version) == (method, None, version + 1)
            assert (state.reason, state.told_at, state.tried_at, state.ready_at, state.lease_until) == (None,) * 5
            assert (state.attempts, wall() - state.owed_at < HOUR) == (0, True)
            assert not posts.retry(session, post.id)
        assert not posts.retry(session, _lost(session, "c", text=None).id)
        assert not posts.retry(session, _lost(session, "d", Fate.SENT).id)

    await _by(world, retry)


async def test_what_may_have_arrived_has_and_the_rest_is_let_go(world: World) -> None:
    def settle(session: Session) -> None:
        refused, unknown = _lost(session, "a"), _lost(session, "b", Fate.UNKNOWN)
        there, before = _lost(session, "c", ts="1.2"), _lost(session, "d", Fate.UNKNOWN, sent_at=MONDAY)
        ends = []
        for post in (refused, unknown, there, before):
            assert posts.settle(session, post.id, LATER)
            assert not posts.settle(session, post.id, LATER)
            ends.append((_now(session, post).fate, post.sent_at, post.reason))
        sent = (Fate.SENT, LATER, None)
        assert ends == [(Fate.DROPPED, None, None), sent, sent, (Fate.SENT, MONDAY, None)]

    await _by(world, settle)


async def test_what_a_group_could_not_have_goes_to_each_of_them(world: World) -> None:
    def split(session: Session) -> None:
        group = _post(session, "g", "introduction", "U1,U2")
        posts.split(session, group.id)
        each = session.scalars(select(Post).where(Post.channel.in_(["U1", "U2"])).order_by(Post.id)).all()
        assert [(post.channel, post.lane, post.occasion) for post in each] == [
            ("U1", "U1", "g:U1"),
            ("U2", "U2", "g:U2"),
        ]
        for post in each:
            assert (post.method, post.kind, post.written_at) == (POST, "introduction", MONDAY)
            assert (post.text, post.blocks) == (group.text, group.blocks)
        assert len({group.token, *(post.token for post in each)}) == 3

    await _by(world, split)


async def test_whoever_runs_pencil_sees_what_is_unsettled_and_says_what_becomes_of_it(world: World) -> None:
    def mend(session: Session) -> None:
        now = wall()
        session.execute(Post.__table__.update().values(method=None))  # type: ignore[attr-defined]
        refused = _lost(session, "a", owed_at=now - HOUR)
        put_off = _post(session, "b", "help", "U1", owed_at=now - 2 * HOUR, ready_at=now + HOUR, reason="ratelimited")
        busy = _post(session, "c", owed_at=now, lease_until=now + timedelta(minutes=1))
        sent = _post(session, "d", method=None, fate=Fate.SENT)
        listed = [(row.id, row.partnership, row.kind, row.state, row.why) for row in repair.every(session)]
        assert listed == [
            (put_off.id, "Exe Bay Together", "help", State.PENDING, "ratelimited"),
            (refused.id, "Exe Bay Together", "celebrations", State.REFUSED, "is_archived"),
            (busy.id, "Exe Bay Together", "celebrations", State.PENDING, None),
        ]
        assert list(repair.of(session, 1)) == [refused.id, put_off.id, busy.id]
        assert list(repair.of(session, 2)) == []
        ids = [refused.id, put_off.id, busy.id, sent.id, refused.id]
        assert repair.retry(session, ids, now) == repair.Done([refused.id, put_off.id], [busy.id], [sent.id])
        assert (_now(session, refused).method, _now(session, put_off).ready_at) == (POST, None)
        assert repair.drop(session, ids, now) == repair.Done([refused.id, put_off.id], [busy.id], [sent.id])
        assert [(_now(session, post).method, post.fate) for post in (refused, put_off)] == [(None, Fate.DROPPED)] * 2

    await _by(world, mend)


async def test_hosts_hear_of_what_the_room_misses_and_of_nothing_for_a_person(world: World) -> None:
    def look(session: Session) -> None:
        now = wall()
        session.execute(Post.__table__.update().values(method=None))  # type: ignore[attr-defined]
        lost, known = _lost(session, "a", told_at=None), _lost(session, "b", Fate.UNKNOWN)
        late = _post(session, "c", owed_at=now - HOUR - timedelta(seconds=1))
        _post(session, "d", owed_at=now - HOUR + timedelta(minutes=1))
        _lost(session, "e", told_at=None, kind="help", channel="U1")
        assert [row.post_id for row in undelivered.unreported(session, now)] == [lost.id, late.id]
        assert [row.post_id for row in undelivered.of(session, now, 1)] == [lost.id, known.id, late.id]
        assert undelivered.of(session, now, 2) == []
        undelivered.mark_reported(session, [lost.id], now)
        assert [row.post_id for row in undelivered.unreported(session, now)] == [late.id]

    await _by(world, look)


async def test_what_is_withdrawn_before_it_was_sent_never_is_and_what_stands_is_taken_away(world: World) -> None:
    def withdraw(session: Session) -> None:
        unsent, standing = _post(session, "a"), _post(session, "b", method=None, fate=Fate.SENT, ts="1.2")
        doubtful = _post(session, "c", tried_at=MONDAY)
        for post in (unsent, standing, doubtful):
            posts.revise(session, post.id, None)
            assert (_now(session, post).text, post.blocks, post.version) == (None, None, 2)
        assert (unsent.method, unsent.fate) == (None, Fate.DROPPED)
        assert standing.method == DELETE
        assert doubtful.method is not None

    await _by(world, withdraw)
