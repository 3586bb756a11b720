"""Quiet hours: nothing unasked comes in them, and nothing is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.models import Member
from bot.outbox import posts as outbox
from bot.partnership import preferences
from bot.slack.messages import message
from bot.slack.rich_text import say
from tests.world import World

WINTER = datetime(2026, 1, 14, tzinfo=UTC)


def at(hour: int, minute: int = 0) -> datetime:
    return WINTER + timedelta(hours=hour, minutes=minute)


@pytest.mark.parametrize(
    ("begins", "ends", "now", "until"),
    [
        ("20:00", "08:00", at(21), at(32)),
        ("20:00", "08:00", at(7, 59), at(8)),
        ("20:00", "08:00", at(8), None),
        ("20:00", "08:00", at(19, 59), None),
        ("09:00", "12:00", at(9), at(12)),
        ("09:00", "12:00", at(12), None),
        ("00:00", "00:00", at(3), None),
        (None, None, at(3), None),
    ],
)
def test_quiet_hours_end(begins: str | None, ends: str | None, now: datetime, until: datetime | None) -> None:
    assert preferences.quiet_until(Member(quiet_from=begins, quiet_to=ends), "Europe/London", now) == until


def test_quiet_hours_are_read_off_the_persons_own_clocks() -> None:
    member = Member(quiet_from="20:00", quiet_to="08:00", zone="America/New_York")

    assert preferences.quiet_until(member, "Europe/London", at(12)) == at(13)
    assert preferences.quiet_until(member, "Europe/London", at(14)) is None


async def test_what_waits_comes_once_they_are_over_as_it_reads_by_then(world: World) -> None:
    amina = await world.begins()
    now, morning = world.bot.clock(), world.bot.clock() + timedelta(hours=9)

    def write(session: Session, words: str) -> None:
        content = message(say(words))
        post = outbox.NewPost(1, "help", "quiet", amina.user_id, content, wait_until=morning)
        outbox.write_or_revise(session, [post], now)

    await world.bot.database.run(write, "Early")
    assert await world.settle() == []
    await world.bot.database.run(write, "Later")
    assert await world.settle() == []

    assert await world.moves_to(morning - timedelta(minutes=1)) == []
    await world.moves_to(morning)

    assert [message.plain for message in amina.dms()].count("Later") == 1
    assert await world.moves_to(morning + timedelta(minutes=1)) == []


async def test_what_waits_and_is_taken_back_never_comes(world: World) -> None:
    amina = await world.begins()
    now = world.bot.clock()

    def write(session: Session) -> None:
        new_post = outbox.NewPost(
            1, "help", "quiet", amina.user_id, message(say("Never")), wait_until=now + timedelta(hours=1)
        )
        made = outbox.write(session, new_post, now)
        assert made is not None
        outbox.revise(session, made, None)

    await world.bot.database.run(write)

    await world.moves_to(now + timedelta(hours=2))
    assert "Never" not in [message.plain for message in amina.dms()]
