"""Somebody opens the link, agrees in Slack, and Pencil is in their workspace; or not, and hears why."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from bot.installations import entries, states
from bot.models import Installation, InstallState
from sandbox.api.faults import Fault, Kind
from sandbox.slack.people import HOME
from tests.installations.town import KEY, NORTH, QUAY, SOUTH, Town, query


async def test_a_workspace_has_pencil_by_opening_a_link(town: Town) -> None:
    link, cookie = await town.begins()
    assert query(link)["client_id"] == town.slack.grants.client_id
    assert set(query(link)["scope"].split(",")) == set(town.sandbox.app.manifest["oauth_config"]["scopes"]["bot"])
    assert len(query(link)["state"]) > 40

    page = await town.opens(await town.agrees(link, NORTH), cookie)

    assert page.status == 200
    assert "Pencil is in Exe Bay Hub" in page.words
    assert "/invite @Pencil" in page.words
    assert "/partnership start" in page.words
    assert "kept for twelve months" in page.words
    assert page.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    town.sandbox.app.installed.append(NORTH)
    amina = await town.starts("Amina Okafor", HOME, "Exe Bay Together")
    receipt = await amina.types("/win We opened the hub")
    assert receipt is not None
    assert "Recorded" in receipt.plain
    assert {call.team_id for call in town.slack.calls if call.method == "chat.postMessage"} == {NORTH}


async def test_each_partnership_speaks_with_the_token_of_its_own_workspace(town: Town) -> None:
    await town.both()

    assert [message.user_id for message in town.posted(HOME)] == ["U0PENCIL1"]
    assert {message.user_id for message in town.posted(QUAY)} == {f"U{SOUTH[1:]}BOT"}
    assert town.wrong_calls() == []


async def test_what_is_kept_of_a_token_says_nothing_of_it(town: Town) -> None:
    town.slack.grants.rotates = True
    await town.installs(NORTH)
    grant = town.slack.grants.current(NORTH)

    with town.bot.database.engine.connect() as connection:
        rows = [repr(tuple(row)) for row in connection.execute(select(Installation.__table__))]
    assert len(rows) == 1
    for secret in (grant.token, grant.refresh_token or "", KEY, next(iter(town.slack.people))):
        assert secret.encode().hex() not in rows[0]
        assert secret not in rows[0]


async def test_a_link_comes_back_once_and_to_the_browser_that_opened_it(town: Town) -> None:
    link, cookie = await town.begins()
    address = await town.agrees(link, NORTH)

    stranger = await town.opens(address, "slack-app-oauth-state=another")
    assert stranger.status == 400
    assert "another browser" in stranger.words
    assert (await town.opens(address)).status == 400
    assert (await town.opens(address, cookie)).status == 200

    again = await town.opens(address, cookie)
    assert again.status == 401
    assert "used already" in again.words
    assert again.link == "/slack/install"


async def test_a_link_that_nobody_was_given_is_refused_before_slack_is_asked(town: Town) -> None:
    made_up = "state=made-up&code=made-up"
    page = await town.opens(f"{town.url}/slack/oauth_redirect?{made_up}", "slack-app-oauth-state=made-up")

    assert page.status == 401
    assert [call for call in town.slack.calls if call.method == "oauth.v2.access"] == []


async def test_a_link_is_good_for_ten_minutes(town: Town) -> None:
    link, cookie = await town.begins()
    address = await town.agrees(link, NORTH)
    with town.bot.database.engine.begin() as connection:
        [expires_at] = connection.scalars(select(InstallState.expires_at)).all()
        connection.execute(update(InstallState).values(expires_at=expires_at - timedelta(seconds=states.SECONDS)))

    assert (await town.opens(address, cookie)).status == 401
    await town.begins()
    with town.bot.database.engine.connect() as connection:
        assert len(connection.scalars(select(InstallState.state_hash)).all()) == 1, "those whose time is over are gone"


async def test_a_code_is_good_once(town: Town) -> None:
    link, cookie = await town.begins()
    used = query(await town.agrees(link, NORTH))["code"]
    assert (
        await town.opens(f"{town.url}/slack/oauth_redirect?code={used}&state={query(link)['state']}", cookie)
    ).status == 200

    link, cookie = await town.begins()
    page = await town.opens(f"{town.url}/slack/oauth_redirect?code={used}&state={query(link)['state']}", cookie)

    assert page.status == 401
    assert "good once" in page.words
    assert (await town.bot.database.read(entries.find, NORTH)) is not None


async def test_somebody_who_may_not_install_apps_hears_what_to_do(town: Town) -> None:
    town.slack.grants.refuses = "access_denied"

    page = await town.installs(NORTH)

    assert page.status == 403
    assert "ask somebody who looks after it" in page.words
    assert await town.bot.database.read(entries.find, NORTH) is None


async def test_nothing_is_installed_for_a_whole_organisation_and_its_token_is_given_back(town: Town) -> None:
    town.slack.grants.org_wide = True

    page = await town.installs(NORTH)

    assert page.status == 403
    assert "can’t be installed for a whole organisation" in page.words
    assert town.slack.grants.revoked == [town.slack.grants.current(NORTH).token]
    assert await town.bot.database.read(entries.every) == []


def _asking_less(link: str) -> str:
    """The same address with fewer permissions, as somebody may change it in their browser."""
    return re.sub(r"scope=[^&]+", "scope=commands,chat:write", link)


async def test_with_fewer_permissions_than_it_needs_nothing_is_installed_and_the_token_is_given_back(
    town: Town,
) -> None:
    link, cookie = await town.begins()

    page = await town.opens(await town.agrees(_asking_less(link), NORTH), cookie)

    assert page.status == 403
    assert "less than it needs" in page.words
    assert town.slack.grants.revoked == [town.slack.grants.current(NORTH).token]
    assert await town.bot.database.read(entries.every) == []


async def test_nobody_takes_permissions_from_a_workspace_that_has_pencil(town: Town) -> None:
    await town.installs(NORTH)
    before = await town.bot.database.read(entries.find, NORTH)
    link, cookie = await town.begins()

    page = await town.opens(await town.agrees(_asking_less(link), NORTH), cookie)

    assert page.status == 403
    assert await town.bot.database.read(entries.find, NORTH) == before
    assert town.slack.grants.revoked == [], "Slack may have given the same token again"


async def test_where_the_database_is_away_it_can_be_done_again(town: Town) -> None:
    link, cookie = await town.begins()
    address = await town.agrees(link, NORTH)
    with town.bot.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE installations RENAME TO away"))
    page = await town.opens(address, cookie)
    assert page.status == 503
    assert "Start again in a minute" in page.words
    assert page.link == "/slack/install"

    with town.bot.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO installations"))
    assert (await town.installs(NORTH)).status == 200


async def test_what_slack_says_in_the_address_is_not_shown(town: Town) -> None:
    page = await town.opens(f"{town.url}/slack/oauth_redirect?error=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "script" not in page.text
    assert "Slack stopped the installation" in page.words
    assert (await town.opens(f"{town.url}/slack/oauth_redirect?{'x' * 5_000}")).status == 414


@pytest.mark.parametrize("kind", [Kind.HANG, Kind.BROKEN, Kind.SERVER_ERROR])
async def test_where_slack_does_not_answer_it_can_be_done_again(town: Town, kind: Kind) -> None:
    town.sandbox.faults.add(Fault(kind, "oauth.v2.access"))
    page = await town.installs(NORTH)
    assert page.status in {401, 502}
    assert page.link == "/slack/install"

    assert (await town.installs(NORTH)).status == 200


async def test_nothing_of_an_installation_goes_into_the_log(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    await town.installs(NORTH)
    link, cookie = await town.begins()
    await town.opens(f"{town.url}/slack/oauth_redirect?code=never-given&state={query(link)['state']}", cookie)

    assert "workspace" in caplog.text
    for secret in (town.slack.grants.current(NORTH).token, town.slack.grants.client_secret, "never-given"):
        assert secret not in caplog.text


async def test_bolt_keeps_nothing_in_files_of_its_own(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    async with Town(database_url) as town:
        monkeypatch.setenv("SLACK_CLIENT_ID", town.slack.grants.client_id)
        monkeypatch.setenv("SLACK_CLIENT_SECRET", town.slack.grants.client_secret)
        assert (await town.installs(NORTH)).status == 200
    assert list(tmp_path.rglob("*bolt*")) == []


async def test_installing_twice_is_one_installation(town: Town) -> None:
    await town.installs(NORTH)
    before = town.slack.grants.current(NORTH).token
    await town.installs(NORTH)
    town.slack.grants.untaken[before] = "token_revoked"

    with town.bot.database.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM installations")) == 1
    await town.starts("Amina Okafor", HOME, "Exe Bay Together")
    assert len(town.posted(HOME)) == 1


@pytest.mark.parametrize(("scopes", "says"), [(None, True), ("chat:write,channels:history", False)])
async def test_the_page_says_that_channels_are_not_read_only_where_they_are_not(
    database_url: str,
    scopes: str | None,
    says: bool,  # noqa: FBT001
) -> None:
    async with Town(database_url, slack_scopes=scopes) as town:
        page = await town.opens(f"{town.url}/slack/install")
        assert ("can’t read your channels" in page.words) is says
