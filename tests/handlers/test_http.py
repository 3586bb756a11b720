"""What goes over the wire where Slack asks by HTTP: signed or not, in parts or cut off, and what is answered to it."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr
from slack_sdk.signature import SignatureVerifier

from bot import VERSION
from bot.db.transactions import Database
from bot.lib.logs import Seldom
from handlers.transport import MOST_BYTES, HttpApp, acknowledge, bolt
from sandbox.app import payloads
from sandbox.app.transport import encoded
from sandbox.slack.people import HOME
from tests.installations.town import NORTH, Town
from tests.world import World

NOW = 1_772_445_600
PLAIN = "text/plain; charset=utf-8"
FORM = "application/x-www-form-urlencoded"


class _Clock:
    def now(self) -> float:
        return NOW


class Door:
    """Pencil's HTTP app, with a clock that stands still."""

    def __init__(self, world: World, *, metrics: bool = False) -> None:
        secret = SecretStr(world.slack.signing_secret)
        settings = world.bot.settings.model_copy(update={"slack_signing_secret": secret, "metrics": metrics})
        bot = replace(world.bot, settings=settings)
        self.app = HttpApp(bot, bolt(bot), [])
        assert self.app._verifier is not None
        self.app._verifier.clock = _Clock()  # type: ignore[assignment]
        self.signer = SignatureVerifier(world.slack.signing_secret)
        self.read = 0

    async def asked(
        self, path: str, headers: dict[str, str], parts: Sequence[Mapping[str, Any]] = (), **scope: str
    ) -> Any:
        """The status, the headers and the body; nothing if nothing was answered."""
        coming, sent = [dict(part) for part in parts], list[dict[str, Any]]()

        async def receive() -> dict[str, Any]:
            self.read += 1
            return coming.pop(0)

        async def send(event: dict[str, Any]) -> None:
            sent.append(event)

        pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
        await self.app({"type": "http", "method": "GET", "path": path, "headers": pairs, **scope}, receive, send)
        if not sent:
            return None
        begin, body = sent
        assert (begin["type"], body["type"]) == ("http.response.start", "http.response.body")
        answered = {name.decode(): value.decode() for name, value in begin["headers"]}
        assert answered.pop("content-length") == str(len(body["body"]))
        return begin["status"], answered, body["body"].decode()

    async def posted(
        self,
        body: str,
        kind: str = "application/json",
        *,
        age: int = 0,
        cut: int = 0,
        more: Mapping[str, str] | None = None,
    ) -> Any:
        """The same for a signed request, which may come in parts."""
        timestamp = str(NOW - age)
        signature = self.signer.generate_signature(timestamp=timestamp, body=body) or ""
        signed = {
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature,
            "Content-Type": kind,
            **(more or {}),
        }
        raw = body.encode()
        pieces = [raw[:cut], raw[cut:]] if cut else [raw]
        parts = [{"type": "http.request", "body": piece, "more_body": piece is not pieces[-1]} for piece in pieces]
        return await self.asked("/slack/events", signed, parts, method="POST")


@pytest.fixture
def door(world: World) -> Door:
    return Door(world)


async def test_what_is_signed_within_five_minutes_is_heard(door: Door) -> None:
    body = '{"type": "url_verification", "challenge": "abc"}'
    for age in (-300, 0, 300):
        assert await door.posted(body, age=age) == (200, {"content-type": PLAIN}, "abc")
    assert await door.posted('{"type": "url_verification"}') == (200, {"content-type": PLAIN}, "")
    assert await door.posted(body, cut=20) == (200, {"content-type": PLAIN}, "abc")
    for kind in ("application/json; charset=utf-8", "application/json"):
        assert (await door.posted(body, kind))[0] == 200


async def test_of_what_is_not_signed_of_now_nothing_is_read_and_the_connection_ends(door: Door) -> None:
    turned_away = (401, {"content-type": PLAIN, "connection": "close"}, "not signed by Slack\n")
    for age in (-301, 301):
        assert await door.posted("{}", age=age) == turned_away
    assert await door.asked("/slack/events", {}, method="POST") == turned_away
    assert door.read == 0
    assert await door.posted("{}", more={"X-Slack-Signature": f"v0={'0' * 64}"}) == turned_away
    assert door.read == 1


