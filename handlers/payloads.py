"""What somebody did in Slack, read from the payload once. Payload dictionaries end here; what is garbled is refused."""

import re
from collections.abc import Callable
from dataclasses import Field, dataclass, field, fields, is_dataclass, replace
from functools import wraps
from types import UnionType
from typing import Any, ParamSpec, TypeVar, cast, get_args, get_origin

from bot.lib.marks import BEGIN, END, untyped
from bot.lib.refusals import GarbledError
from bot.partnership.members import Who
from bot.slack.client import called
from bot.slack.marked import taken_out

Payload = dict[str, Any]
_TYPED = {"text", "typed", "answers"}  # which is tidied before it is kept
_UNKEEPABLE = re.compile(f"[\0{BEGIN}{END}\ud800-\udfff]")  # what no database keeps, and what is ours alone

_ID = 100  # characters of an id that we keep; Slack's are far shorter


@dataclass(frozen=True)
class Command:
    """A slash command; also what is said to `@Pencil` in the channel, where there is no `trigger`."""

    name: str  # as in the tables: win, partnership
    text: str  # in Slack's markup
    who: Who
    channel: str
    origin: str  # the same delivery twice has the same
    team: str  # the workspace that has Pencil
    trigger: str | None = None
    thread: str | None = None  # where it was said, if that was below another message
    sure: bool = False  # asked, the person has said that these words are to be recorded


@dataclass(frozen=True)
class Press:
    """A button pressed, or an option chosen, on a message, in a form or at Home."""

    action: str
    value: str
    who: Who
    channel: str | None
    trigger: str
    response_url: str | None
    message_ts: str | None
    private: bool  # on a message only this person sees
    team: str
    in_form: bool = False
    view: str = ""  # the form's id, where it is on one
    part: str = ""  # the third part of the action: which of several of a kind
    chosen: list[str] = field(default_factory=list)  # the boxes that are ticked now


@dataclass(frozen=True)
class Submission:
    """A form filled in and sent."""

    callback: str
    channel: str  # where the form belongs
    about: str
    answers: dict[str, Any]  # by block: text, one value, or a list of values
    who: Who
    origin: str
    team: str
    typed: str = ""  # all that was written by hand
    mentioned: list[str] = field(default_factory=list)  # whom the form was opened with, in its words
    field: str = ""  # the first, beside which a word can stand

    def text(self, block: str) -> str:
        answer = self.answers.get(block) or ""
        if not isinstance(answer, str):
            raise GarbledError
        return answer

    def people(self, block: str) -> list[str]:
        """The Slack ids of whoever is chosen in the field, be it of one person or of several."""
        answer = self.answers.get(block) or []
        return [answer] if isinstance(answer, str) else answer

    def chosen(self, block: str) -> list[str]:
        answer = self.answers.get(block) or []
        if not isinstance(answer, list):
            raise GarbledError
        return answer


@dataclass(frozen=True)
class Search:
    """What somebody types in a form's list whose choices are ours to find."""

    action: str
    typed: str
    channel: str  # where the form belongs
    who: Who


@dataclass(frozen=True)
class Shortcut:
    """A message shortcut: somebody points at a message."""

    callback: str
    who: Who
    channel: str
    trigger: str
    response_url: str
    text: str
    author: str | None
    team: str


@dataclass(frozen=True)
class HomeOpened:
    """Somebody looks at Pencil's Home."""

    who: Who
    team: str


@dataclass(frozen=True)
class Moved:
    """Somebody who came into a channel, or left it."""

    user_id: str
    team_id: str  # as the event says; a profile knows better
    channel: str
    ours: bool  # it was Pencil


@dataclass(frozen=True)
class NewChannelId:
    """Slack calls a channel otherwise from now on."""

    old: str
    new: str


@dataclass(frozen=True)
class Renamed:
    """Somebody whom Slack may call otherwise from now on."""

    user_id: str
    team_id: str
    name: str


Given = ParamSpec("Given")
Act = TypeVar("Act")


