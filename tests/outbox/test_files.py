"""Files somebody asks for reach them alone, in one message, whatever Slack does meanwhile."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.app import Bot
from bot.lib.clock import wall
from bot.models import FileRequest, Member
from bot.outbox import files as parcels
from bot.outbox.files import File, FileClaim
from bot.partnership import members, partnerships
from bot.settings import Settings
from jobs.files import LEASE, MAKERS, TRIES, send_files
from sandbox.actors.person import Person
from sandbox.api.faults import Fault, Kind
from sandbox.slack.people import HOME
from sandbox.slack.state import Message
from tests.world import World

PAGE, FIGURES = File("story.html", b"<p>Told</p>"), File("wins.csv", b"when,what\n")
ADDRESS, COMPLETE, OPEN = "files.getUploadURLExternal", "files.completeUploadExternal", "conversations.open"


def _make(session: Session, request: FileRequest, settings: Settings, now: datetime) -> list[File]:
    return [PAGE, *([FIGURES] * request.about.get("csv", 1))]


@pytest.fixture(autouse=True)
def _something_to_send(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MAKERS, "story", _make)


def _ask(session: Session, person: Person, about: dict[str, Any], now: datetime) -> None:
    who = members.Who(person.about.team_id, person.user_id)
    partnership, member = partnerships.enter(session, HOME, who, now)
    parcels.request(session, partnership, member, "story", about, now)


async def asks(world: World, person: Person, **about: Any) -> None:
    await world.bot.database.run(_ask, person, about, world.bot.clock())


def came(person: Person) -> list[Message]:
    return [message for message in person.dms() if message.files]


def waiting(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(FileRequest)).one()


async def left(world: World) -> int:
    return await world.bot.database.read(waiting)


@pytest.mark.parametrize("name", ["Amina Okafor", "Dr Priya Raman"])
async def test_the_files_come_in_one_message_to_whoever_asked(world: World, name: str) -> None:
    await world.begins()
    person = world.person(name)
    room = len(world.room)
    await asks(world, person)
    await world.settle()

    (message,) = came(person)
    assert [(file.title, file.content) for file in message.files] == [
        (file.name, file.content) for file in (PAGE, FIGURES)
    ]
    assert "your report" in message.plain
    assert len(world.room) == room
    assert not came(world.person("Marek Nowak"))
    assert await left(world) == 0


async def test_asking_again_replaces_what_waits(world: World) -> None:
    amina = await world.begins()
    await asks(world, amina, csv=0)
    await asks(world, amina, csv=1)
    await asks(world, world.person("Marek Nowak"))
    assert await left(world) == 2
    await world.settle()

    (message,) = came(amina)
    assert len(message.files) == 2


FAULTS = [
    Fault(Kind.RATE_LIMITED, COMPLETE, seconds=1),
    Fault(Kind.ERROR, COMPLETE, error="token_revoked"),
    *(
        Fault(kind, method, seconds=1)
        for method in (ADDRESS, "upload", OPEN)
        for kind in (Kind.RATE_LIMITED, Kind.SERVER_ERROR, Kind.DROP_BEFORE, Kind.DROP_AFTER, Kind.BROKEN)
        if (method, kind) != ("upload", Kind.BROKEN)
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.method} {fault.kind.name}")
async def test_what_goes_wrong_before_the_handing_over_is_tried_again(world: World, fault: Fault) -> None:
    amina = await world.begins()
    world.sandbox.faults.add(fault)
    await asks(world, amina)
    await world.settle()

    assert len(came(amina)) == 1
    assert await left(world) == 0
    assert not [message for message in amina.dms() if "ask again" in message.plain]


@pytest.mark.parametrize("kind", [Kind.SERVER_ERROR, Kind.DROP_BEFORE, Kind.DROP_AFTER, Kind.BROKEN])
async def test_a_handing_over_in_doubt_is_not_repeated_and_the_person_is_told(world: World, kind: Kind) -> None:
    amina = await world.begins()
    world.sandbox.faults.add(Fault(kind, COMPLETE))
    await asks(world, amina)
    await world.settle()

    assert len(came(amina)) == (kind is Kind.DROP_AFTER)
    assert "If the files are not above, please ask again" in amina.dms()[-1].plain
    assert await left(world) == 0

    await asks(world, amina)
    await world.settle()
    assert len(came(amina)) == 1 + (kind is Kind.DROP_AFTER)


async def test_what_slack_refuses_is_said(world: World) -> None:
    amina = await world.begins()
    world.sandbox.faults.add(Fault(Kind.ERROR, COMPLETE, error="file_not_found"))
    await asks(world, amina)
    await world.settle()

    assert "could not send you your report" in amina.dms()[-1].plain
    assert await left(world) == 0


@pytest.mark.paced
async def test_a_broken_maker_is_tried_again_and_in_the_end_given_up_without_a_word_of_content(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: Any) -> list[File]:
        raise ValueError("what somebody wrote")

    monkeypatch.setitem(MAKERS, "story", breaks)
    amina = await world.begins()
    await asks(world, amina)
    for attempt in range(TRIES):
        assert await left(world) == 1, attempt
        await world.bot.database.run(lambda session: session.execute(update(FileRequest).values(ready_at=None)))
        await send_files(world.bot)
    await world.settle()

    assert "could not send you your report" in amina.dms()[-1].plain
    assert await left(world) == 0
    assert "ValueError" in caplog.text
    assert "what somebody wrote" not in caplog.text


async def test_a_process_killed_while_handing_over_sends_nothing_twice(world: World) -> None:
    amina = await world.begins()
    await asks(world, amina)
    claim = await world.bot.database.run(parcels.claim, wall() - 2 * LEASE, LEASE)
    assert claim is not None
    assert await world.bot.database.run(parcels.hand_over, claim, wall() - 2 * LEASE)
    await world.settle()

    assert not came(amina)
    assert "please ask again" in amina.dms()[-1].plain


async def test_a_process_killed_while_making_leaves_it_to_the_next(world: World) -> None:
    amina = await world.begins()
    await asks(world, amina)
    assert await world.bot.database.run(parcels.claim, wall() - 2 * LEASE, LEASE)
    await world.settle()

    assert len(came(amina)) == 1


async def test_one_worker_alone_has_a_parcel(world: World) -> None:
    await asks(world, await world.begins())

    first = await world.bot.database.run(parcels.claim, wall(), LEASE)
    assert first is not None
    assert await world.bot.database.run(parcels.claim, wall(), LEASE) is None

    later = wall() + LEASE + timedelta(seconds=1)
    second = await world.bot.database.run(parcels.claim, later, LEASE)
    assert second is not None
    assert not await world.bot.database.run(parcels.hand_over, first, later)
    assert await world.bot.database.run(parcels.hand_over, second, later)


async def test_what_was_asked_anew_while_it_was_made_is_not_sent_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    amina = await world.begins()
    again: Iterator[int] = iter([1])

    def slow(*_: Any) -> Any:
        async def rest(bot: Bot) -> list[File]:
            if next(again, None):
                await asks(world, amina)
            return [PAGE]

        return rest

    monkeypatch.setitem(MAKERS, "story", slow)
    await asks(world, amina)
    await world.settle()

    assert len(came(amina)) == 1


async def test_who_asked_to_be_forgotten_is_sent_nothing(world: World) -> None:
    amina = await world.begins()
    await asks(world, amina)
    now = datetime.now(UTC)
    await world.bot.database.run(lambda session: session.execute(update(Member).values(forgotten_at=now)))
    await world.settle()

    assert not came(amina)


async def test_a_lease_set_by_a_wrong_clock_holds_nobody_up(world: World) -> None:
    amina = await world.begins()
    await asks(world, amina)
    far = wall() + timedelta(days=400)
    await world.bot.database.run(lambda session: session.execute(update(FileRequest).values(ready_at=far)))
    claim: FileClaim | None = await world.bot.database.run(parcels.claim, wall(), LEASE)
    assert claim is not None


async def test_the_page_gives_the_files_to_be_saved(database_url: str) -> None:
    from tests.conftest import MANIFEST

    async with World(MANIFEST, database_url, page=True) as world:
        amina = await world.begins()
        await asks(world, amina)
        await world.settle()
        session = world.bot.slack._wire._session
        async with session.get(f"{world.sandbox.url}/?as={amina.user_id}&in=pencil") as answer:
            page = await answer.text()
        (path,) = re.findall(r'<a href="(/file/\w+)" download>story.html</a>', page)
        async with session.get(f"{world.sandbox.url}{path}") as answer:
            assert await answer.read() == PAGE.content
            assert answer.headers["Content-Disposition"] == 'attachment; filename="story.html"'
        async with session.get(f"{world.sandbox.url}/file/F0NOWHERE") as answer:
            assert answer.status == 404