async def test_where_there_is_no_secret_to_go_by_nobody_is_believed(world: World, door: Door) -> None:
    door.app = HttpApp(world.bot, bolt(world.bot), [])
    assert (await door.posted("{}"))[0] == 401


async def test_too_much_is_not_read_to_its_end(door: Door) -> None:
    too_large = (413, {"content-type": PLAIN, "connection": "close"}, "too large\n")
    assert await door.posted("{}", more={"Content-Length": str(MOST_BYTES + 1)}) == too_large
    assert await door.posted("{}", more={"Content-Length": "9" * 5_000}) == too_large
    assert door.read == 0
    assert await door.posted("x" * (MOST_BYTES + 1)) == too_large
    assert await door.posted("x" * (MOST_BYTES + 1), cut=MOST_BYTES // 2) == too_large
    for length in (str(MOST_BYTES), "many"):
        assert await door.posted("x" * MOST_BYTES, more={"Content-Length": length}) == (
            400,
            {"content-type": PLAIN},
            "not readable\n",
        )


async def test_what_comes_in_parts_of_which_some_are_empty_is_one(door: Door) -> None:
    body = '{"type": "url_verification", "challenge": "abc"}'
    signed = {
        "x-slack-request-timestamp": str(NOW),
        "x-slack-signature": door.signer.generate_signature(timestamp=str(NOW), body=body) or "",
        "content-type": "application/json",
    }
    parts: list[dict[str, Any]] = [
        {"type": "http.request", "more_body": True},
        {"type": "http.request", "body": body.encode(), "more_body": True},
        {"type": "http.request"},
    ]
    assert await door.asked("/slack/events", signed, parts, method="POST") == (200, {"content-type": PLAIN}, "abc")


async def test_whoever_hangs_up_hears_nothing(door: Door) -> None:
    signed = {"x-slack-request-timestamp": str(NOW), "x-slack-signature": f"v0={'0' * 64}"}
    parts: list[dict[str, Any]] = [
        {"type": "http.request", "body": b"{", "more_body": True},
        {"type": "http.disconnect"},
    ]
    assert await door.asked("/slack/events", signed, parts, method="POST") is None
    assert await door.asked("/slack/events", {}, type="lifespan") is None


async def test_an_answer_is_json_and_of_what_nobody_knows_empty(world: World, door: Door) -> None:
    amina = await world.begins()
    sent = payloads.slash_command(world.slack, amina.about, world.slack.channels[HOME], "/win", "Done", "http://x.test")
    status, headers, body = await door.posted(*encoded("slash_commands", sent))
    assert (status, headers) == (200, {"content-type": "application/json; charset=utf-8"})
    assert "Done" in json.loads(body)["text"]
    assert await door.posted('{"type": "of tomorrow"}') == (200, {"content-type": PLAIN}, "")
    assert await door.posted('{"type": "url_verification", "challenge": "\\ud800"}') == (
        200,
        {"content-type": PLAIN},
        "?",
    )
    status, _, body = await door.posted("command=%2Fnothing&payload=x&text=", FORM)
    assert (status, "know the command" in body) == (200, True)
    assert await door.posted("ssl_check=1&token=x", FORM) == (200, {"content-type": PLAIN}, "")


@pytest.mark.parametrize(
    ("path", "method", "status", "body"),
    [
        ("/livez", "GET", 200, "alive\n"),
        ("/healthz", "GET", 200, f"well\nPencil {VERSION}\n"),
        ("/readyz", "GET", 200, f"well\nPencil {VERSION}\n"),
        ("/slack/events", "GET", 405, "POST only\n"),
        ("/slack/install", "GET", 404, "nothing here\n"),
        ("/metrics", "GET", 404, "nothing here\n"),
        ("/", "POST", 404, "nothing here\n"),
    ],
)
async def test_each_path_answers_for_itself(door: Door, path: str, method: str, status: int, body: str) -> None:
    assert await door.asked(path, {}, method=method) == (status, {"content-type": PLAIN}, body)


async def test_figures_are_told_where_they_are_wanted(world: World) -> None:
    status, headers, body = await Door(world, metrics=True).asked("/metrics", {})
    assert (status, headers) == (200, {"content-type": "text/plain; version=0.0.4; charset=utf-8"})
    assert "pencil_" in body


async def test_health_names_all_that_is_wrong(world: World, door: Door) -> None:
    troubles = [lambda: "Slack is away", lambda: None, lambda: "the clock is wrong"]
    door.app = HttpApp(world.bot, None, troubles)
    wrong = (503, {"content-type": PLAIN}, f"Slack is away; the clock is wrong\nPencil {VERSION}\n")
    assert await door.asked("/healthz", {}) == wrong
    assert await door.asked("/readyz", {}) == wrong
    assert (await door.asked("/slack/events", {}, method="POST"))[0] == 405  # of a process that only delivers
    assert (await door.asked("/slack/install", {}))[0] == 404


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Any]]:
    """What has been logged since it was asked, in a minute in which none of it had been said."""
    for seldom in ("_SHAPELESS", "_UNANSWERED"):
        monkeypatch.setattr(f"handlers.transport.{seldom}", Seldom())

    def events() -> list[Any]:
        said = [record.msg for record in caplog.records if record.name == "handlers.transport"]
        caplog.clear()
        return said

    return events


