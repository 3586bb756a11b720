"""A press that Slack delivers twice is one; what it is answered with goes to Slack and to nobody else."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import select

from bot.models import Win
from bot.slack.client import from_settings
from bot.slack.failures import RefusedError
from handlers import payloads
from sandbox.slack.people import GENERAL, HOME
from tests.world import FRIDAY, World


@pytest.fixture(params=["one after the other", "at once"])
def twice(request: pytest.FixtureRequest, world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Every press and shortcut comes twice."""
    deliver = world.sandbox.app.deliver

    async def delivered(kind: str, payload: dict[str, Any]) -> Any:
        if payload.get("type") not in {"block_actions", "message_action"}:
            return await deliver(kind, payload)
        if request.param == "at once":
            return (await asyncio.gather(deliver(kind, payload), deliver(kind, payload)))[0]
        await deliver(kind, payload)
        return await deliver(kind, payload)

    monkeypatch.setattr(world.sandbox.app, "deliver", delivered)
    return world


async def test_a_press_that_comes_twice_is_done_and_answered_once(twice: World) -> None:
    amina = await twice.begins()
    await amina.types("/blocker Nobody answers at the parking office")
    before = len(amina.private())
    await amina.presses(amina.private()[-1], "blocker.nameless")
    assert len(amina.private()) == before
    assert "Posted without your name" in amina.private()[-1].plain

    await amina.presses(amina.private()[-1], "blocker.edit")
    assert amina.form is not None
    await amina.closes()
    assert amina.form is None
    await amina.presses(twice.room[0], "mine.open")
    await amina.presses(amina.form, "mydata.show")  # in a form, where the answer is one more
    await amina.closes(everything=True)

    await amina.types("/win We opened the hub")
    await twice.moves_to(FRIDAY)
    before = len(amina.private())
    await amina.presses(twice.celebrations[0], "celebration.cheer")
    assert len(amina.private()) == before  # not: you have cheered already

    await amina.uses_shortcut("win.from_message", twice.slack.add(HOME, amina.user_id, "We mended the hall door"))
    await amina.closes()
    assert amina.form is None


def test_a_word_about_a_form_stands_beside_its_first_field_and_no_list_above_it() -> None:
    """Slack takes it amiss beside anything else, though lists in rows and beside words are part of what comes."""
    row = {"type": "actions", "block_id": "row", "elements": []}
    answers = {"row": {"a": {"type": "static_select", "selected_option": None}}, "text": {"v": {"value": "x"}}}

    def field_of(*blocks: dict[str, Any]) -> str:
        view = {"id": "V1", "callback_id": "x", "blocks": list(blocks), "state": {"values": answers}}
        return payloads.submission({"view": view, "user": {"id": "U1", "team_id": "T1"}}, "T1").field

    assert field_of(row, {"type": "input", "block_id": "text"}, row) == "text"
    assert field_of(row) == ""


async def test_two_presses_are_two(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    await world.moves_to(FRIDAY)
    for _ in range(2):
        await amina.presses(world.celebrations[0], "celebration.cheer")
    assert "already" in amina.private()[-1].plain


@asynccontextmanager
async def _listening(redirected_to: str = "") -> AsyncIterator[tuple[str, list[str]]]:
    """Somebody else on this machine: where they are, and what they were sent."""
    heard: list[str] = []

    async def hear(request: web.Request) -> web.Response:
        heard.append(await request.text())
        if redirected_to:
            raise web.HTTPTemporaryRedirect(redirected_to)
        return web.Response(text="ok")

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", hear)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", heard
    finally:
        await runner.cleanup()


async def test_an_address_that_is_not_slacks_is_sent_nothing_and_the_act_is_kept(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    amina = await world.begins()
    receipt = await amina.types("/win We opened the hub")
    assert receipt is not None
    spoken = world.slack.add(GENERAL, amina.user_id, "We mended the door")
    caplog.set_level(logging.WARNING)
    async with _listening() as (address, heard):
        monkeypatch.setattr(world.sandbox.app, "respond_at", lambda _: f"{address}/response/1")
        await amina.presses(receipt, "win.undo")
        await amina.uses_shortcut("win.from_message", spoken)
    assert heard == []
    assert caplog.text.count("is not one of Slack's") == 2
    assert await world.bot.database.read(lambda session: session.scalars(select(Win.undone_at)).one()) is not None


ELSEWHERE = [
    "",
    "nonsense",
    "https://hooks.slack.com",
    "http://hooks.slack.com/actions/1",
    "https://hooks.slack.com.example.org/actions/1",
    "https://hooks.slack.com@example.org/actions/1",
    "https://hooks.slack.com:8443/actions/1",
    "https://hooks.slack.com\\@example.org/actions/1",
    "https://example.org/https://hooks.slack.com/actions/1",
    "https://slack.com/actions/1",
    "https://files.slack.com/actions/1",
    "file:///etc/passwd",
    "http://169.254.169.254/latest/meta-data",
]


async def test_only_slacks_own_response_addresses_and_the_configured_api_are_answered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    class _AnsweredError(Exception):
        pass

    def post(*_: Any, **options: Any) -> None:
        assert options["allow_redirects"] is False
        raise _AnsweredError

    slack = world.bot.slack
    monkeypatch.setattr(slack._wire._session, "post", post)
    for address in ELSEWHERE:
        with pytest.raises(RefusedError, match="not one of Slack's"):
            await slack.respond(address, {})
    for address in ("https://hooks.slack.com/actions/T1/2/abc", f"{world.sandbox.url}/response/1"):
        with pytest.raises(_AnsweredError):
            await slack.respond(address, {})


async def test_an_answer_is_not_sent_on_to_where_its_address_leads(world: World) -> None:
    async with _listening() as (elsewhere, heard), _listening(f"{elsewhere}/taken") as (api, asked):
        slack = from_settings(world.bot.settings.model_copy(update={"slack_api_url": f"{api}/api/"}))
        await slack.open()
        with pytest.raises(RefusedError, match="307"):
            await slack.respond(f"{api}/response/1", {"text": "We opened the hub"})
        await slack.close()
    assert len(asked) == 1
    assert heard == []
