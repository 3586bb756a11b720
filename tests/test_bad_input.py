"""Whatever is typed or sent gets a clear private answer or the right status, and nothing typed is lost."""

import json
import time
from itertools import cycle
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.db.transactions import Database
from bot.mentions import names
from bot.models import Win
from handlers import SUBCOMMANDS
from handlers.transport import HttpApp, bolt
from sandbox.api.faults import Fault, Kind
from sandbox.app import payloads
from sandbox.app.transport import Http, encoded
from sandbox.slack.blocks import walk
from sandbox.slack.people import HOME
from tests.world import FRIDAY, World

ODD = {
    "one character": "x",
    "very long": "long " * 7_999,
    "emoji": "🎉👩‍👩‍👧‍👦",
    "right to left": "פתחנו את המרכז",
    "a broadcast": "<!channel> come and see",
    "here": "@here and @everyone",
    "html": "<script>alert('x')</script><b>bold</b>",
    "sql": "'); DROP TABLE wins; --",
    "payload": "payload=%7B%22payload%22%3A1%7D payload",
    "markup": "*not bold* _not italic_ ~struck~ `code` > quote",
    "a stranger": "thank you <@U0STRANGER>",
    "ampersands": "fish & chips &amp; peas",
}


def _wins(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(Win)).one()


def _recorded(session: Session) -> list[str]:
    """The words of every win, as they are read."""
    return names.written(session, session.scalars(select(Win.text).order_by(Win.id)).all())


ASKED_FIRST = {"one character", "emoji"}
AS_READ = {"a broadcast": "@channel come and see", "a stranger": "thank you @someone"}


async def test_any_text_is_recorded_as_it_was_and_notifies_nobody(world: World) -> None:
    amina = await world.begins()
    meant = {kind: AS_READ.get(kind, text).strip() for kind, text in ODD.items()}

    for kind, text in ODD.items():
        receipt = await amina.types(f"/win {text}")
        assert receipt is not None, kind
        if kind in ASKED_FIRST:
            await amina.presses(receipt, "words.win")
            receipt = amina.private()[-1]
        assert "Recorded" in receipt.plain, kind
        assert receipt.notifies == set(), kind

    assert await world.bot.database.read(_recorded) == list(meant.values())
    await world.moves_to(FRIDAY)
    [post] = world.celebrations
    assert post.notifies == {amina.user_id}
    assert [kind for kind, text in meant.items() if text[:500] not in post.plain] == []


async def test_any_blocker_is_shown_posted_and_fixed_and_notifies_only_those_named(world: World) -> None:
    await world.begins()
    priya, marek = world.person("Dr Priya Raman"), world.person("Marek Nowak")
    named = {priya.user_id, marek.user_id}
    for kind, text in ODD.items():
        await priya.types(f"@Pencil blocker {text}")
        await priya.presses(priya.private()[-1], "blocker.post")
        await world.settle()
        card = world.room[-1]
        await marek.presses(card, "blocker.fixed")
        assert await marek.submits({"how": text[:3000]}) is None, kind
        await world.settle()

        assert "A blocker, fixed" in card.plain, kind
        assert all(message.notifies <= named for message in [*priya.private(), *marek.private(), *world.room]), kind


async def test_the_same_command_twice_is_two_drafts_of_which_either_can_be_posted(world: World) -> None:
    """To know that they are one, it would have to be kept who wrote it."""
    amina = await world.begins()
    channel = world.slack.channels[HOME]
    payload = payloads.slash_command(world.slack, amina.about, channel, "/blocker", "Stuck", "http://127.0.0.1:9/x")

    previews = [await world.sandbox.app.deliver("slash_commands", payload) for _ in range(2)]

    first, second = ([*walk(preview["blocks"])] for preview in previews)
    assert [part.get("text") for part in first] == [part.get("text") for part in second]
    assert not {part["value"] for part in first if "value" in part} & {
        part["value"] for part in second if "value" in part
    }