def _whole(read: Callable[Given, Act]) -> Callable[Given, Act]:
    """What is read is as its class says, whatever was sent; else it is refused as garbled."""

    @wraps(read)
    def reading(*args: Given.args, **named: Given.kwargs) -> Act:
        try:
            act = read(*args, **named)
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise GarbledError from error
        if not _fits(act, type(act)):
            raise GarbledError
        return _untyped(act)

    return reading


def _untyped(act: Act) -> Act:
    """The same, where nothing that was typed can be taken for a mark."""
    typed = {name: getattr(act, name) for name in _TYPED if hasattr(act, name)}
    plain = {name: _plain(value) for name, value in typed.items() if value}
    changed = {name: value for name, value in plain.items() if value != typed[name]}
    return cast("Act", replace(cast("Any", act), **changed)) if changed else act


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return untyped(value)
    return {block: _plain(answer) for block, answer in value.items()} if isinstance(value, dict) else value


def _fits(value: Any, kind: Any) -> bool:
    if isinstance(kind, type) and is_dataclass(kind):
        return isinstance(value, kind) and all(_fits_field(value, about) for about in fields(kind))
    if isinstance(kind, UnionType):
        return any(_fits(value, member) for member in get_args(kind))
    if get_origin(kind) is list:
        return isinstance(value, list) and all(_fits(element, get_args(kind)[0]) for element in value)
    if get_origin(kind) is dict:
        return isinstance(value, dict) and all(_fits(element, str | list[str] | None) for element in value.values())
    return isinstance(value, kind)


def _fits_field(value: Any, about: Field[Any]) -> bool:
    part = getattr(value, about.name)
    return _fits(part, about.type) and (about.name in _TYPED or not any(map(_UNKEEPABLE.search, _strings(part))))


def _strings(value: Any) -> list[str]:
    return [element for element in (value if isinstance(value, list) else [value]) if isinstance(element, str)]


@_whole
def command(payload: Payload, name: str) -> Command:
    return Command(
        name=name,
        text=payload.get("text") or "",
        who=Who(
            payload["team_id"],
            payload["user_id"],
            payload["channel_id"],
            enterprise_id=payload.get("enterprise_id") or None,
        ),
        channel=payload["channel_id"],
        origin=f"command:{payload['trigger_id']}",
        team=payload["team_id"],
        trigger=payload["trigger_id"],
    )


def installed_for(payload: Payload) -> str:
    """The workspace an event was sent to. Events of a whole organisation may name none."""
    named = [payload, *(payload.get("authorizations") or []), payload.get("event") or {}]
    return next((str(part["team_id"]) for part in named if part.get("team_id")), "")


def _actor(payload: Payload, fallback: str) -> Who:
    """Whoever acts; the enterprise is their own where the payload's workspace is."""
    user, team = payload["user"], payload.get("team") or {}
    enterprise = (payload.get("enterprise") or {}).get("id") or team.get("enterprise_id")
    known = enterprise if user.get("team_id") in {team.get("id"), enterprise} else None
    return Who(user.get("team_id") or fallback, user["id"], enterprise_id=known or None)


@_whole
def press(payload: Payload, team: str) -> Press:
    action = payload["actions"][0]
    noun, verb, part = (*action["action_id"].split(".", 2), "", "")[:3]
    container = payload.get("container") or {}
    chosen = action.get("selected_option") or {}
    channel = (payload.get("channel") or {}).get("id") or container.get("channel_id")
    in_form = container.get("type") == "view" and (payload.get("view") or {}).get("type") == "modal"
    return Press(
        action=f"{noun}.{verb}" if verb else noun,
        value=action.get("value") or chosen.get("value") or "",
        who=replace(_actor(payload, team), at=channel or ""),
        channel=channel,
        trigger=payload["trigger_id"],
        response_url=payload.get("response_url"),
        message_ts=container.get("message_ts"),
        private=bool(container.get("is_ephemeral")),
        team=team,
        in_form=in_form,
        view=payload["view"]["id"] if in_form else "",
        part=part,
        chosen=[option["value"] for option in action.get("selected_options") or []],
    )


