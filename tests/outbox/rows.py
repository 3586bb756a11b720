"""Posts in every state, as rows of two partnerships, and the calls that are made for them; no Slack, a still clock."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.models import Partnership, Post
from bot.outbox import posts
from bot.outbox.claims import Claim
from bot.outbox.posts import POST, Fate, NewPost
from bot.slack.messages import Message, message
from bot.slack.rich_text import say
from tests.world import MONDAY

WALL = MONDAY + timedelta(days=40)  # the real clock's, far from the story's
EARLIER, LATER = WALL - timedelta(minutes=5), WALL + timedelta(minutes=5)
LEASE = WALL + timedelta(seconds=30)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def words(text: str = "We did it") -> Message:
    return message(say(text))


class Rows:
    """A database with the partnerships 1 and 2, in C1 and C2."""

    def __init__(self, session: Session) -> None:
        self.session = session
        for number in (1, 2):
            known = {"team_id": f"T{number}", "channel_id": f"C{number}", "name": f"Partnership {number}"}
            session.add(Partnership(id=number, zone="Europe/London", started_at=MONDAY, **known))
        session.flush()

    def post(
        self, occasion: str, kind: str = "celebrations", channel: str = "C1", partnership: int = 1, **state: Any
    ) -> Post:
        """A post as it was written, and as it stands since; pending for five minutes by then."""
        post_id = posts.write(self.session, NewPost(partnership, kind, occasion, channel, words()), MONDAY)
        assert post_id is not None
        post = self.session.get_one(Post, post_id)
        for name, value in {"owed_at": EARLIER, **state}.items():
            setattr(post, name, value)
        self.session.flush()
        return post

    def standing(self, occasion: str, **state: Any) -> Post:
        """One that Slack shows."""
        known = {"method": None, "ts": "1.2", "place": "C1", "fate": Fate.SENT, "sent_at": MONDAY}
        return self.post(occasion, **{**known, **state})

    def lost(self, occasion: str, fate: str = Fate.REFUSED, **state: Any) -> Post:
        """One that Slack refused, or may have."""
        known = {"method": None, "fate": fate, "reason": "is_archived", "attempts": 3, "told_at": EARLIER}
        return self.post(occasion, **{**known, **state})

    def leased(self, occasion: str, **state: Any) -> Post:
        """One that is being sent."""
        known = {"lease_until": LEASE, "tried_at": WALL, "attempts": 2, "reason": "ratelimited", "ready_at": EARLIER}
        return self.post(occasion, **{**known, **state})

    def now(self, *rows: Post) -> list[Post]:
        """As they are in the database."""
        for post in rows:
            self.session.expire(post)
        return list(rows)

    def state(self, post: Post, *names: str) -> tuple[Any, ...]:
        self.session.expire(post)
        return tuple(getattr(post, name) for name in names)


def claimed(post: Post, **other: Any) -> Claim:
    """The call that somebody is to make for it."""
    same = {"id", "partnership_id", "kind", "channel", "place", "ts", "text", "blocks", "token", "version", "attempts"}
    same |= {"tried_at", "thread_id", "file_id"}
    known: dict[str, Any] = {name: getattr(post, name) for name in same}
    known |= {"method": post.method or POST, "claimed_at": WALL, "lease_until": post.lease_until or LEASE}
    return Claim(**{**known, "team_id": "T1", "home_team_id": None, "thread_ts": None, **other})
