"""Who was never seen here, and is named here, sees what is held and has it removed, wherever they may type."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Base, Member, Name, Thanks
from bot.partnership import members
from jobs.files import send_files
from sandbox.actors.person import Person
from sandbox.slack.people import GENERAL, HOME
from tests.world import FRIDAY, World


async def _thanked(world: World) -> Person:
    """Marek, who is not in the channel, is thanked there."""
    amina = await world.begins()
    marek = world.person("Marek Nowak")
    world.slack.channels[HOME].members.discard(marek.user_id)
    await amina.types("/win @Marek Nowak lent us the van")
    await world.moves_to(FRIDAY)
    await world.settle()
    return marek


def _left(world: World, text: str) -> list[str]:
    with Session(world.bot.database.engine) as session:
        return [
            table.name
            for table in Base.metadata.sorted_tables
            for row in session.execute(select(table))
            if text in json.dumps([*row], default=str)
        ]


@pytest.mark.parametrize("channel", [GENERAL, "direct"])
async def test_they_have_their_data_from_elsewhere(world: World, channel: str) -> None:
    marek = await _thanked(world)
    place = world.slack.direct(marek.user_id).id if channel == "direct" else channel

    reply = await marek.types("/partnership my-data", place)

    assert reply is not None
    assert "What I keep about you in Exe Bay Together" in reply.plain
    assert "1 win in which you are thanked" in reply.plain
    assert "1 name of yours" in reply.plain
    await send_files(world.bot)
    files = {message.title: message.content.decode() for message in marek.dms()[-1].files}
    assert "@Marek Nowak lent us the van" in json.dumps(json.loads(files["my-data.json"]), ensure_ascii=False)
    with Session(world.bot.database.engine) as session:
        assert members.count(session, 1) == 1  # nobody belongs by asking


async def test_they_are_forgotten_from_elsewhere(world: World) -> None:
    marek = await _thanked(world)

    await marek.types("/partnership forget-me", GENERAL)
    assert marek.form is not None
    assert "Your name where people mention you: 1 place." in marek.form.plain
    assert await marek.submits() is None
    await world.settle()

    assert _left(world, marek.user_id) == []
    assert _left(world, "Marek Nowak") == []
    assert "Marek Nowak" not in "".join(message.plain for message in world.room)
    with Session(world.bot.database.engine) as session:
        assert session.scalars(select(Name.name)).all() == [None]
        assert len(session.scalars(select(Thanks)).all()) == 1
        assert session.scalars(select(Member.seen_at).where(Member.forgotten_at.is_not(None))).all() == [None]
    await marek.types("/partnership forget-me", GENERAL)
    assert "Exe Bay" not in marek.private(GENERAL)[-1].plain


async def test_who_is_named_nowhere_leaves_nothing_by_asking(world: World) -> None:
    await _thanked(world)
    helen = world.person("Helen Moyle")

    for word in ("my-data", "forget-me"):
        reply = await helen.types(f"/partnership {word}", GENERAL)
        assert reply is not None
        assert "Exe Bay" not in reply.plain

    assert _left(world, helen.user_id) == []
