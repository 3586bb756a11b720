"""What Slack tells of by itself: once or twice, for one workspace or several, and with things left out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import handlers.events
from bot import app as core
from bot.lib.clock import wall
from bot.models import AuditEntry, Base, Pace, Win
from bot.outbox import answers
from handlers.transport import acknowledge, bolt
from sandbox.actors.person import Person
from sandbox.app import payloads
from sandbox.slack.people import ESTUARY, HOME, HUB
from tests.world import World


def _number(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(Win)).one()


async def _wins(world: World) -> int:
    return await world.bot.database.read(_number)


WAYS = {
    "as two messages": (True, [HUB]),
    "for each workspace that has Pencil": (False, [HUB, ESTUARY]),
    "for the other workspace first": (False, [ESTUARY, HUB]),
    "as two messages for each": (True, [ESTUARY, HUB]),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["Amina Okafor", "Grace Oyelaran"])
async def test_what_somebody_says_once_is_one_act_however_often_it_comes(world: World, way: str, name: str) -> None:
    await world.begins()
    person = world.person(name)
    world.sandbox.app.twice, world.sandbox.app.installed = WAYS[way]
    before = len(person.private())

    await person.types("@Pencil win We opened the hub")

    assert await _wins(world) == 1
    [answer] = person.private()[before:]
    assert "Recorded" in answer.plain

    await person.types("@Pencil win We opened the hub")  # and says the same again

    assert await _wins(world) == 2
    assert len(person.private()) == before + 2


def _rows(session: Session) -> dict[str, list[str]]:
    return {
        table.name: sorted(map(repr, session.execute(select(table))))
        for table in Base.metadata.sorted_tables
        if table.name != "pace"
    }


@asynccontextmanager
async def _processes(world: World) -> AsyncIterator[list[AsyncApp]]:
    """Two of them, on one database."""
    async with core.make(world.bot.settings, world.bot.clock) as other:
        yield [bolt(world.bot), bolt(other)]


def _said(world: World, person: Person, words: str) -> dict[str, Any]:
    message = world.slack.add(HOME, person.user_id, payloads.marked(world.slack, words))
    return payloads.app_mention(world.slack, person.about, message)


COMMANDS = ["pulse skip", "export", "win We opened the hub", "win undo", "skill roofs", "pause", "snooze 2 weeks"]


@pytest.mark.database
async def test_what_is_said_is_done_once_whichever_processes_hear_of_it(world: World) -> None:
    amina = await world.begins()
    for words in ("a door", "a roof", "a hall"):
        await amina.types(f"/win We mended {words}")
    async with _processes(world) as processes:
        for words in COMMANDS:
            body = _said(world, amina, f"@Pencil {words}")
            before = len(amina.private())
            kept = []
            for process in processes:
                assert await acknowledge(process, body) == (HTTPStatus.OK, "")
                kept.append(await world.bot.database.read(_rows))
            assert kept[0] == kept[1], words
            assert len(amina.private()) == before + 1, words


@pytest.mark.database
async def test_it_is_done_once_where_two_processes_hear_of_it_at_once(world: World) -> None:
    amina = await world.begins()
    body = _said(world, amina, "@Pencil pulse skip")
    async with _processes(world) as processes:
        statuses = [status for status, _ in await asyncio.gather(*(acknowledge(each, body) for each in processes))]
        assert HTTPStatus.OK in statuses
        assert set(statuses) <= {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE}  # then Slack brings it again
        for process in processes:
            assert await acknowledge(process, body) == (HTTPStatus.OK, "")
    skipped = select(func.count()).where(AuditEntry.deed == "pulse.skipped")
    assert await world.bot.database.read(lambda session: session.scalar(skipped)) == 1


async def test_what_a_process_has_begun_and_not_done_another_does_later(world: World) -> None:
    amina = await world.begins()
    body = _said(world, amina, "@Pencil win We opened the hub")
    origin = handlers.events.mention(body, HUB).origin
    await world.bot.database.run(answers.claim, origin, wall())  # and is gone

    assert await acknowledge(bolt(world.bot), body) == (HTTPStatus.SERVICE_UNAVAILABLE, "")
    assert await _wins(world) == 0

    def older(session: Session) -> None:
        for row in session.scalars(select(Pace)):
            row.free_at -= answers.LEASE

    await world.bot.database.run(older)
    assert await acknowledge(bolt(world.bot), body) == (HTTPStatus.OK, "")
    assert await _wins(world) == 1


async def test_a_message_without_an_id_of_its_own_goes_by_its_time(world: World) -> None:
    await world.begins()
    amina = world.person("Amina Okafor")
    for _ in range(2):
        message = world.slack.add(HOME, amina.user_id, payloads.marked(world.slack, "@Pencil win We opened the hub"))
        body = payloads.app_mention(world.slack, amina.about, message)
        body["event"]["client_msg_id"] = None
        for _ in range(2):
            await world.sandbox.app.deliver("events_api", body)
    assert await _wins(world) == 2


UNNAMED: dict[str, dict[str, Any]] = {
    "tokens_revoked": {"tokens": {"oauth": [], "bot": ["U0PENCIL1"]}},
    "app_uninstalled": {},
    "team_access_granted": {"team_ids": ["T0NEW"]},
    "team_access_revoked": {"team_ids": ["T0NEW"]},
    "something_of_next_year": {},
}


@pytest.mark.parametrize("kind", UNNAMED)
async def test_events_without_a_workspace_are_acknowledged(world: World, kind: str) -> None:
    body = payloads.event(world.slack, {"type": kind, **UNNAMED[kind]})
    del body["team_id"]
    body["authorizations"] = []
    await world.sandbox.app.deliver(
        "events_api", body
    )  # else Slack hears nothing for three seconds, and sends it again
    assert await acknowledge(bolt(world.bot), body) == (HTTPStatus.OK, "")


async def test_what_is_said_without_a_workspace_is_heard(world: World) -> None:
    await world.begins()
    amina = world.person("Amina Okafor")
    message = world.slack.add(HOME, amina.user_id, payloads.marked(world.slack, "@Pencil win We opened the hub"))
    body = payloads.app_mention(world.slack, amina.about, message)
    del body["team_id"]
    await world.sandbox.app.deliver("events_api", body)
    assert await _wins(world) == 1
    for kind in ("member_joined_channel", "member_left_channel"):
        body = payloads.moved(world.slack, amina.about, world.slack.channels[HOME], kind)
        del body["team_id"]
        await world.sandbox.app.deliver("events_api", body)
