"""The end of a partnership: asked twice, then nothing is left of it."""

import asyncio
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.lib.clock import wall
from bot.lib.refusals import GoneError
from bot.models import Base, FileRequest, Member, Partnership, Post
from bot.outbox import claims as claiming
from bot.outbox import outcomes
from bot.outbox import posts as outbox
from bot.outbox.outcomes import Delivered
from bot.partnership.members import Who
from bot.privacy import acts
from bot.privacy import partnership_copy as copies
from bot.pulse import ballots
from bot.transfer.format import SHARED
from jobs.files import send_files
from jobs.tick import tick
from sandbox.actors.person import Person
from tests.privacy.pasts import has_a_past, kept_elsewhere
from tests.world import FRIDAY, World

NAME = "Exe Bay Together"


def _left(world: World) -> dict[str, int]:
    """Tables with rows in them."""
    with Session(world.bot.database.engine) as session:
        counts = {
            table.name: session.scalars(select(func.count()).select_from(table)).one()
            for table in Base.metadata.sorted_tables
        }
    return {name: number for name, number in counts.items() if number and name not in SHARED}


async def _hosts_too(world: World, name: str) -> Person:
    person = world.person(name)
    await person.types("/partnership join Tideway Foodbank" if person.may_command else "@Pencil join Quayside Surgery")
    with Session(world.bot.database.engine) as session, session.begin():
        session.scalars(select(Member).where(Member.user_id == person.user_id)).one().host = True
    return person


async def _begins_to_end(person: Person) -> Any:
    await person.types("/partnership end" if person.may_command else "@Pencil end")
    return person.private()[-1]


@pytest.mark.parametrize("name", ["Amina Okafor", "Dr Priya Raman"])
async def test_a_host_is_asked_twice_and_then_nothing_is_left(world: World, name: str) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await has_a_past(world, marek)
    kept_elsewhere(world, marek)
    host = await _hosts_too(world, name) if name != "Amina Okafor" else world.person(name)

    first = await _begins_to_end(host)
    assert "delete everything I keep about it, for good" in first.plain
    assert "2 wins" in first.plain
    assert [label for label, _, _ in first.buttons] == ["Send me a copy first", "Continue …"]
    await host.presses(first, "end.continue")
    server = world.bot.database.url.startswith("postgresql")
    assert host.form is not None
    assert ("until they’re overwritten" in host.form.plain) is server  # SQLite overwrites what it deletes
    assert await host.submits({"name": "Something else"}) == {
        "name": "That isn’t its name, so nothing was deleted. Type it exactly as it is above."
    }
    assert _left(world)["wins"] == 2
    assert await host.submits({"name": "exe bay  together"}) is None

    assert "has ended" in host.private()[-1].plain
    assert ("until they’re overwritten" in host.private()[-1].plain) is server
    assert _left(world) == {}
    await tick(world.bot)
    await world.settle()
    await world.moves_to(FRIDAY)
    assert _left(world) == {}


