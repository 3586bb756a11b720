"""A workspace removes Pencil: what waits waits, hosts elsewhere hear, and it all goes on when it is back."""

import time
from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot.cli.connection import Connection
from bot.installations import entries
from bot.lib.clock import wall
from bot.models import Base, Installation, Member, Pace, Partnership, Post
from bot.outbox import claims
from handlers.transport import bolt
from jobs.delivery import deliver
from sandbox.api.faults import Fault, Kind
from sandbox.app import payloads
from sandbox.slack.people import HOME, HUB
from tests.installations.town import MONDAY, NORTH, QUAY, SOUTH, Town

FRIDAY = MONDAY + timedelta(days=4, hours=6)


def _pending(session: Session) -> int:
    return session.scalars(select(func.count()).where(Post.method.is_not(None))).one()


def _away(session: Session) -> list[str]:
    gone = select(Partnership.name).where(Partnership.uninstalled_at.is_not(None)).order_by(Partnership.id)
    return list(session.scalars(gone))


async def _away_now(town: Town) -> list[str]:
    return await town.bot.database.read(_away)


async def _later(town: Town) -> None:
    """The clocks do not leave it open any more what came first."""
    with town.bot.database.engine.begin() as connection:
        at = connection.scalars(select(Installation.installed_at)).first()
        assert at is not None
        connection.execute(update(Installation).values(installed_at=at - timedelta(hours=1)))


async def test_where_pencil_was_removed_nothing_is_sent_and_what_waits_waits(town: Town) -> None:
    amina, _ = await town.both()
    await amina.types("/win We opened the hub")
    await town.settle()
    await _later(town)
    await town.removes(NORTH)
    calls = len([call for call in town.slack.calls if call.team_id == NORTH])

    await town.moves_to(FRIDAY)
    await town.moves_to(FRIDAY + timedelta(days=30))

    assert await _away_now(town) == ["Exe Bay Together"]
    assert len([call for call in town.slack.calls if call.team_id == NORTH]) == calls
    assert any("celebration" in message.plain for message in town.posted(QUAY)) or len(town.posted(QUAY)) > 1
    found = await town.bot.database.read(entries.find, NORTH)
    assert found is not None
    assert (found.bot_token, found.refresh_token) == (None, None), "its tokens are gone at once"


async def test_it_goes_on_where_it_stopped_once_it_is_installed_again(town: Town) -> None:
    amina, _ = await town.both()
    await amina.types("/win We opened the hub")
    await _later(town)
    await town.removes(NORTH)
    await town.settle()
    await town.moves_to(FRIDAY + timedelta(hours=3))
    before = len(town.posted(HOME))
    heard = len(amina.dms())

    await town.installs(NORTH)
    await town.moves_to(FRIDAY + timedelta(days=1))

    assert await _away_now(town) == []
    celebrations = [message for message in town.posted(HOME)[before:] if "This week’s celebration" in message.plain]
    assert len(celebrations) == 1, "once, though late"
    assert "We opened the hub" in celebrations[0].plain
    assert [message.plain for message in amina.dms()[heard:] if "late" in message.plain.lower()] == []
    assert await town.bot.database.read(_pending) == 0


async def test_hosts_in_another_workspace_hear_privately_until_when_all_is_kept(town: Town) -> None:
    amina, _ = await town.both()
    kezia = town.person("Kezia Mensah")
    await kezia.types("@Pencil win We shared a van", HOME)
    await amina.types("/partnership host @Kezia Mensah")
    await town.settle()
    await _later(town)

    await town.removes(NORTH)
    await town.settle()

    [told] = [message.plain for message in kezia.dms(SOUTH) if "has removed Pencil" in message.plain]
    assert "Exe Bay Together" in told
    assert "kept until 2 March 2027" in told
    assert [message for message in amina.dms() if "has removed Pencil" in message.plain] == []
    assert town.posted(QUAY) != []


async def test_nobody_hears_of_a_removal_that_is_over(town: Town) -> None:
    amina, _ = await town.both()
    kezia = town.person("Kezia Mensah")
    await kezia.types("@Pencil win We shared a van", HOME)
    await amina.types("/partnership host @Kezia Mensah")
    await town.settle()
    await _later(town)

    await town.removes(NORTH)
    await town.installs(NORTH)
    await town.settle()

    assert [message for message in kezia.dms(SOUTH) if "has removed Pencil" in message.plain] == []
    assert await town.bot.database.read(_pending) == 0


async def test_what_is_on_its_way_when_pencil_comes_back_is_nobody_elses_to_send(town: Town) -> None:
    amina, _ = await town.both()
    await amina.types("/blocker No key to the hall")
    await amina.presses(amina.private()[-1], "blocker.post")
    claimed = await town.bot.database.run(claims.claim, wall(), timedelta(minutes=1))
    assert claimed
    await _later(town)
    await town.removes(NORTH)
    await town.installs(NORTH)

    assert await town.bot.database.run(claims.claim, wall(), timedelta(minutes=1)) == []


