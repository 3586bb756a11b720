"""What a newcomer is shown in the browser: with no script, and nobody's words taken for markup."""

import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from markupsafe import escape

from sandbox.page.rendering import Reader, initials
from sandbox.page.routes import with_page
from sandbox.server import Sandbox
from sandbox.slack.people import GENERAL, HOME
from sandbox.slack.state import Slack
from tests.sandbox.small_app import (
    FINDING,
    FORM,
    MANIFEST,
    TOO_SHORT,
    SmallApp,
    actions,
    button,
    mrkdwn,
    opens,
    option,
    plain,
    section,
)

AMINA, BEN, PRIYA = "U0001HUB", "U0002HUB", "U0013EST"


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with with_page(Sandbox(MANIFEST)) as made:
        yield made


@pytest.fixture
async def app(sandbox: Sandbox) -> AsyncIterator[SmallApp]:
    made = SmallApp(sandbox)
    await made.start()
    yield made
    await made.stop()


async def seen(sandbox: Sandbox, path: str = "/", **query: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(sandbox.url + path, params=query) as answer:
        return await answer.text()


async def does(sandbox: Sandbox, path: str, who: str = AMINA, **posted: Any) -> str:
    """Posts as the page would, and gives the page it leads back to."""
    data = {"as": who, "in": HOME, **posted}
    async with aiohttp.ClientSession() as session, session.post(sandbox.url + path, data=data) as answer:
        assert answer.status == 200, await answer.text()
        return await answer.text()


def posts(sandbox: Sandbox, *blocks: dict[str, Any], only_for: str | None = None) -> str:
    said = sandbox.slack.add(HOME, sandbox.slack.bot_user, "fallback", list(blocks), only_for=only_for)
    return said.ts


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("*bold* and _slanted_ and ~gone~", "<strong>bold</strong> and <em>slanted</em> and <s>gone</s>"),
        ("*_both_*", "<strong><em>both</em></strong>"),
        ("2 * 3 * 4, snake_case_name", "2 * 3 * 4, snake_case_name"),
        ("`*code*`", "<code>*code*</code>"),
        ("```a\n*b*```", "<pre>a\n*b*</pre>"),
        ("&lt;b&gt; &amp; co", "&lt;b&gt; &amp; co"),
        ("&gt; quoted\nafter", "<blockquote>quoted</blockquote>after"),
        ("one\ntwo", "one<br>two"),
        ("at 10:30:45 o'clock", "at 10:30:45 o&#39;clock"),
        (":seedling: :no_such_thing:", "🌱 :no_such_thing:"),
        ("<javascript:alert(1)|press me>", "press me"),
        ("<!here>", '<span class="mention">@here</span>'),
        ("<!subteam^S1|@hosts>", '<span class="mention">@hosts</span>'),
        ("<!date^1772812800^{date_long}, {time}|then>", "Friday 6 March 2026, 16:00"),
        ("<@U0NOBODY>", '<span class="mention">@someone</span>'),
        ("<#C0GENERAL|general>", '<span class="mention">#general</span>'),
        ("<!date^bad^{time}|then>", "then"),
        ("<!date^99999999999999999^{time}|then>", "then"),
    ],
)
def test_slack_markup_is_read_as_slack_reads_it(typed: str, shown: str) -> None:
    assert str(Reader(Slack(), AMINA).words(typed)) == shown


def test_a_link_opens_elsewhere_and_tells_nobody_where_from() -> None:
    shown = Reader(Slack(), AMINA).words('<https://example.org/?a=1&amp;b="|the &lt;hub&gt;>')
    assert shown == (
        '<a href="https://example.org/?a=1&amp;b=&#34;" target="_blank" rel="noreferrer noopener">the &lt;hub&gt;</a>'
    )


def test_initials_leave_the_title_out() -> None:
    assert [initials(name) for name in ("Dr Priya Raman", "Amina Okafor", "Cher")] == ["PR", "AO", "C"]