async def test_only_a_host_may(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("/win Here we are")

    assert "Only a host" in (await _begins_to_end(marek)).plain
    assert _left(world)["partnerships"] == 1


async def test_a_copy_is_asked_for_first(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win =1+1 went well")
    first = await _begins_to_end(amina)

    await amina.presses(first, "end.export")

    assert "sending you a copy of everything" in amina.private()[-1].plain
    with Session(world.bot.database.engine) as session:
        assert session.scalars(select(FileRequest.what)).all() == ["export"]
    await send_files(world.bot)
    [file] = [file for message in amina.dms() for file in message.files]
    assert file.title == "exe-bay-together.zip"
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        assert archive.read("wins.csv").decode().splitlines()[1].split(",")[2] == "'=1+1 went well"
        assert "private" not in archive.read("posts.csv").decode()
    await amina.types("/partnership log")
    assert "asked for a copy of everything" in amina.private()[-1].plain


@pytest.mark.parametrize("name", ["Amina Okafor", "Dr Priya Raman"])
async def test_hosts_have_a_copy_whenever_they_like(world: World, name: str) -> None:
    await world.begins()
    priya = await _hosts_too(world, "Dr Priya Raman")
    host = world.person(name)

    await host.types("/partnership export" if host.may_command else "@Pencil export")

    assert "copy of everything this partnership shares" in host.private()[-1].plain
    await send_files(world.bot)
    assert [file.title for message in host.dms() for file in message.files] == ["exe-bay-together.zip"]
    assert priya.user_id


def test_of_every_table_it_is_known_whether_a_copy_tells_it() -> None:
    names = {table.name for table in Base.metadata.sorted_tables}
    assert set(copies.SHEETS) | set(copies.LEFT_OUT) == names
    assert not set(copies.SHEETS) & set(copies.LEFT_OUT)


async def test_two_hosts_at_once_end_it_once(world: World) -> None:
    amina = await world.begins()
    marek = await _hosts_too(world, "Marek Nowak")
    for host in (amina, marek):
        await host.presses(await _begins_to_end(host), "end.continue")

    await asyncio.gather(*(host.submits({"name": NAME}) for host in (amina, marek)))

    replies = sorted(host.private()[-1].plain for host in (amina, marek))
    assert ["has ended" in reply for reply in replies].count(True) == 1
    assert ["nothing to end here" in reply for reply in replies].count(True) == 1
    assert _left(world) == {}


async def test_a_delivery_under_way_records_into_nothing(world: World) -> None:
    amina = await world.begins()
    await amina.types("/blocker Stuck")
    await amina.presses(amina.private()[-1], "blocker.post")
    claims = await world.bot.database.run(claiming.claim, wall(), timedelta(seconds=30))
    assert claims or _posted(world)

    await amina.presses(await _begins_to_end(amina), "end.continue")
    assert await amina.submits({"name": NAME}) is None
    for claim in claims:
        await world.bot.database.run(outcomes.sent, [Delivered(claim, "1.2", claim.channel, wall())], world.bot.clock())
        await world.bot.database.run(outcomes.give_up, claim, outbox.Fate.REFUSED, "x")

    assert _left(world) == {}


def _posted(world: World) -> int:
    with Session(world.bot.database.engine) as session:
        return session.scalars(select(func.count()).select_from(Post)).one()


async def test_what_others_do_meanwhile_leaves_nothing_behind(world: World) -> None:
    amina = await world.begins()
    marek = world.person("Marek Nowak")
    await amina.presses(await _begins_to_end(amina), "end.continue")

    await asyncio.gather(
        *(marek.types(f"/win Early {number}") for number in range(5)),
        amina.submits({"name": NAME}),
        *(marek.types(f"/win Late {number}") for number in range(5)),
    )
    await tick(world.bot)
    await world.settle()

    assert _left(world) == {}
    assert len(marek.private()) == 10  # everybody has had an answer


async def test_an_open_pulse_ends_with_it(world: World) -> None:
    amina = await world.begins()
    with Session(world.bot.database.engine) as session, session.begin():
        for table in ballots.HELD:
            values = {column.name: _any(column) for column in table.__table__.columns}
            session.execute(table.__table__.insert().values(values))  # type: ignore[attr-defined]
    await amina.presses(await _begins_to_end(amina), "end.continue")

    assert await amina.submits({"name": NAME}) is None

    assert _left(world) == {}


def _any(column: Any) -> Any:
    return b"x" if column.type.python_type is bytes else 1


async def test_another_partnership_keeps_everything(world: World) -> None:
    amina = await world.begins()
    now = world.bot.clock()
    with Session(world.bot.database.engine) as session, session.begin():
        session.add(
            Partnership(id=2, team_id="T", channel_id="C2", name="Elsewhere", zone="Europe/London", started_at=now)
        )
        session.flush()
        session.add(Member(partnership_id=2, team_id="T", user_id="U2", joined_at=now, seen_at=now, host=True))
    await amina.presses(await _begins_to_end(amina), "end.continue")

    assert await amina.submits({"name": NAME}) is None

    assert _left(world) == {"partnerships": 1, "members": 1}


async def test_the_channel_can_start_anew_and_old_buttons_lead_nowhere(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win Here we are")
    receipt = amina.private()[-1]
    await amina.presses(await _begins_to_end(amina), "end.continue")
    assert await amina.submits({"name": NAME}) is None

    await amina.presses(receipt, "win.undo")
    assert "That’s gone" in amina.private()[-1].plain
    await amina.presses(world.room[0], "mine.open")
    assert "no partnership in this channel" in amina.private()[-1].plain
    await amina.types("/partnership start Exe Bay Anew")
    await world.settle()
    assert "Exe Bay Anew" in world.room[-1].plain


async def test_somebody_who_is_no_host_any_more_cannot_finish_it(world: World) -> None:
    await world.begins()
    marek = await _hosts_too(world, "Marek Nowak")
    await marek.presses(await _begins_to_end(marek), "end.continue")
    with Session(world.bot.database.engine) as session, session.begin():
        session.scalars(select(Member).where(Member.user_id == marek.user_id)).one().host = False

    assert await marek.submits({"name": NAME}) is None

    assert "Only a host" in marek.private()[-1].plain
    assert _left(world)["partnerships"] == 1
    with pytest.raises(GoneError):
        await world.bot.database.run(acts.end, 99, Who("T", "U"), NAME, FRIDAY)
