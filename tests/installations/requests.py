"""Requests of all kinds, made up, by people of one workspace: what they may do at home, and what names the other's."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from handlers import FORMS
from sandbox.actors.person import Person
from sandbox.app import payloads
from sandbox.slack.state import Channel, View
from tests.attacks.forged import BUTTONS

_WORDS = ("list", "help", "find", "mine", "why", "vision", "hosts", "catch-up", "partners", "timetable", "preview")
_TEXTS = ("Opened a kitchen", "No key to the hall", "welding, sewing", "We painted the wall", "x", "")
_HOLES = re.compile(r"\{\w+\}")


@dataclass(frozen=True)
class Side:
    """One of the two: its workspace, channel and people, and the words that only they may read."""

    team_id: str
    channel: Channel
    people: tuple[Person, ...]
    secrets: tuple[str, ...]


@dataclass(frozen=True)
class Names:
    """What a button or a form could name: ids of rows of either partnership, and tokens of their posts."""

    ids: int
    tokens: tuple[str, ...]


@dataclass(frozen=True)
class Request:
    """How Slack would send it."""

    kind: str
    payload: dict[str, Any]


def requests(side: Side, other: Side, names: Names, luck: random.Random) -> Iterator[Request]:
    """Without end, each another."""
    made = (_command, _command, _button, _button, _button, _form, _form, _event)
    while True:
        person = luck.choice(side.people)
        with side.people[0]._slack.speaking_in(side.team_id):
            yield luck.choice(made)(side, other, person, names, luck)


def _command(side: Side, other: Side, person: Person, names: Names, luck: random.Random) -> Request:
    command = luck.choice(("/win", "/blocker", "/skill", "/partnership"))
    rest = luck.choice(_TEXTS) if command != "/partnership" else luck.choice(_WORDS)
    if command != "/partnership" and luck.random() < 0.3:
        rest = luck.choice(("list", "find welding", "help"))
    channel = side.channel if luck.random() < 0.7 else other.channel
    slack = person._slack
    url = person._app.respond_at(slack.response_url(person.user_id, side.channel.id))
    return Request("slash_commands", payloads.slash_command(slack, person.about, channel, command, rest, url))


def _value(names: Names, luck: random.Random, drawn: str) -> str:
    def named(_: re.Match[str]) -> str:
        return luck.choice(names.tokens) if luck.random() < 0.2 else str(luck.randint(1, names.ids))

    return _HOLES.sub(named, drawn)


def _button(side: Side, other: Side, person: Person, names: Names, luck: random.Random) -> Request:
    action_id, drawn = luck.choice(sorted(BUTTONS.items()))
    slack = person._slack
    place = luck.choice((side.channel, other.channel, slack.direct(person.user_id)))
    action = {"type": "button", "action_id": action_id, "block_id": "b", "value": _value(names, luck, drawn)}
    shown = slack.messages(side.channel.id)[0]
    url = person._app.respond_at(slack.response_url(person.user_id, side.channel.id))
    made = payloads.block_action(slack, person.about, action, message=shown, view=None, url=url, values={})
    made["channel"] = {"id": place.id, "name": place.name or "directmessage"}
    made["container"]["channel_id"] = place.id
    return Request("interactive", made)


def _form(side: Side, other: Side, person: Person, names: Names, luck: random.Random) -> Request:
    callback_id = luck.choice(sorted(FORMS))
    place = luck.choice((side.channel, other.channel))
    about = luck.choice((str(luck.randint(1, names.ids)), luck.choice(names.tokens), ""))
    fields = {
        name: {"x": {"type": "plain_text_input", "value": luck.choice(_TEXTS) or None}}
        for name in ("text", "name", "sentence", "outcome", "because", "reason", "skills", "organisation")
    }
    body = {"type": "modal", "callback_id": callback_id, "blocks": [], "private_metadata": f"{place.id} {about}"}
    view = View(f"V{luck.getrandbits(48):012X}", "modal", body, person.user_id, team_id=side.team_id)
    made = payloads.view_submission(person._slack, person.about, view, fields)
    return Request("interactive", made)


def _event(side: Side, other: Side, person: Person, names: Names, luck: random.Random) -> Request:
    slack = person._slack
    channel = side.channel if luck.random() < 0.6 else other.channel
    kind = luck.choice(("app_mention", "app_mention", "app_home_opened", "reaction_added", "channel_id_changed"))
    body: dict[str, Any] = {"type": kind, "user": person.user_id, "channel": channel.id, "team": side.team_id}
    if kind == "app_mention":
        ts = slack.new_ts()
        words = luck.choice((*_WORDS, "win Opened a kitchen", "skill find welding"))
        body |= {"text": f"<@{slack.bot_user}> {words}", "ts": ts, "event_ts": ts}
    elif kind == "app_home_opened":
        body |= {"tab": "home", "channel": slack.direct(person.user_id).id}
    elif kind == "reaction_added":
        item = {"type": "message", "channel": channel.id, "ts": "1772446200.000100"}
        body |= {"reaction": "tada", "item": item, "item_user": person.user_id}
    else:
        body = {"type": kind, "old_channel_id": other.channel.id, "new_channel_id": f"C{luck.getrandbits(32):08X}"}
    return Request("events_api", payloads.event(slack, body, side.team_id))
