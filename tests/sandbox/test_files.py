"""A file is uploaded as to Slack: an address, the bytes, the word that it is complete; then it may be shown."""

import re
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.api.faults import Fault, Kind
from sandbox.api.limits import faults
from sandbox.api.methods import FORMS
from sandbox.page.routes import with_page
from sandbox.server import Sandbox
from sandbox.slack.people import HOME
from tests.sandbox.small_app import MANIFEST, drawing, kept, picture, plain, section

AMINA = "U0001HUB"
PNG = drawing(8, 4)
INVALID = "[ERROR] invalid slack file [json-pointer:/blocks/1/slack_file]"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with with_page(Sandbox(MANIFEST, scopes={"chat:write", "files:write"})) as made:
        yield made


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(sandbox.slack.bot_token, base_url=sandbox.api_url, session=session, retry_handlers=[])


async def sends(url: str, data: Any) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(url, data=data) as answer:
        return answer.status, await answer.text()


async def refusal(client: AsyncWebClient, method: str, **arguments: Any) -> dict[str, Any]:
    how: dict[str, Any] = {"params" if method in FORMS else "json": arguments}
    with pytest.raises(SlackApiError) as caught:
        await client.api_call(method, **how)
    return dict(caught.value.response.data)


async def test_the_sdk_uploads_a_picture_that_a_message_then_shows(sandbox: Sandbox, client: AsyncWebClient) -> None:
    done = await client.files_upload_v2(filename="chart.png", title="The chart", content=PNG, alt_txt="Bars")
    [file] = done["files"]
    assert re.fullmatch(r"F[A-Z0-9]{8,}", file["id"])
    assert file["title"] == "The chart"
    assert sandbox.slack.messages(HOME) == []
    blocks = [section("This spring"), picture(file["id"])]
    posted = await client.chat_postMessage(channel=HOME, text="x", blocks=blocks)
    await client.chat_update(channel=HOME, ts=str(posted["ts"]), text="x", blocks=blocks)
    assert sandbox.slack.messages(HOME)[0].plain == "This spring\n[picture: A chart of the spring]"
    assert sandbox.slack.complaints == []


@pytest.mark.parametrize("way", ["params", "data"])
async def test_an_address_is_given_however_the_arguments_come(client: AsyncWebClient, way: str) -> None:
    arguments: dict[str, Any] = {way: {"filename": "a.png", "length": len(PNG)}}
    given = await client.api_call("files.getUploadURLExternal", **arguments)
    assert await sends(given["upload_url"], PNG) == (200, f"OK - {len(PNG)}")


async def test_bytes_come_once_and_all_of_them_raw_or_in_a_form(sandbox: Sandbox, client: AsyncWebClient) -> None:
    given = await client.files_getUploadURLExternal(filename="a.png", length=len(PNG))
    url, wanted = str(given["upload_url"]), [{"id": given["file_id"]}]
    assert (await refusal(client, "files.completeUploadExternal", files=wanted))["error"] == "file_not_found"
    assert (await sends(url, PNG + b"x"))[0] == 400
    sandbox.faults.add(Fault(Kind.SERVER_ERROR, "upload", status=503))
    assert (await sends(url, PNG))[0] == 503
    form = aiohttp.FormData()
    form.add_field("filename", PNG, filename="a.png")
    assert (await sends(url, form))[0] == 200
    assert (await sends(url, PNG))[0] == 404
    assert (await sends(f"{sandbox.url}/upload/guessed", PNG))[0] == 404
    done = await client.files_completeUploadExternal(files=[{"id": given["file_id"]}])
    assert done["files"] == [{"id": given["file_id"], "title": "a.png"}]


async def test_what_slack_refuses_is_refused_by_its_name(sandbox: Sandbox, client: AsyncWebClient) -> None:
    address, complete = "files.getUploadURLExternal", "files.completeUploadExternal"
    assert (await refusal(client, address, filename="a.png"))["error"] == "invalid_arguments"
    assert (await refusal(client, address, filename="a.png", length="many"))["error"] == "invalid_arguments"
    long = await refusal(client, address, filename="a.png", length=1, alt_txt="x" * 1001)
    assert long["error"] == "alt_txt_too_large"
    assert (await refusal(client, complete, files=[{"id": "F0NOWHERE"}]))["error"] == "file_not_found"
    sandbox.app.scopes.discard("files:write")
    assert (await refusal(client, address, filename="a.png", length=1))["error"] == "missing_scope"


async def test_only_a_complete_picture_may_be_shown(sandbox: Sandbox, client: AsyncWebClient) -> None:
    waiting = sandbox.slack.files.begin("a.png", len(PNG))
    waiting.content = PNG
    letter = kept(sandbox, b"Dear all", "letter.txt")
    for file_id in (waiting.id, letter, "F0NOWHERE0"):
        blocks = [section("x"), picture(file_id)]
        answer = await refusal(client, "chat.postMessage", channel=HOME, text="x", blocks=blocks)
        assert (answer["error"], answer["response_metadata"]["messages"]) == ("invalid_blocks", [INVALID])
        home = {"type": "home", "blocks": blocks}
        assert (await refusal(client, "views.publish", user_id=AMINA, view=home))["error"] == "invalid_blocks"
    sandbox.app.check({"blocks": [section("x"), picture("F0NOWHERE0")]})
    assert len(sandbox.slack.complaints) == 1