async def test_forty_thousand_characters_are_kept_whole(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win " + "é" * 40_000)
    kept = await world.bot.database.read(lambda session: session.scalars(select(Win.text)).one())
    assert kept == "é" * 40_000


async def test_text_without_anything_to_read_is_answered_and_not_recorded(world: World) -> None:
    amina = await world.begins()
    for text in ("\u200b\u200c\u200d", "\u2060", "\u00ad"):
        reply = await amina.types(f"/win {text}")
        assert reply is not None, ascii(text)
        assert "I found no" in reply.plain, ascii(text)
        assert await world.bot.database.read(_wins) == 0, ascii(text)


async def test_the_same_command_form_and_message_delivered_twice_are_one_win_each(world: World) -> None:
    amina = await world.begins()
    channel, slack = world.slack.channels[HOME], world.slack
    sent = payloads.slash_command(slack, amina.about, channel, "/win", "By command", "http://127.0.0.1:9/x")
    for _ in range(2):
        answer = await world.sandbox.app.deliver("slash_commands", sent)
        assert "By command" in json.dumps(answer)

    await amina.types("@Pencil win By message")
    message = next(
        message for message in reversed(slack.messages(HOME)) if "By message" in message.text and not message.by_app
    )
    await world.sandbox.app.deliver("events_api", payloads.app_mention(slack, amina.about, message))

    await amina.presses(world.room[0], "win.share")
    view = amina.form
    assert view is not None
    values = {"text": {"text": {"type": "plain_text_input", "value": "By form"}}}
    for _ in range(2):
        await world.sandbox.app.deliver("interactive", payloads.view_submission(slack, amina.about, view, values))

    assert await world.bot.database.read(_wins) == 3


async def test_a_button_whose_row_is_gone_says_so(world: World) -> None:
    amina = await world.begins()
    receipt = await amina.types("/win Here today")
    assert receipt is not None
    for action in ("win.edit", "win.undo", "win.celebrate"):
        block = next(part for part in receipt.blocks if part["type"] == "actions")
        next(element for element in block["elements"] if element["action_id"] == action)["value"] = "999999"
        await amina.presses(receipt, action)
        assert "That’s gone" in amina.private()[-1].plain


async def test_somebody_elses_win_cannot_be_changed(world: World) -> None:
    amina = await world.begins()
    marek = world.person("Marek Nowak")
    hers = await amina.types("/win Hers, all of it")
    his = await marek.types("/win His, all of it")
    assert hers is not None
    assert his is not None
    value = next(value for _, action, value in hers.buttons if action == "win.undo")
    button = next(
        element
        for block in his.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["action_id"] == "win.undo"
    )
    button["value"] = value

    await marek.presses(his, "win.undo")

    assert "Only the person who wrote it" in marek.private()[-1].plain


async def test_an_unknown_button_form_command_or_event_is_answered(world: World) -> None:
    amina = await world.begins()
    slack = world.slack
    receipt = await amina.types("/win Something good")
    assert receipt is not None
    await amina.presses(world.room[0], "win.share")
    view = amina.form
    assert view is not None
    block = next(part for part in receipt.blocks if part["type"] == "actions")
    block["elements"][0]["action_id"] = "nothing.known"

    await amina.presses(receipt, "nothing.known")
    assert "is too old" in amina.private()[-1].plain
    form = payloads.view_submission(slack, amina.about, view, {})
    form["view"]["callback_id"] = "nothing.known"
    assert "is too old" in json.dumps(await world.sandbox.app.deliver("interactive", form))
    command = payloads.slash_command(slack, amina.about, slack.channels[HOME], "/nothing", "", "http://127.0.0.1:9/")
    assert "know the command" in json.dumps(await world.sandbox.app.deliver("slash_commands", command))
    event = payloads.event(slack, {"type": "team_join", "user": {"id": "U0"}})
    await world.sandbox.app.deliver("events_api", event)


STRANGE = [
    *ODD.values(),
    "\u200b\u200c\u200d",
    "   \u2060  ",
    "\u2028",
    "two\nlines\r\nor three",
    "\x00\x07\x1b[31m control",
    "\u202eturned about",
    "é" * 10_000,
    "9" * 5_000,
    "0",
    "-1",
    "٣",
    "½",
    "1e400",
    "999999999999999999999999999999m12345678-s",
    "31 February",
    "until 1 January 2020",
    "until yesterday",
    "2026-13..2026-01",
    "2030..2029",
    "25:00-26:00",
    "20:00-20:00",
    "name",
    "name \u200b",
    "zone Atlantis",
    "floor 0",
    "floor 99999",
    "keep 0",
    "keep 99999",
    "assent perhaps",
    "propose",
    "propose \u200b",
    "propose \n\n\n",
    "propose " + "x" * 10_000,
    "propose One\n" + "\n".join(f"{number}. Aim" for number in range(9)),
    "propose Two\nkeep 7",
    "propose Three\n" + "y" * 2_000,
    "propose Four\nbecause: " + "z" * 3_000,
    "aim 0",
    "aim 99999999999999999999",
    "aim nothing of the sort",
    "history",
    "on",
    "maybe",
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("word", "name"), [*zip(filter(None, SUBCOMMANDS), cycle(["Amina Okafor", "Dr Priya Raman"]), strict=False)]
)
async def test_whatever_follows_a_word_is_answered_and_notifies_nobody(
    world: World, word: str, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    amina = await world.begins()
    person = world.person(name)
    mentions = [f"<@{user_id}>" for user_id in ("U0STRANGER", world.slack.bot_user, person.user_id)]
    for text in [*STRANGE, *mentions, " ".join(mentions)]:
        before = len(person.private())
        world.slack.forms[person.user_id].clear()
        await person.types(f"/partnership {word} {text}" if person.may_command else f"@Pencil {word} {text}")
        answers = person.private()[before:]
        assert answers or person.form, text
        assert all(answer.notifies <= {person.user_id, amina.user_id} for answer in answers), text
        assert "I couldn’t do that just now" not in "".join(answer.plain for answer in answers), text
    await world.settle()
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_when_the_database_fails_the_words_come_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    amina = await world.begins()
    await amina.presses(world.room[0], "win.share")

    async def broken(*_: Any, **__: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(Database, "run", broken)
    reply = await amina.types("/win We opened the hub")
    errors = await amina.submits({"text": "By form"})

    assert reply is not None
    assert "We opened the hub" in reply.plain
    assert "nothing was recorded" in reply.plain
    assert errors is not None
    assert "Nothing is lost" in errors["text"]
    assert amina.form is not None


class Asked:
    """The HTTP door, asked as Slack asks."""

    def __init__(self, world: World) -> None:
        settings = world.bot.settings.model_copy(update={"slack_signing_secret": _Secret(world.slack.signing_secret)})
        object.__setattr__(world.bot, "settings", settings)
        self.door = HttpApp(world.bot, bolt(world.bot), [])
        self.http = Http("", world.slack.signing_secret)

    async def __call__(
        self,
        body: str,
        kind: str = "application/json",
        path: str = "/slack/events",
        method: str = "POST",
        **headers: str,
    ) -> tuple[int, str]:
        signed = {**self.http.signed(body), "content-type": kind, **headers}
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body.encode(), "more_body": False}

        async def send(event: dict[str, Any]) -> None:
            sent.append(event)

        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "headers": [(name.encode(), value.encode()) for name, value in signed.items()],
        }
        await self.door(scope, receive, send)
        return sent[0]["status"], sent[1]["body"].decode()


class _Secret:
    def __init__(self, value: str) -> None:
        self._value = value

    def get_secret_value(self) -> str:
        return self._value


FORGED = [
    {"x-slack-signature": "v0=00"},
    {"x-slack-signature": "é"},
    {"x-slack-request-timestamp": str(int(time.time()) - 600)},
    {"x-slack-request-timestamp": "yesterday"},
    {"x-slack-request-timestamp": ""},
    {"x-slack-request-timestamp": "9" * 400},
    {"x-slack-request-timestamp": "9" * 5_000},
]


async def test_forged_and_stale_requests_are_turned_away_and_not_logged(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    asked = Asked(world)
    caplog.set_level("DEBUG")
    for headers in FORGED:
        status, _ = await asked('{"type": "event_callback", "secret-word": 1}', **headers)
        assert status == 401, headers
        assert "secret-word" not in caplog.text, headers


FORM = "application/x-www-form-urlencoded"
REQUESTS = [
    ("{not json", "application/json", 400),
    ("[1, 2]", "application/json", 400),
    ("[" * 200_000, "application/json", 400),
    ("payload={broken", FORM, 400),
    ("ssl_check=1&token=x", FORM, 200),
    ("{}", "application/json", 200),
    ('{"type": "event_callback"}', "application/json", 200),
    ('{"type": "block_actions", "actions": []}', "application/json", 200),
    ("payload=%7B%22type%22%3A%22block_actions%22%7D", FORM, 200),
    ("command=%2Fwin", FORM, 200),
    ("x" * 1_000_001, "application/json", 413),
]


async def test_odd_requests_get_the_right_status(world: World) -> None:
    asked = Asked(world)
    for body, kind, status in REQUESTS:
        assert (await asked(body, kind))[0] == status, body[:80]


async def test_slack_can_check_the_address_and_send_everything_over_http(world: World) -> None:
    amina = await world.begins()
    asked = Asked(world)
    assert await asked('{"type": "url_verification", "challenge": "abc"}') == (200, "abc")

    channel = world.slack.channels[HOME]
    text = "The word payload= in a win"
    sent = payloads.slash_command(world.slack, amina.about, channel, "/win", text, "http://127.0.0.1:9/x")
    status, answer = await asked(*encoded("slash_commands", sent))
    assert status == 200
    assert text in json.loads(answer)["text"]


async def test_health_is_told_apart_from_life(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked(world)
    assert (await asked("", path="/livez", method="GET"))[0] == 200
    assert (await asked("", path="/healthz", method="GET"))[0] == 200
    assert (await asked("", path="/readyz", method="GET"))[0] == 200
    assert (await asked("", path="/slack/events", method="GET"))[0] == 405
    assert (await asked("", path="/", method="GET"))[0] == 404
    monkeypatch.setattr("bot.db.migrations.latest", lambda: "another")
    status, words = await asked("", path="/healthz", method="GET")
    assert status == 503
    assert "migrate" in words
    asked.door = HttpApp(world.bot, None, [lambda: "the connection to Slack is down"])
    assert (await asked("", path="/healthz", method="GET"))[0] == 503
    assert (await asked("", path="/livez", method="GET"))[0] == 200


async def test_what_somebody_says_is_kept_while_slack_does_not_tell_us_who_we_are(world: World) -> None:
    amina = await world.begins()
    world.bot.slack._identity = None  # as in a process that has just begun
    for _ in range(4):
        world.sandbox.faults.add(Fault(Kind.SERVER_ERROR, "auth.test"))
    channel = world.slack.channels[HOME]
    sent = payloads.slash_command(
        world.slack, amina.about, channel, "/win", "We opened the hub", "http://127.0.0.1:9/x"
    )

    status, answer = await Asked(world)(*encoded("slash_commands", sent))

    assert status == 200
    assert "We opened the hub" in json.loads(answer)["text"]
    assert await world.bot.database.read(_wins) == 1


async def test_an_answer_of_slacks_that_cannot_be_read_is_a_doubt(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    world.sandbox.faults.add(Fault(Kind.BROKEN, "chat.postMessage"))
    await world.moves_to(FRIDAY)
    assert len(world.celebrations) == 1