async def test_what_somebody_types_is_never_markup(sandbox: Sandbox) -> None:
    nasty = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    await sandbox.person(AMINA).types(nasty)
    rich = [{"type": "rich_text_section", "elements": [{"type": "text", "text": nasty, "style": {"bold": True}}]}]
    posts(sandbox, section(nasty), {"type": "header", "text": plain(nasty)}, {"type": "rich_text", "elements": rich})
    posts(sandbox, actions(button(nasty, "a.b", value=nasty)), {"type": "image", "alt_text": nasty, "image_url": nasty})
    page = await seen(sandbox)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert str(escape(nasty)) in page


async def test_a_private_message_is_shown_to_its_reader_only(sandbox: Sandbox) -> None:
    posts(sandbox, section("just for Amina"), only_for=AMINA)
    assert "Only visible to you" in await seen(sandbox, **{"as": AMINA})
    assert "just for Amina" not in await seen(sandbox, **{"as": PRIYA})


async def test_a_channel_is_shown_to_its_members_only(sandbox: Sandbox) -> None:
    await sandbox.person(AMINA).types("only for the hub", GENERAL)
    assert "only for the hub" in await seen(sandbox, **{"as": AMINA, "in": GENERAL})
    assert "only for the hub" not in await seen(sandbox, **{"as": PRIYA, "in": GENERAL})


async def test_every_kind_of_block_is_drawn(sandbox: Sandbox) -> None:
    lines = [{"type": "rich_text_section", "elements": [{"type": "text", "text": "in a list"}]}]
    parts: list[dict[str, Any]] = [
        {"type": "user", "user_id": AMINA},
        {"type": "channel", "channel_id": HOME},
        {"type": "link", "url": "https://example.org", "text": "a link"},
        {"type": "emoji", "name": "tada", "unicode": "1f389"},
        {"type": "date", "timestamp": 1772812800, "format": "{date_short}", "fallback": "6 March"},
        {"type": "broadcast", "range": "here"},
        {"type": "usergroup", "usergroup_id": "S1"},
    ]
    posts(
        sandbox,
        section("words", fields=[mrkdwn("one"), mrkdwn("two")]),
        {"type": "divider"},
        {"type": "context", "elements": [mrkdwn("small"), {"type": "image", "alt_text": "a face", "image_url": "x"}]},
        {
            "type": "rich_text",
            "elements": [
                {"type": "rich_text_section", "elements": parts},
                {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted"}]},
                {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "as typed"}]},
                {"type": "rich_text_list", "style": "ordered", "elements": lines},
            ],
        },
        actions(
            {"type": "overflow", "action_id": "o", "options": [option("First", "1"), option("Second", "2")]},
            {"type": "static_select", "action_id": "s", "options": [option("Third", "3")]},
            button("A guide", "u", url="https://example.org/guide"),
        ),
    )
    page = await seen(sandbox)
    assert "This page cannot draw" not in page
    assert "This page has no control" not in page
    for words in ("6 Mar 2026", "🎉", "@here", "#exe-bay-together", "a face", "<ol", "Second", "guide"):
        assert words in page


async def test_a_block_the_page_does_not_know_is_said_so(sandbox: Sandbox) -> None:
    posts(sandbox, {"type": "video"})
    assert "cannot draw a block of type <code>video</code>" in await seen(sandbox)


async def test_days_part_the_messages(sandbox: Sandbox) -> None:
    sandbox.clock.move_to(datetime(2026, 3, 6, 15, 0, tzinfo=UTC))
    await sandbox.person(AMINA).types("on Friday")
    sandbox.clock.move_by(timedelta(days=3))
    await sandbox.person(AMINA).types("on Monday")
    page = await seen(sandbox)
    days = re.findall(r'class="day"[^>]*><span>([^<]+)', page)
    assert days == ["Friday 6 March 2026", "Monday 9 March 2026"]


async def test_people_without_pencil_are_told_why_they_have_no_commands(sandbox: Sandbox) -> None:
    page = await seen(sandbox, **{"as": PRIYA})
    assert "Estuary Health has not installed Pencil" in page
    assert "/win" not in page
    assert "Make this a win" not in page


