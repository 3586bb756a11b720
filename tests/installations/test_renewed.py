"""Tokens that run out are renewed in time, once, by whichever process."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.installations import entries, rotation
from bot.lib.clock import wall
from bot.models import Installation, Partnership
from sandbox.api.faults import Fault, Kind
from sandbox.slack.people import HOME
from tests.installations.town import NORTH, Town


@pytest.fixture
async def turning(town: Town) -> Town:
    """A town whose tokens run out after twelve hours."""
    town.slack.grants.rotates = True
    await town.both()
    return town


def _runs_out(town: Town, left: timedelta) -> None:
    grant = town.slack.grants.current(NORTH)
    grant.expires_at = (wall() + left).timestamp()
    with town.bot.database.engine.begin() as connection:
        connection.execute(update(Installation).where(Installation.team_id == NORTH).values(expires_at=wall() + left))


def _renewals(town: Town) -> int:
    return len([call for call in town.slack.calls if call.args.get("grant_type") == "refresh_token"])


async def test_a_token_is_renewed_two_hours_before_it_runs_out_though_nobody_is_at_work(turning: Town) -> None:
    town, before = turning, turning.slack.grants.current(NORTH).token
    await rotation.renew_expiring(town.bot)
    assert _renewals(town) == 0

    _runs_out(town, timedelta(hours=1))
    await rotation.renew_expiring(town.bot)
    await rotation.renew_expiring(town.bot)

    assert _renewals(town) == 1
    assert town.slack.grants.current(NORTH).token != before
    town.slack.grants.untaken[before] = "token_revoked"
    await town.person("Amina Okafor").types("/blocker No key")
    await town.person("Amina Okafor").presses(town.person("Amina Okafor").private()[-1], "blocker.post")
    await town.settle()
    assert "No key" in town.posted(HOME)[-1].plain


async def test_two_processes_renew_it_once(turning: Town) -> None:
    _runs_out(turning, timedelta(hours=1))
    async with turning.another() as other:
        await asyncio.gather(*(rotation.renew_expiring(bot) for bot in (turning.bot, other) for _ in range(4)))

    assert _renewals(turning) == 1
    assert await _away(turning) == []


@pytest.mark.parametrize("known", [True, False])
async def test_one_that_has_run_out_is_renewed_where_somebody_needs_it(turning: Town, known: bool) -> None:  # noqa: FBT001
    town = turning
    _runs_out(town, timedelta(minutes=-1) if known else timedelta(hours=5))
    if not known:
        town.slack.grants.current(NORTH).expires_at = 0.0

    amina = town.person("Amina Okafor")
    await amina.types("/blocker No key")
    await amina.presses(amina.private()[-1], "blocker.post")
    await town.settle()

    assert _renewals(town) == 1
    assert "No key" in town.posted(HOME)[-1].plain
    assert await _away(town) == []


async def test_a_token_that_cannot_be_renewed_any_more_is_as_if_pencil_had_been_removed(
    turning: Town, caplog: pytest.LogCaptureFixture
) -> None:
    town = turning
    _runs_out(town, timedelta(minutes=-1))
    town.slack.grants.current(NORTH).refresh_token = "another by now"

    await rotation.renew_expiring(town.bot)

    assert await _away(town) == ["Exe Bay Together"]
    assert "invalid_refresh_token" in caplog.text


@pytest.mark.parametrize(
    "fault",
    [
        Fault(Kind.ERROR, "oauth.v2.access", error="ratelimited"),
        Fault(Kind.ERROR, "oauth.v2.access", error="bad_client_secret"),
        Fault(Kind.DROP_BEFORE, "oauth.v2.access"),
        Fault(Kind.SERVER_ERROR, "oauth.v2.access"),
        Fault(Kind.BROKEN, "oauth.v2.access"),
    ],
    ids=lambda fault: f"{fault.kind.name} {fault.error}",
)
async def test_where_slack_only_fails_it_is_tried_again(turning: Town, fault: Fault) -> None:
    town = turning
    _runs_out(town, timedelta(hours=1))
    town.sandbox.faults.add(fault)
    await rotation.renew_expiring(town.bot)
    assert await _away(town) == []

    with town.bot.database.engine.begin() as connection:
        connection.execute(update(Installation).values(lease_until=None))
    await rotation.renew_expiring(town.bot)

    found = await town.bot.database.read(entries.find, NORTH)
    assert found is not None
    assert found.expires_at is not None
    assert found.expires_at > wall() + timedelta(hours=11)


async def test_what_is_renewed_does_not_bring_back_what_was_removed_meanwhile(turning: Town) -> None:
    town = turning
    _runs_out(town, timedelta(hours=1))

    async def removed(_: Any) -> None:
        await town.bot.database.run(entries.remove, NORTH, town.bot.clock())

    town.sandbox.faults.after["oauth.v2.access"] = removed
    await rotation.renew_expiring(town.bot)

    found = await town.bot.database.read(entries.find, NORTH)
    assert found is not None
    assert found.bot_token is None


async def _away(town: Town) -> list[str]:
    gone = select(Partnership.name).where(Partnership.uninstalled_at.is_not(None))
    return await town.bot.database.read(lambda session: list(session.scalars(gone)))
