"""What a newcomer is shown in the browser: with no script, and nobody's words taken for markup."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Collection
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from markupsafe import escape

from sandbox.page import timeline
from sandbox.page.rendering import Reader, initials
from sandbox.page.routes import with_page
from sandbox.server import Sandbox
from sandbox.slack.people import GENERAL, HOME
from sandbox.slack.state import Message, Slack
from sandbox.story.script import GUIDE
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
    message = sandbox.slack.add(HOME, sandbox.slack.bot_user, "fallback", list(blocks), only_for=only_for)
    return message.ts


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
    assert [payload for payload in app.sent if payload.get("type") == "view_submission"] == []


async def test_a_message_can_be_made_a_win_from_its_menu(sandbox: Sandbox, app: SmallApp) -> None:
    await sandbox.person(PRIYA).types("The new desk is busy already")
    [message] = sandbox.slack.messages(HOME)
    page = await does(sandbox, "/shortcut", at=message.ts, shortcut="win.from_message")
    assert FORM["title"]["text"] in page
    assert app.sent[0]["message"]["ts"] == message.ts


async def test_a_reaction_stands_below_the_message_and_a_second_press_takes_it_away(sandbox: Sandbox) -> None:
    await sandbox.person(PRIYA).types("The new desk is busy already")
    [message] = sandbox.slack.messages(HOME)
    assert 'aria-label="trophy, 1"' in await does(sandbox, "/react", at=message.ts, reaction="trophy")
    assert 'aria-label="trophy, 2"' in await does(sandbox, "/react", PRIYA, at=message.ts, reaction="trophy")
    await does(sandbox, "/react", PRIYA, at=message.ts, reaction="trophy")
    page = await does(sandbox, "/react", at=message.ts, reaction="<b>")
    assert ('aria-label="trophy, 1"' in page, "no longer there" in page) == (True, True)
    assert message.reactions == {"trophy": [AMINA]}


async def test_a_link_to_a_message_leads_to_it_on_the_page(sandbox: Sandbox) -> None:
    await sandbox.person(PRIYA).types("The new desk is busy already")
    [message] = sandbox.slack.messages(HOME)
    piece = {"type": "link", "url": sandbox.slack.permalink(message), "text": "there"}
    posts(sandbox, {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [piece]}]})
    assert f'href="/?as={AMINA}&amp;in={HOME}#m-{message.ts.replace(".", "-2e")}"' in await seen(sandbox)


async def test_a_press_reaches_pencil_with_its_value(sandbox: Sandbox, app: SmallApp) -> None:
    pick = {"type": "static_select", "action_id": "s", "options": [option("Third", "3"), option("Fourth", "4")]}
    more = {"type": "overflow", "action_id": "o", "options": [option("First", "1"), option("Second", "2")]}
    ts = posts(sandbox, actions(button("Cheer", "win.cheer", value="7"), pick, more))
    block = sandbox.slack.messages(HOME)[0].blocks[0]["block_id"]
    await does(sandbox, "/press", PRIYA, at=ts, press=json.dumps([block, "win.cheer"]))
    await does(sandbox, "/press", at=ts, press=json.dumps([block, "s"]), **{json.dumps([block, "s"]): "4"})
    await does(sandbox, "/press", at=ts, press=json.dumps([block, "o", "2"]))
    cheer, picked, overflowed = (payload["actions"][0] for payload in app.sent)
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


async def test_replies_stand_in_a_thread_beside_the_channel(sandbox: Sandbox) -> None:
    await sandbox.person(AMINA).types("Who has a van?")
    [asked] = sandbox.slack.messages(HOME)
    sandbox.slack.add(HOME, PRIYA, "We have", thread_ts=asked.ts)
    channel = await seen(sandbox)
    assert f"thread={asked.ts}" in channel
    assert "1 reply" in channel
    assert "We have" not in channel
    thread = await seen(sandbox, **{"as": AMINA, "in": HOME, "thread": asked.ts})
    assert thread.index("<aside") < thread.index("We have")
    answered = await does(sandbox, "/type", thread=asked.ts, below=asked.ts, text="When is it free?")
    assert answered.index("<aside") < answered.index("When is it free?")


async def test_a_long_channel_says_how_much_is_not_shown(sandbox: Sandbox) -> None:
    for number in range(203):
        sandbox.slack.add(HOME, AMINA, f"line {number}")
    assert "3 earlier messages are not shown" in await seen(sandbox)


def comes(sandbox: Sandbox, *due: tuple[float, str]) -> None:
    """So many days from now Pencil posts these words, each thing once."""
    begun = sandbox.clock.now()
    coming = [(begun + timedelta(days=days), words) for days, words in due]

    async def upcoming() -> list[tuple[datetime, str]]:
        return list(coming)

    async def tick() -> None:
        while coming and coming[0][0] <= sandbox.clock.now():
            sandbox.slack.add(HOME, sandbox.slack.bot_user, f"Here is {coming.pop(0)[1]}.")

    sandbox.upcoming, sandbox.tick = upcoming, tick


async def test_the_clock_goes_to_the_celebration_past_all_that_is_due_before(sandbox: Sandbox) -> None:
    sandbox.clock.move_to(datetime(2026, 3, 2, 10, 0, tzinfo=UTC))
    comes(sandbox, (1, "the check-in"), (4.2, "the celebration"), (9, "the pulse"))
    page = await seen(sandbox, "/fragment")
    assert "Next: the check-in, " in page
    assert "To Friday’s celebration" in page
    page = await does(sandbox, "/clock", move="celebration")
    assert "In #exe-bay-together:" in page
    assert "Here is the check-in.</a> ·" in page
    assert "Here is the celebration.</a>." in page
    assert "Next: the pulse" in page
    assert "Here is the pulse" not in page
    friday = datetime(2026, 3, 6, 14, 48, tzinfo=UTC)
    assert timedelta() <= sandbox.clock.now() - friday < timedelta(seconds=5)
    checkin, _ = sandbox.slack.messages(HOME)
    assert checkin.shown_at.date().isoformat() == "2026-03-03"  # at its own time, though the move began before it


async def test_the_clock_goes_to_what_is_next(sandbox: Sandbox) -> None:
    comes(sandbox, (4, "the check-in"), (5, "the celebration"))
    page = await does(sandbox, "/clock", move="next")
    assert "Here is the check-in" in page
    assert "Here is the celebration" not in page


async def test_the_clock_only_goes_on(sandbox: Sandbox) -> None:
    before = sandbox.clock.now()
    await does(sandbox, "/clock", move="day")
    await does(sandbox, "/clock", move="week")
    assert sandbox.clock.now() - before >= timedelta(days=8)
    after = sandbox.clock.now()
    assert "Nothing was due." in await does(sandbox, "/clock", move="back")
    assert sandbox.clock.now() >= after


async def test_a_long_way_is_shown_while_it_goes_on(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "ANSWER_SECONDS", 0.05)
    comes(sandbox, (1, "the check-in"), (2, "the celebration"))
    tick, goes_on = sandbox.tick, asyncio.Event()
    assert tick is not None

    async def slowly() -> None:
        await tick()
        await goes_on.wait()

    sandbox.tick = slowly
    assert "The clock is moving." in await does(sandbox, "/clock", move="week")
    assert "The clock is still moving." in await does(sandbox, "/clock", move="week")
    goes_on.set()
    await sandbox.until(lambda: len(sandbox.slack.messages(HOME)) == 2)
    await asyncio.sleep(0)
    page = await seen(sandbox)
    assert "Here is the celebration" in page
    assert "The clock is moving." not in page


async def test_private_messages_the_clock_brings_are_told_with_whose_they_are(sandbox: Sandbox) -> None:
    async def tick() -> None:
        for who in (AMINA, BEN, PRIYA):
            sandbox.slack.add(sandbox.slack.direct(who).id, sandbox.slack.bot_user, "A word to you")

    sandbox.tick = tick
    page = re.sub(r"\s+", " ", await does(sandbox, "/clock", move="week"))
    assert "You have <a" in page
    assert "Ben Carter and Dr Priya Raman got a private message." in page


async def test_nobody_answers_for_those_whom_the_visitor_has_been(sandbox: Sandbox) -> None:
    comes(sandbox, (1, "the check-in"))
    answered: list[tuple[str, set[str]]] = []

    async def answers(message: Message, besides: Collection[str]) -> None:
        answered.append((message.text, set(besides)))

    sandbox.answers = answers
    await does(sandbox, "/type", BEN, text="Hello, I am here too")
    await seen(sandbox, **{"as": PRIYA})  # who is only looked at
    await does(sandbox, "/clock", move="day")
    await sandbox.until(lambda: answered)
    assert answered == [("Here is the check-in.", {"Amina Okafor", "Ben Carter"})]


async def test_the_visitor_is_told_who_she_is_and_tries_things_with_one_press() -> None:
    async with with_page(Sandbox(MANIFEST), GUIDE) as sandbox:
        app = SmallApp(sandbox)
        await app.start()
        comes(sandbox, (3, "the celebration"))
        page = await seen(sandbox)
        assert "You’re Amina Okafor of Exe Bay Council, a host here" in page
        assert "You’re Ben Carter of Exe Bay Council</h2>" in await seen(sandbox, **{"as": BEN})
        assert page.count('name="try"') == 3
        assert FORM["title"]["text"] in await does(sandbox, "/try", **{"try": "0"})
        assert app.sent[-1]["command"] == "/win"
        page = await does(sandbox, "/try", **{"try": "2"})
        assert "Here is the celebration" in page
        assert page.count("tried</span>") == 2
        assert "no longer there" in await does(sandbox, "/try", **{"try": "7"})
        await does(sandbox, "/try", PRIYA, **{"try": "1"})
        assert sandbox.slack.messages(HOME)[-1].text == f"<@{sandbox.slack.bot_user}> skill find grant forms"
        assert "What can I try?" in await seen(sandbox)  # now that all of it was tried
        assert "You’re" in await does(sandbox, "/card", open="yes")
        assert "You’re" not in await does(sandbox, "/card")
        assert "You’re Amina Okafor" in await does(sandbox, "/card", open="yes")
        assert "You’re" not in await seen(sandbox, **{"as": AMINA, "in": GENERAL})
        await app.stop()


async def test_pasted_lines_stay_lines(sandbox: Sandbox, app: SmallApp) -> None:
    await does(sandbox, "/type", text="/win We opened\r\nthe hub")  # as browsers send what has lines
    assert app.sent[-1]["text"] == "We opened\nthe hub"
    await does(sandbox, "/type", text="/win\nWe opened it")
    assert app.sent[-1]["text"] == "We opened it"
    form = opens(sandbox, AMINA, FORM)
    lines = "We opened the hub,\r\nand forty people came on the first day"
    filled = {json.dumps(["text", "v"]): lines, json.dumps(["size", "v"]): "m"}
    await does(sandbox, "/submit", at=form.id, **filled)
    assert app.sent[-1]["view"]["state"]["values"]["text"]["v"]["value"] == lines.replace("\r\n", "\n")


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