async def test_a_fresh_file_may_need_a_moment(sandbox: Sandbox, client: AsyncWebClient) -> None:
    sandbox.slack.slow_files = 2
    message = {"channel": HOME, "text": "x", "blocks": [section("x"), picture(kept(sandbox, PNG))]}
    for _ in range(2):
        answer = await refusal(client, "chat.postMessage", **message)
        assert (answer["error"], answer["response_metadata"]["messages"]) == ("invalid_blocks", [INVALID])
    await client.api_call("chat.postMessage", json=message)
    await client.api_call("chat.postMessage", json=message)


async def test_a_file_shared_in_a_channel_stands_there(sandbox: Sandbox, client: AsyncWebClient) -> None:
    await client.files_upload_v2(
        filename="a.png", content=PNG, alt_txt="Bars", channel=HOME, initial_comment="Look at this"
    )
    [message] = sandbox.slack.messages(HOME)
    assert message.plain == "Look at this\n[picture: Bars]"
    assert f'<img src="/file/{message.files[0].id}" alt="Bars" width="8" height="4">' in await page(sandbox)
    await client.files_upload_v2(filename="letter.txt", title="A letter", content="Dear all", channel=HOME)
    assert ">A letter</a>" in await page(sandbox)


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ({"alt_text": "x" * 2000}, {"alt_text": "x" * 2001}),
        ({"alt_text": "x"}, {"alt_text": ""}),
        ({"title": plain("x" * 2000)}, {"title": plain("x" * 2001)}),
        ({"title": plain("x")}, {"title": {"type": "mrkdwn", "text": "x"}}),
        ({"slack_file": {"id": "F0AAAAAAA"}}, {"slack_file": {"id": "F0AAAAAA"}}),
        ({"slack_file": {"url": "https://x"}}, {"slack_file": {"url": "https://x", "id": "F0AAAAAAA"}}),
        ({"slack_file": {"id": "F0AAAAAAA"}}, {"slack_file": {}}),
        ({"slack_file": {"id": "F0AAAAAAA"}}, {"image_url": "https://x"}),
        ({}, {"slack_file": None}),
    ],
)
def test_each_limit_of_a_picture_holds(good: dict[str, Any], bad: dict[str, Any]) -> None:
    assert faults([picture("F0AAAAAAA", **good)]) == []
    assert faults([picture("F0AAAAAAA", **bad)]) != []


def test_a_picture_from_elsewhere_has_a_limit_too() -> None:
    assert faults([{"type": "image", "alt_text": "x", "image_url": "x" * 3000}]) == []
    assert faults([{"type": "image", "alt_text": "x", "image_url": "x" * 3001}]) != []


async def page(sandbox: Sandbox, **query: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(sandbox.url, params=query) as answer:
        return await answer.text()


async def test_the_page_draws_it_and_says_its_words_once(sandbox: Sandbox) -> None:
    file_id = kept(sandbox, PNG)
    sandbox.slack.add(HOME, sandbox.slack.bot_user, "x", [picture(file_id, title=plain("This spring"))])
    shown = await page(sandbox)
    assert f'<img src="/file/{file_id}" alt="A chart of the spring" width="8" height="4">' in shown
    assert shown.count("A chart of the spring") == 1
    assert "This spring" in shown
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{sandbox.url}/file/{file_id}") as answer:
            assert (answer.content_type, await answer.read()) == ("image/png", PNG)
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
        async with session.get(f"{sandbox.url}/file/{file_id}", headers={"Host": "elsewhere.example"}) as answer:
            assert answer.status == 403
        async with session.get(f"{sandbox.url}/file/F0NOWHERE0") as answer:
            assert answer.status == 404


async def test_nothing_is_fetched_from_elsewhere(sandbox: Sandbox) -> None:
    url = "https://example.org/chart.png"
    sandbox.slack.add(
        HOME, sandbox.slack.bot_user, "x", [{"type": "image", "alt_text": "A far chart", "image_url": url}]
    )
    sandbox.slack.add(HOME, sandbox.slack.bot_user, "x", [picture("F0NOWHERE0")])
    shown = await page(sandbox)
    assert f'src="{url}"' not in shown
    assert "Open the picture" in shown
    assert 'src="/file/' not in shown


@pytest.mark.parametrize(
    ("content", "kind", "size"),
    [
        (PNG, "image/png", (8, 4)),
        (b"GIF89a\x08\x00\x04\x00", "image/gif", (8, 4)),
        (b"\xff\xd8\xff\xe0 and more", "image/jpeg", None),
        (b"\x89PNG\r\n\x1a\n", "image/png", None),
        (b"Dear all", "", None),
    ],
)
def test_a_file_is_known_by_how_it_begins(content: bytes, kind: str, size: tuple[int, int] | None) -> None:
    file = Sandbox(MANIFEST).slack.files.begin("x", len(content))
    file.content = content
    assert (file.kind, file.size) == (kind, size)