@_whole
def submission(payload: Payload, team: str) -> Submission:
    view = payload["view"]
    metadata, mentioned = taken_out(view.get("private_metadata") or "")
    channel, _, about = metadata.partition(" ")
    answers: dict[str, Any] = {}
    typed: list[str] = []
    for block, inputs in (view.get("state") or {}).get("values", {}).items():
        for answer in inputs.values():
            answers[block] = _answer(answer)
            if answer.get("type") == "plain_text_input" and answer.get("value"):
                typed.append(answer["value"])
    return Submission(
        callback=view["callback_id"],
        channel=channel,
        about=about,
        answers=answers,
        who=replace(_actor(payload, team), at=channel, in_form=True),
        origin=f"form:{view['id']}",
        team=team,
        typed="\n".join(typed),
        mentioned=mentioned,
        field=next((block["block_id"] for block in view.get("blocks") or [] if block.get("type") == "input"), ""),
    )


@_whole
def search(payload: Payload, team: str) -> Search:
    channel = taken_out(payload["view"]["private_metadata"])[0].partition(" ")[0]
    who = replace(_actor(payload, team), at=channel, in_form=True)
    return Search(payload["action_id"], payload.get("value") or "", channel, who)


def _answer(answer: Payload) -> Any:
    if "selected_options" in answer:
        return [option["value"] for option in answer["selected_options"] or []]
    for many in ("selected_users", "selected_conversations"):
        if many in answer:
            return answer[many]
    if answer.get("selected_option"):
        return answer["selected_option"]["value"]
    return (
        answer.get("selected_user") or answer.get("selected_date") or answer.get("selected_time") or answer.get("value")
    )


@_whole
def shortcut(payload: Payload, team: str) -> Shortcut:
    message, channel = payload["message"], payload["channel"]["id"]
    return Shortcut(
        callback=payload["callback_id"],
        who=replace(_actor(payload, team), at=channel),
        channel=channel,
        trigger=payload["trigger_id"],
        response_url=payload["response_url"],
        text=message.get("text") or "",
        author=message.get("user") if not message.get("bot_id") else None,
        team=team,
    )


@_whole
def mention(payload: Payload, team: str) -> Command:
    """What was said to `@Pencil`: the first word names the command, as if typed behind a slash."""
    event = payload["event"]
    user_team = event.get("user_team") or event.get("team") or team
    return Command(
        name="",
        text=event.get("text") or "",
        who=Who(user_team, event["user"], event["channel"]),
        channel=event["channel"],
        origin=_origin(event),
        team=team,
        thread=event.get("thread_ts"),
    )


def _origin(message: Payload) -> str:
    """The same for a message however often it comes: with another time, and once for each workspace that has Pencil."""
    written = message.get("client_msg_id")
    if isinstance(written, str) and written:
        return f"message:{message['user']}:{written[:_ID]}"
    return f"message:{message['channel']}:{message['ts']}"


@_whole
def home_opened(payload: Payload, team: str) -> HomeOpened:
    enterprise = payload.get("enterprise_id") or next(
        (part.get("enterprise_id") for part in payload.get("authorizations") or []), None
    )
    return HomeOpened(who=Who(team, payload["event"]["user"], enterprise_id=enterprise or None), team=team)


@_whole
def moved(payload: Payload, team: str) -> Moved:
    event = payload["event"]
    ours = {
        authorization.get("user_id")
        for authorization in payload.get("authorizations") or []
        if authorization.get("is_bot")
    }
    return Moved(event["user"], event.get("team") or team, event["channel"], event["user"] in ours)


@_whole
def new_channel_id(payload: Payload) -> NewChannelId:
    event = payload["event"]
    return NewChannelId(event["old_channel_id"], event["new_channel_id"])


@_whole
def renamed(payload: Payload) -> Renamed:
    user = payload["event"]["user"]
    return Renamed(user["id"], user["team_id"], called(user))
