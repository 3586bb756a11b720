"""Somebody in two partnerships: what is wrong with the workspace of one holds up nothing of the other."""

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot.lib.clock import wall
from bot.models import Installation, Pace, Partnership, Post
from bot.outbox import posts
from bot.slack.messages import message
from bot.slack.rich_text import say
from jobs.delivery import Delivery
from jobs.pictures import TRIES, draw_pictures
from sandbox.slack.people import HOME
from tests.installations.test_removed import _later
from tests.installations.town import NORTH, QUAY, SOUTH, Town


def _news(session: Session, words: str) -> None:
    """A private message of each partnership to Kezia, the first partnership's before the other's."""
    partnerships = session.scalars(select(Partnership).order_by(Partnership.id)).all()
    for partnership in partnerships:
        said = message(say(f"{words} {partnership.name}"))
        posts.write(session, posts.NewPost(partnership.id, "trouble", words, "U0015EST", said), wall())
        session.flush()


def _seal_otherwise(town: Town) -> None:
    """The token of the first workspace cannot be opened any more."""
    with town.bot.database.engine.begin() as connection:
        sealed = update(Installation).where(Installation.team_id == NORTH)
        connection.execute(sealed.values(bot_token=b"sealed with another key, and so on"))


async def _one_round(town: Town) -> None:
    """What can be sent is begun once, and what became of it recorded."""
    under_way = Delivery(town.bot)
    await under_way.begin()
    await under_way.finish()


async def _in_both(town: Town) -> None:
    await town.both()
    kezia = town.person("Kezia Mensah")
    assert kezia.user_id == "U0015EST"
    await kezia.types("@Pencil win We shared a van", HOME)
    await kezia.types("/win We painted the wall", QUAY)
    await town.settle()


@pytest.mark.paced
async def test_a_token_that_cannot_be_opened_holds_up_no_message_of_another_partnership(town: Town) -> None:
    await _in_both(town)
    _seal_otherwise(town)
    await town.bot.database.run(_news, "Hello from")

    for _ in range(2):
        with town.bot.database.engine.begin() as connection:
            connection.execute(delete(Pace))
        await _one_round(town)

    heard = [message.plain for message in town.person("Kezia Mensah").dms(SOUTH)]
    assert [words for words in heard if "Hello from" in words] == ["Hello from Quayside Circle"]


async def test_messages_to_somebody_in_two_partnerships_keep_a_channels_pace(town: Town) -> None:
    await _in_both(town)
    await town.bot.database.run(_news, "Hello from")
    await town.settle()
    for team_id, name in ((NORTH, "Exe Bay Together"), (SOUTH, "Quayside Circle")):
        heard = [message.plain for message in town.person("Kezia Mensah").dms(team_id)]
        assert [words for words in heard if "Hello from" in words] == [f"Hello from {name}"]


@pytest.mark.paced
async def test_a_picture_waits_for_a_token_however_often_it_was_looked_for(town: Town) -> None:
    await town.both()
    _seal_otherwise(town)
    await town.bot.database.run(_news, "Look at")
    with town.bot.database.engine.begin() as connection:
        connection.execute(update(Post).where(Post.occasion == "Look at").values(picture={"series": []}))

    for _ in range(TRIES + 2):
        with town.bot.database.engine.begin() as connection:
            connection.execute(update(Post).values(ready_at=None))
        await draw_pictures(town.bot)

    def still(session: Session) -> list[bool]:
        pictures = select(Post.picture.is_not(None)).where(Post.occasion == "Look at").order_by(Post.partnership_id)
        return list(session.scalars(pictures))

    assert await town.bot.database.read(still) == [True, False], "the other's is none, and is left out"


async def test_what_was_tried_very_often_is_put_off_like_anything_else(town: Town) -> None:
    await _in_both(town)
    _seal_otherwise(town)
    await town.bot.database.run(_news, "Hello from")
    with town.bot.database.engine.begin() as connection:
        waiting = (Post.method.is_not(None), Post.partnership_id == 1)
        connection.execute(update(Post).where(*waiting).values(attempts=5_000))

    await _one_round(town)

    def leased(session: Session) -> int:
        return session.scalars(select(func.count()).where(Post.lease_until.is_not(None))).one()

    assert await town.bot.database.read(leased) == 0


async def test_a_home_is_shown_though_the_first_partnerships_workspace_has_removed_pencil(town: Town) -> None:
    await _in_both(town)
    await _later(town)
    await town.removes(NORTH)
    kezia = town.person("Kezia Mensah")

    await kezia.opens_home()
    await town.settle()

    assert kezia.home is not None
    assert kezia.home.team_id == SOUTH