async def test_and_typing_one_all_the_same_says_why_not(sandbox: Sandbox) -> None:
    assert "belong to the workspace that has Pencil" in await does(sandbox, "/type", PRIYA, text="/win We did it")


async def test_a_win_can_be_told_without_script(sandbox: Sandbox, app: SmallApp) -> None:
    assert "Recorded: We opened the hub" in await does(sandbox, "/type", text="/win We opened the hub")
    assert app.sent[0]["user_id"] == AMINA


async def test_a_form_says_beside_the_field_what_is_wrong_and_keeps_what_was_typed(
    sandbox: Sandbox, app: SmallApp
) -> None:
    await does(sandbox, "/type", text="/win")
    form = sandbox.person(AMINA).form
    assert form is not None
    filled = {
        json.dumps(["text", "v"]): "Too few",
        json.dumps(["size", "v"]): "m",
        json.dumps(["with", "v"]): BEN,
        json.dumps(["day", "v"]): "2026-03-06",
    }
    page = await does(sandbox, "/submit", at=form.id, **filled)
    assert TOO_SHORT in page
    assert "Too few</textarea>" in page
    assert 'aria-invalid="true"' in page
    enough = filled | {json.dumps(["text", "v"]): "We opened the hub, and forty people came on the first day"}
    assert "dialog" not in await does(sandbox, "/submit", at=form.id, **enough)
    values = app.sent[-1]["view"]["state"]["values"]
    assert values["with"]["v"]["selected_users"] == [BEN]
    assert values["size"]["v"]["selected_option"]["value"] == "m"
    assert values["day"]["v"]["selected_date"] == "2026-03-06"
    assert values["ticks"]["v"]["selected_options"] in (None, [])


async def test_a_list_whose_choices_the_app_has_is_a_plain_one_without_script(sandbox: Sandbox, app: SmallApp) -> None:
    app.replies["finding"] = {"response_action": "clear"}
    form = opens(sandbox, AMINA, FINDING)
    page = await seen(sandbox, **{"as": AMINA, "in": HOME})
    for name in ("Ada", "Bram", "Cleo"):
        assert page.count(f">{name}<") == 2
    assert "This page has no control" not in page

    filled = {json.dumps(["one", "v"]): "B", json.dumps(["some", "v"]): "C"}
    assert "dialog" not in await does(sandbox, "/submit", at=form.id, **filled)

    values = app.sent[-1]["view"]["state"]["values"]
    assert values["one"]["v"]["selected_option"]["value"] == "B"
    assert [option["value"] for option in values["some"]["v"]["selected_options"]] == ["C"]


async def test_the_page_offers_in_slacks_own_list_whom_slack_would(sandbox: Sandbox, app: SmallApp) -> None:
    opens(sandbox, AMINA, FORM)
    page = await seen(sandbox, **{"as": AMINA, "in": HOME})
    form = page[page.index("<dialog") : page.index("</dialog>")]
    assert f'value="{BEN}"' in form
    assert f'value="{PRIYA}"' not in form


async def test_a_form_sent_twice_is_no_longer_there(sandbox: Sandbox, app: SmallApp) -> None:
    await does(sandbox, "/type", text="/win")
    form = sandbox.person(AMINA).form
    assert form is not None
    assert "dialog" not in await does(sandbox, "/close", at=form.id)
    assert "no longer there" in await does(sandbox, "/submit", at=form.id)
    assert [one for one in app.sent if one.get("type") == "view_submission"] == []


async def test_a_message_can_be_made_a_win_from_its_menu(sandbox: Sandbox, app: SmallApp) -> None:
    await sandbox.person(PRIYA).types("The new desk is busy already")
    [message] = sandbox.slack.messages(HOME)
    page = await does(sandbox, "/shortcut", at=message.ts, shortcut="win.from_message")
    assert FORM["title"]["text"] in page
    assert app.sent[0]["message"]["ts"] == message.ts