async def test_a_token_in_the_settings_brings_back_what_its_workspace_had_by_the_link(database_url: str) -> None:
    async with Town(database_url, token=True) as town:
        await town.installs(NORTH)
        await town.starts("Amina Okafor", HOME, "Exe Bay Together")
        await _later(town)
        await town.removes(NORTH)
        assert await _away_now(town) == ["Exe Bay Together"]

        async with Connection(town.bot):
            await town.sandbox.until(town.none_away)

        assert await _away_now(town) == []


@pytest.mark.parametrize("word", ["token_revoked", "account_inactive"])
async def test_a_token_taken_back_in_mid_delivery_is_the_same_as_being_removed(
    town: Town, word: str, caplog: pytest.LogCaptureFixture
) -> None:
    amina, _ = await town.both()
    await amina.types("/blocker No key to the hall")
    await amina.presses(amina.private()[-1], "blocker.post")
    town.slack.grants.end(NORTH, word)

    await town.settle()

    assert await _away_now(town) == ["Exe Bay Together"]
    assert await town.bot.database.read(_pending) >= 1
    assert "'workspace': 'T0HUBEXE1'" in caplog.text
    assert f"'reason': '{word}'" in caplog.text
    tries = len([call for call in town.slack.calls if call.team_id == NORTH])
    await town.settle()
    assert len([call for call in town.slack.calls if call.team_id == NORTH]) == tries
    await town.installs(NORTH)
    await town.settle()
    assert "No key to the hall" in town.posted(HOME)[-1].plain


@pytest.mark.paced
async def test_a_token_that_is_not_taken_from_another_address_is_kept(town: Town) -> None:
    amina, _ = await town.both()
    await amina.types("/blocker No key to the hall")
    await amina.presses(amina.private()[-1], "blocker.post")
    town.slack.grants.end(NORTH, "invalid_auth")
    await deliver(town.bot)
    assert await _away_now(town) == []
    assert await town.bot.database.read(_pending) >= 1

    town.slack.grants.untaken.clear()
    with town.bot.database.engine.begin() as connection:
        connection.execute(delete(Pace))
        connection.execute(update(Post).where(Post.method.is_not(None)).values(ready_at=None))
    await town.settle()

    assert "No key to the hall" in town.posted(HOME)[-1].plain


async def test_what_slack_brings_late_is_not_about_what_was_installed_since(town: Town) -> None:
    await town.both()
    await town.says(NORTH, {"type": "app_uninstalled"}, at=int(time.time()) - 3_600)
    assert await _away_now(town) == []

    await town.says(NORTH, {"type": "app_uninstalled"})  # so close to it that Slack is asked
    assert await _away_now(town) == []

    town.slack.grants.end(NORTH)
    await town.says(NORTH, {"type": "app_uninstalled"})
    assert await _away_now(town) == ["Exe Bay Together"]