async def test_what_is_turned_away_is_logged_once_a_minute(door: Door, logged: Callable[[], list[Any]]) -> None:
    for _ in range(2):
        await door.posted("{}", age=400)
    assert logged() == [{"event": "a request without a valid signature was turned away", "times": 1}]


async def test_what_is_not_known_is_logged_by_its_kind_once_a_minute(
    door: Door, logged: Callable[[], list[Any]]
) -> None:
    for kind in ("of_a_year_to_come_" * 3, "another"):
        await door.posted(json.dumps({"type": kind}))
    event = "nothing answers a request"
    assert logged() == [{"event": event, "kind": "of_a_year_to_come_of_a_year_to_come_of_a", "times": 1}]


@pytest.mark.parametrize("body", ["{}", '{"type": "view_closed", "view": {}}'])
async def test_so_is_what_has_no_kind(door: Door, logged: Callable[[], list[Any]], body: str) -> None:
    await door.posted(body)
    kind = json.loads(body).get("type", "command")
    assert logged() == [{"event": "nothing answers a request", "kind": kind, "times": 1}]


@pytest.mark.parametrize(
    "body",
    [
        '{"type": "block_actions", "actions": [{"action_id": "win.undo"}]}',
        '{"type": "block_actions", "actions": []}',
        '{"command": "/win", "text": "We opened the hub"}',
    ],
)
async def test_what_is_of_no_known_shape_is_acknowledged_and_logged_once_a_minute(
    door: Door, logged: Callable[[], list[Any]], body: str
) -> None:
    for _ in range(2):
        assert await door.posted(body) == (200, {"content-type": PLAIN}, "")
    [said] = logged()
    assert said.pop("fault") in {"GarbledError", "KeyError", "IndexError", "TypeError"}
    assert said == {"event": "a request of an unknown shape was acknowledged", "times": 1}


@pytest.mark.parametrize("fault", [OSError, LookupError])
async def test_where_it_breaks_before_a_handler_words_come_back_and_events_come_again(
    database_url: str, monkeypatch: pytest.MonkeyPatch, logged: Callable[[], list[Any]], fault: type[Exception]
) -> None:
    async with Town(database_url) as town:
        amina, _ = await town.both()
        receipt = await amina.types("/win We opened the hub", HOME)
        assert receipt is not None
        event = payloads.event(town.slack, {"type": "team_join", "user": {"id": "U1"}, "channel": HOME}, NORTH)
        press = {"type": "block_actions", "actions": [{"action_id": "win.undo"}], "channel": {"id": HOME}}
        logged()

        async def broken(*_: Any, **__: Any) -> None:
            raise fault

        monkeypatch.setattr(Database, "read", broken)
        words = await amina.types("/win And a kitchen", HOME)
        app = bolt(town.bot)

        assert words is not None
        assert "And a kitchen" in words.plain
        assert "nothing was recorded" in words.plain
        assert words.only_for == amina.user_id
        assert await acknowledge(app, event) == (503, "")
        assert await acknowledge(app, {**press, "team": {"id": NORTH}, "user": {"id": amina.user_id}}) == (200, "")
        said = logged()
        assert [(line["event"], line["fault"]) for line in said] == [("an interaction failed", fault.__name__)] * 3
        assert all(line["at"].startswith(f"{__name__}:") for line in said)