async def test_a_press_reaches_pencil_with_its_value(sandbox: Sandbox, app: SmallApp) -> None:
    pick = {"type": "static_select", "action_id": "s", "options": [option("Third", "3"), option("Fourth", "4")]}
    more = {"type": "overflow", "action_id": "o", "options": [option("First", "1"), option("Second", "2")]}
    ts = posts(sandbox, actions(button("Cheer", "win.cheer", value="7"), pick, more))
    block = sandbox.slack.messages(HOME)[0].blocks[0]["block_id"]
    await does(sandbox, "/press", PRIYA, at=ts, press=json.dumps([block, "win.cheer"]))
    await does(sandbox, "/press", at=ts, press=json.dumps([block, "s"]), **{json.dumps([block, "s"]): "4"})
    await does(sandbox, "/press", at=ts, press=json.dumps([block, "o", "2"]))
    cheer, picked, overflowed = (one["actions"][0] for one in app.sent)
    assert cheer["value"] == "7"
    assert app.sent[0]["user"]["id"] == PRIYA
    assert picked["selected_option"]["value"] == "4"
    assert overflowed["selected_option"]["value"] == "2"


async def test_a_press_on_what_is_gone_or_not_theirs_says_so(sandbox: Sandbox, app: SmallApp) -> None:
    ts = posts(sandbox, actions(button("Cheer", "win.cheer")), only_for=AMINA)
    block = sandbox.slack.messages(HOME)[0].blocks[0]["block_id"]
    press = json.dumps([block, "win.cheer"])
    assert "no longer there" in await does(sandbox, "/press", PRIYA, at=ts, press=press)
    assert "no longer there" in await does(sandbox, "/press", at="1.000001", press=press)
    assert "no longer there" in await does(sandbox, "/press", at=ts, press=json.dumps([block, "other"]))
    assert "no longer there" in await does(sandbox, "/press", at=ts, press="not json")
    assert app.sent == []


async def test_choosing_nothing_sends_nothing(sandbox: Sandbox, app: SmallApp) -> None:
    ts = posts(sandbox, actions({"type": "static_select", "action_id": "s", "options": [option("Third", "3")]}))
    block = sandbox.slack.messages(HOME)[0].blocks[0]["block_id"]
    assert "Choose one first" in await does(sandbox, "/press", at=ts, press=json.dumps([block, "s"]))
    assert app.sent == []


async def test_home_is_asked_for_and_shown(sandbox: Sandbox, app: SmallApp) -> None:
    page = await seen(sandbox, **{"as": AMINA, "in": "home"})
    assert "Two wins so far." in page
    assert app.sent[0]["event"]["type"] == "app_home_opened"


async def test_people_without_pencil_have_no_home(sandbox: Sandbox, app: SmallApp) -> None:
    assert "Two wins so far." not in await seen(sandbox, **{"as": PRIYA, "in": "home"})
    assert app.sent == []


async def test_pencils_own_messages_have_a_place_and_cannot_be_answered(sandbox: Sandbox) -> None:
    sandbox.slack.add(sandbox.slack.direct(AMINA).id, sandbox.slack.bot_user, "Only between us")
    page = await seen(sandbox, **{"as": AMINA, "in": "pencil"})
    assert "Only between us" in page
    assert "Pencil does not read messages here" in page
    await does(sandbox, "/type", **{"in": "pencil", "text": "hello"})
    assert len(sandbox.slack.messages(sandbox.slack.direct(AMINA).id)) == 1


async def test_an_archived_channel_can_still_be_read(sandbox: Sandbox) -> None:
    await sandbox.person(AMINA).types("said before")
    sandbox.slack.channels[HOME].archived = True
    page = await seen(sandbox)
    assert "said before" in page
    assert "This channel is archived" in page


async def test_replies_stand_under_what_they_answer(sandbox: Sandbox) -> None:
    await sandbox.person(AMINA).types("Who has a van?")
    [asked] = sandbox.slack.messages(HOME)
    sandbox.slack.add(HOME, PRIYA, "We have", thread_ts=asked.ts)
    page = await seen(sandbox)
    assert 'aria-label="1 reply"' in page
    assert page.index("Who has a van?") < page.index('class="thread"') < page.index("We have")


