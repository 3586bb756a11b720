"""Posts that nobody asked for, more of them than may come, or on days on which none may."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Member, Occasion, Partnership
from bot.outbox import posts
from bot.slack.messages import message
from bot.slack.rich_text import say
from tests.simulation.planted.plant import found, in_session

pytestmark = pytest.mark.slow


def _come_round(session: Session, kinds: tuple[str, ...], day: int, apart: int) -> None:
    """Posts that the clock brought: on that day of the partnership, and so many days apart."""
    partnership = session.get_one(Partnership, 1)
    for number, kind in enumerate(kinds):
        at = partnership.started_at + timedelta(days=day + number * apart)
        session.add(Occasion(partnership_id=1, kind=kind, occasion=f"planted {number}", came_at=at))
        words = message(say("Planted"))
        posts.write(session, posts.NewPost(1, kind, f"planted {number}", partnership.channel_id, words), at)


def test_a_fourth_post_of_a_week_is_found() -> None:
    four = ("skills", "checkins", "celebrations", "vision")
    found(in_session(lambda session: _come_round(session, four, 8, 1)), "posts that nobody asked for in the week")


def test_a_second_post_of_a_day_is_found() -> None:
    found(in_session(lambda session: _come_round(session, ("skills", "checkins"), 8, 0)), r"which had .* already")


def test_a_post_on_a_day_off_of_which_no_host_has_heard_is_found() -> None:
    found(in_session(lambda session: _come_round(session, ("skills",), 6, 0)), "on a day off")


def test_a_person_asked_too_often_is_found() -> None:
    def ask(session: Session) -> None:
        member = session.scalars(select(Member).where(Member.partnership_id == 1)).first()
        assert member is not None
        for number in range(member.asks + 1):
            new = posts.NewPost(1, "thanked", f"planted {number}", member.user_id, message(say("Planted")))
            posts.write(session, new, member.joined_at + timedelta(days=8))

    found(in_session(ask), "has been asked .* times in the week")
