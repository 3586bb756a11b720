"""A very small app for the page's tests: one command, one form, one Home, over signed HTTP."""

import json
import struct
import zlib
from typing import Any

import aiohttp
from aiohttp import web

from sandbox.api.views import new_view
from sandbox.server import Sandbox
from sandbox.slack.state import View

MANIFEST = {
    "features": {
        "app_home": {"messages_tab_read_only_enabled": True},
        "slash_commands": [
            {"command": "/win", "description": "Share something that went well", "usage_hint": "what went well"},
            {"command": "/skill", "description": "Offer a skill", "usage_hint": "offer"},
        ],
        "shortcuts": [{"name": "Make this a win", "type": "message", "callback_id": "win.from_message"}],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands", "app_mentions:read"]}},
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened", "app_mention"]}},
}
TOO_SHORT = "A few more words, please."


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> dict[str, str]:
    return {"type": "mrkdwn", "text": text}


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": mrkdwn(text), **more}


def option(text: str, value: str) -> dict[str, Any]:
    return {"text": plain(text), "value": value}


def button(text: str, action_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def question(block_id: str, label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


SIZES = [option("A small step", "s"), option("A real shift", "m")]
FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "win",
    "title": plain("Share a win"),
    "submit": plain("Record it"),
    "blocks": [
        question("text", "What went well?", {"type": "plain_text_input", "action_id": "v", "multiline": True}),
        question("with", "With whom?", {"type": "multi_users_select", "action_id": "v"}, optional=True),
        question("size", "How big was it?", {"type": "radio_buttons", "action_id": "v", "options": SIZES}),
        question("aim", "Which aim?", {"type": "static_select", "action_id": "v", "options": SIZES}, optional=True),
        question("day", "Which day?", {"type": "datepicker", "action_id": "v"}, optional=True),
        question("ticks", "Also", {"type": "checkboxes", "action_id": "v", "options": SIZES[:1]}, optional=True),
    ],
}
HELPERS = [option(name, name[0]) for name in ("Ada", "Bram", "Cleo")]
FINDING: dict[str, Any] = {
    "type": "modal",
    "callback_id": "finding",
    "title": plain("Who helped?"),
    "submit": plain("Thank them"),
    "blocks": [
        question("one", "Who most?", {"type": "external_select", "action_id": "v", "min_query_length": 0}),
        question("some", "Who else?", {"type": "multi_external_select", "action_id": "v"}, optional=True),
    ],
}
HOME = {"type": "home", "blocks": [{"type": "header", "text": plain("Your Pencil")}, section("Two wins so far.")]}


QUESTIONS: dict[str, Any] = {
    "type": "modal",
    "callback_id": "questions",
    "title": plain("Five questions"),
    "submit": plain("Go on"),
    "blocks": [
        question(f"q{n}", f"Question {n}", {"type": "radio_buttons", "action_id": "v", "options": SIZES})
        for n in range(1, 6)
    ],
}
LAST: dict[str, Any] = {
    "type": "modal",
    "callback_id": "last",
    "title": plain("One more thing"),
    "submit": plain("Send"),
    "close": plain("Back"),
    "blocks": [question("why", "Why?", {"type": "plain_text_input", "action_id": "v"}, optional=True)],
}


def opens(sandbox: Sandbox, user_id: str, form: dict[str, Any]) -> View:
    """The form, in front of this person."""
    view = new_view(sandbox.slack, form, user_id)
    sandbox.slack.forms[user_id] = [view]
    sandbox.slack.changed()
    return view


def drawing(width: int = 640, height: int = 320) -> bytes:
    """A PNG of one colour."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = (b"\0" + b"\x1c\x5a\x60" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def kept(sandbox: Sandbox, content: bytes, name: str = "chart.png") -> str:
    """The id of a complete file."""
    file = sandbox.slack.files.begin(name, len(content))
    file.content, file.complete = content, True
    return file.id


def picture(file_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "image", "slack_file": {"id": file_id}, "alt_text": "A chart of the spring", **more}


class SmallApp:
    """Answers as an app would, and remembers what it was sent."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.sent: list[dict[str, Any]] = []
        self.replies: dict[str, dict[str, Any]] = {}  # by callback id

    async def start(self) -> None:
        app = web.Application()
        app.add_routes([web.post("/", self._hear)])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.sandbox.app.request_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/"

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _hear(self, request: web.Request) -> web.Response:
        if request.content_type == "application/json":
            body = await request.json()
            self.sent.append(body)
            if body["event"]["type"] == "app_home_opened":
                await self._call("views.publish", user_id=body["event"]["user"], view=HOME)
            return web.Response()
        posted = await request.post()
        if "payload" not in posted:
            return await self._command(dict(posted))
        payload = json.loads(str(posted["payload"]))
        self.sent.append(payload)
        if payload["type"] == "block_suggestion":
            typed = payload["value"].lower()
            return web.json_response(
                {"options": [helper for helper in HELPERS if typed in helper["text"]["text"].lower()]}
            )
        if payload["type"] == "view_closed":
            return web.Response()
        if payload["type"] == "view_submission" and payload["view"]["callback_id"] in self.replies:
            return web.json_response(self.replies[payload["view"]["callback_id"]])
        if payload["type"] == "view_submission":
            text = payload["view"]["state"]["values"]["text"]["v"]["value"]
            wrong = {"response_action": "errors", "errors": {"text": TOO_SHORT}}
            return web.json_response(wrong) if len(text) < len(TOO_SHORT) else web.Response()
        if payload["type"] == "message_action" or payload["actions"][0]["action_id"] == "win.edit":
            await self._call("views.open", trigger_id=payload["trigger_id"], view=FORM)
        return web.Response()

    async def _command(self, command: dict[str, Any]) -> web.Response:
        self.sent.append(command)
        if command["text"]:
            return web.json_response({"text": f"Recorded: {command['text']}"})
        await self._call("views.open", trigger_id=command["trigger_id"], view=FORM)
        return web.Response()

    async def _call(self, method: str, **args: Any) -> None:
        headers = {"Authorization": f"Bearer {self.sandbox.slack.bot_token}"}
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.post(self.sandbox.api_url + method, json=args) as answer,
        ):
            assert (await answer.json())["ok"], await answer.text()