async def test_tokens_of_people_are_not_pencils(town: Town) -> None:
    await town.both()
    await _later(town)
    await town.says(NORTH, {"type": "tokens_revoked", "tokens": {"oauth": ["U0001HUB"], "bot": ["U0OTHERBOT"]}})
    await town.says(NORTH, {"type": "tokens_revoked", "tokens": {"oauth": ["U0001HUB"]}})
    assert await _away_now(town) == []

    await town.says(NORTH, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0PENCIL1"]}})
    assert await _away_now(town) == ["Exe Bay Together"]


@pytest.mark.parametrize("token", [True, False])
async def test_what_is_said_of_a_whole_organisation_is_about_no_workspace(
    database_url: str,
    token: bool,  # noqa: FBT001
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Slack says it without a workspace, as where an organisation's token was given back."""
    async with Town(database_url, token=token) as town:
        await town.both()
        await _later(town)
        for event in (
            {"type": "app_uninstalled"},
            {"type": "tokens_revoked", "tokens": {"bot": ["U0PENCIL1", f"U{SOUTH[1:]}BOT"]}},
        ):
            payload = payloads.event(town.slack, event, NORTH)
            del payload["team_id"]
            payload |= {"authorizations": [], "enterprise_id": "E0WHOLE"}
            await town.sandbox.app.deliver("events_api", payload)

        assert await _away_now(town) == []
        found = await town.bot.database.read(entries.find, NORTH)
        assert found is not None
        assert found.bot_token is not None
        assert "failed" not in caplog.text


async def test_both_events_are_one_removal(town: Town) -> None:
    amina, _ = await town.both()
    kezia = town.person("Kezia Mensah")
    await kezia.types("@Pencil win We shared a van", HOME)
    await amina.types("/partnership host @Kezia Mensah")
    await _later(town)
    await town.removes(NORTH, kinds=("app_uninstalled",))
    await town.says(NORTH, {"type": "tokens_revoked", "tokens": {"bot": ["U0PENCIL1"]}})
    await town.settle()

    assert len([message for message in kezia.dms(SOUTH) if "has removed Pencil" in message.plain]) == 1


async def test_twelve_months_later_it_is_deleted_and_nothing_of_the_other(town: Town) -> None:
    amina, priya = await town.both()
    await amina.types("/win We opened the hub")
    await priya.types("/win We painted the wall", QUAY)
    await _later(town)
    await town.removes(NORTH)

    await town.moves_to(MONDAY + timedelta(days=364))
    assert await _away_now(town) == ["Exe Bay Together"]
    await town.moves_to(MONDAY + timedelta(days=366))

    def left(session: Session) -> dict[str, int]:
        tables = [table for table in Base.metadata.sorted_tables if "partnership_id" in table.columns]
        counts = {
            table.name: session.scalar(select(func.count()).where(table.c.partnership_id == 1)) for table in tables
        }
        return {name: number for name, number in counts.items() if number}

    assert await town.bot.database.read(left) == {}
    assert await town.bot.database.read(entries.find, NORTH) is None
    names = await town.bot.database.read(lambda session: session.scalars(select(Partnership.name)).all())
    assert names == ["Quayside Circle"]
    assert await town.bot.database.read(lambda session: session.scalars(select(func.count(Member.id))).one()) > 0


@pytest.mark.paced
async def test_a_key_that_changed_is_named_and_nothing_is_lost(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    amina, _ = await town.both()
    await amina.types("/blocker No key to the hall")
    await amina.presses(amina.private()[-1], "blocker.post")
    with town.bot.database.engine.begin() as connection:
        connection.execute(delete(Pace))
    async with town.another(pencil_key=SecretStr("another key, as long as the one before it was")) as other:
        await deliver(other)
    assert "PENCIL_KEY is not the one that a workspace's token was sealed with" in caplog.text
    assert await town.bot.database.read(_pending) >= 1
    assert await _away_now(town) == []

    with town.bot.database.engine.begin() as connection:
        connection.execute(delete(Pace))
        connection.execute(update(Post).where(Post.method.is_not(None)).values(ready_at=None))
    await town.settle()
    assert "No key to the hall" in town.posted(HOME)[-1].plain


async def test_one_workspace_with_a_token_in_the_settings_goes_on_beside_others(database_url: str) -> None:
    async with Town(database_url, token=True) as town:
        town.sandbox.app.installed.append(HUB)
        await town.starts("Amina Okafor", HOME, "Exe Bay Together")
        await town.installs(SOUTH)
        await town.starts("Dr Priya Raman", QUAY, "Quayside Circle")
        assert {message.user_id for message in town.posted(HOME)} == {"U0PENCIL1"}
        assert {message.user_id for message in town.posted(QUAY)} == {f"U{SOUTH[1:]}BOT"}
        assert town.wrong_calls() == []


async def test_a_dead_token_in_the_settings_does_not_stand_in_the_way(database_url: str) -> None:
    async with Town(database_url, token=True) as town:
        town.slack.refuses_token = "account_inactive"
        await town.installs(SOUTH)
        await town.starts("Dr Priya Raman", QUAY, "Quayside Circle")
        assert len(town.posted(QUAY)) == 1


async def test_where_slack_only_fails_nobody_is_removed(town: Town) -> None:
    amina, _ = await town.both()
    await amina.types("/blocker No key to the hall")
    await amina.presses(amina.private()[-1], "blocker.post")
    for kind in (Kind.SERVER_ERROR, Kind.BROKEN, Kind.DROP_BEFORE):
        town.sandbox.faults.add(Fault(kind, "chat.postMessage"))
    await town.settle()
    assert await _away_now(town) == []
    assert "No key to the hall" in town.posted(HOME)[-1].plain


async def test_a_token_that_came_twice_is_known_again_when_it_is_taken_back(town: Town) -> None:
    amina, _ = await town.both()
    store = bolt(town.bot).installation_store
    assert store is not None
    same = await store.async_find_bot(enterprise_id=None, team_id=NORTH)
    assert same is not None
    await store.async_save_bot(same)
    await amina.types("/blocker No key to the hall")
    await amina.presses(amina.private()[-1], "blocker.post")
    town.slack.grants.end(NORTH, "token_revoked")

    await town.settle()

    assert await _away_now(town) == ["Exe Bay Together"]


async def test_two_workspaces_without_tokens_are_still_two(town: Town) -> None:
    await town.both()
    await _later(town)
    for team_id in (NORTH, SOUTH):
        await town.removes(team_id)
    priya = town.person("Dr Priya Raman")
    town.slack.channels[HOME].members.discard(priya.user_id)
    payload = payloads.slash_command(
        town.slack, priya.about, town.slack.channels[HOME], "/partnership", "partners", "https://x"
    )
    payload["team_id"] = SOUTH

    answer = await town.sandbox.app.deliver("slash_commands", payload)

    assert "in this partnership" not in str(answer)
    assert "Slack" in str(answer)


async def test_of_a_workspace_without_a_partnership_nothing_is_kept(town: Town) -> None:
    await town.installs(NORTH)
    await _later(town)
    await town.removes(NORTH)
    assert await town.bot.database.read(entries.find, NORTH) is None