async def test_a_long_channel_says_how_much_is_not_shown(sandbox: Sandbox) -> None:
    for number in range(203):
        sandbox.slack.add(HOME, AMINA, f"line {number}")
    assert "3 earlier messages are not shown" in await seen(sandbox)


async def test_the_clock_goes_to_the_next_post_and_tells_what_came(sandbox: Sandbox) -> None:
    friday = sandbox.clock.now() + timedelta(days=4)

    async def upcoming() -> tuple[datetime, str] | None:
        return (friday, "the celebration") if sandbox.clock.now() < friday else None

    async def turn() -> list[str]:
        return ["The celebration was posted."]

    sandbox.upcoming, sandbox.tick = upcoming, turn
    assert "Next: the celebration" in await seen(sandbox, "/fragment")
    page = await does(sandbox, "/clock", move="next")
    assert "The celebration was posted." in page
    assert "Next: " not in page
    assert timedelta() <= sandbox.clock.now() - friday < timedelta(seconds=5)


async def test_the_clock_only_goes_on(sandbox: Sandbox) -> None:
    before = sandbox.clock.now()
    await does(sandbox, "/clock", move="day")
    await does(sandbox, "/clock", move="week")
    assert sandbox.clock.now() - before >= timedelta(days=8)
    after = sandbox.clock.now()
    assert "Nothing was due." in await does(sandbox, "/clock", move="back")
    assert sandbox.clock.now() >= after


async def test_what_pencil_posts_by_itself_is_told_too(sandbox: Sandbox) -> None:
    async def turn() -> list[str]:
        sandbox.slack.add(HOME, sandbox.slack.bot_user, "This week's celebration")
        sandbox.slack.add(sandbox.slack.direct(AMINA).id, sandbox.slack.bot_user, "And a word to you")
        return []

    sandbox.tick = turn
    page = await does(sandbox, "/clock", move="week")
    assert "Pencil posted in #exe-bay-together." in page
    assert "Pencil posted in its messages to Amina Okafor." in page


async def test_nothing_is_sent_again_until_something_changes(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{sandbox.url}/fragment") as first:
            version = {"version": first.headers["X-Version"]}
        async with session.get(f"{sandbox.url}/fragment", params=version) as again:
            unchanged = again.status
        await sandbox.person(AMINA).types("hello")
        async with session.get(f"{sandbox.url}/fragment", params=version) as changed:
            assert (unchanged, changed.status) == (204, 200)
            assert "hello" in await changed.text()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Host": "elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_another_site_in_the_same_browser_may_not_act(sandbox: Sandbox, headers: dict[str, str]) -> None:
    data = {"as": AMINA, "in": HOME, "text": "not me"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{sandbox.url}/type", data=data, headers=headers) as answer,
    ):
        assert answer.status == 403
    assert sandbox.slack.messages(HOME) == []


async def test_another_name_for_this_machine_may_not_read_it(sandbox: Sandbox) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(sandbox.url, headers={"Host": "elsewhere.example"}) as answer,
    ):
        assert answer.status == 403


async def test_the_page_allows_nothing_from_elsewhere(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as session, session.get(sandbox.url) as answer:
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")
        page = await answer.text()
    assert re.findall(r'(?:src|<link[^>]* href)="(?!/)[^"]+', page) == []
    assert re.findall(r"<script(?![^>]*src=)|\son\w+=|\sstyle=", page) == []


async def test_a_channel_can_be_left_and_joined_on_the_page(sandbox: Sandbox) -> None:
    page = await does(sandbox, "/leave", PRIYA, channel=HOME)
    assert PRIYA not in sandbox.slack.channels[HOME].members
    assert 'aria-label="Join #exe-bay-together"' in page
    assert "not in it" in page
    page = await does(sandbox, "/join", PRIYA, channel=HOME)
    assert PRIYA in sandbox.slack.channels[HOME].members
    assert 'aria-label="Leave #exe-bay-together"' in page
    assert "another workspace" in await does(sandbox, "/join", PRIYA, channel=GENERAL)
    assert "cannot be left" in await does(sandbox, "/leave", PRIYA, channel=sandbox.slack.direct(PRIYA).id)
