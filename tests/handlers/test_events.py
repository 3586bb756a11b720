"""What Slack tells of by itself: once or twice, for one workspace or several, and with things left out."""

from http import HTTPStatus
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.models import Win
from handlers.transport import acknowledge, bolt
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


async def test_it_is_one_act_too_where_another_process_has_answered_the_first(world: World) -> None:
    await world.begins()
    amina = world.person("Amina Okafor")
    said = world.slack.add(HOME, amina.user_id, payloads.marked(world.slack, "@Pencil win We opened the hub"))
    for ts in (said.ts, world.slack.new_ts()):
        world.bot.answered._names.clear()  # as if it were new
        await world.sandbox.app.deliver("events_api", payloads.app_mention(world.slack, amina.about, said, ts=ts))
    assert await _wins(world) == 1


async def test_a_message_without_an_id_of_its_own_goes_by_its_time(world: World) -> None:
    await world.begins()
    amina = world.person("Amina Okafor")
    for _ in range(2):
        said = world.slack.add(HOME, amina.user_id, payloads.marked(world.slack, "@Pencil win We opened the hub"))
        body = payloads.app_mention(world.slack, amina.about, said)
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
    said = world.slack.add(HOME, amina.user_id, payloads.marked(world.slack, "@Pencil win We opened the hub"))
    body = payloads.app_mention(world.slack, amina.about, said)
    del body["team_id"]
    await world.sandbox.app.deliver("events_api", body)
    assert await _wins(world) == 1
    for kind in ("member_joined_channel", "member_left_channel"):
        body = payloads.moved(world.slack, amina.about, world.slack.channels[HOME], kind)
        del body["team_id"]
        await world.sandbox.app.deliver("events_api", body)
