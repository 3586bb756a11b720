"""What Slack says has happened, read from the payload once: mentions, looks at Home, comings and goings, reactions."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.partnership.members import Who
from bot.slack.client import called
from handlers.payloads import Command, Payload
from handlers.shapes import whole

_ID = 100  # characters of an id that we keep; Slack's are far shorter


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
    team: str  # the workspace in which it does: elsewhere the same channel may have another


@dataclass(frozen=True)
class Renamed:
    """Somebody whom Slack may call otherwise from now on."""

    user_id: str
    team_id: str
    name: str


@dataclass(frozen=True)
class Reacted:
    """Somebody added a reaction; to what is no message, and there is no `ts`."""

    who: Who
    channel: str
    ts: str
    reaction: str
    author: str | None  # of the message; none: no person, or Slack does not say
    origin: str  # the same for the same person and message, however often


@dataclass(frozen=True)
class Removed:
    """A workspace has removed Pencil, or taken back the tokens of these of its apps' users."""

    team: str
    kind: str
    at: datetime
    bot_users: list[str]


def installed_for(payload: Payload) -> str:
    """The workspace an event was sent to. Events of a whole organisation may name none."""
    named = [payload, *(payload.get("authorizations") or []), payload.get("event") or {}]
    return next((str(part["team_id"]) for part in named if part.get("team_id")), "")


@whole
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


@whole
def home_opened(payload: Payload, team: str) -> HomeOpened:
    enterprise = payload.get("enterprise_id") or next(
        (part.get("enterprise_id") for part in payload.get("authorizations") or []), None
    )
    return HomeOpened(who=Who(team, payload["event"]["user"], enterprise_id=enterprise or None), team=team)


@whole
def moved(payload: Payload, team: str) -> Moved:
    event = payload["event"]
    ours = {
        authorization.get("user_id")
        for authorization in payload.get("authorizations") or []
        if authorization.get("is_bot")
    }
    return Moved(event["user"], event.get("team") or team, event["channel"], event["user"] in ours)


@whole
def new_channel_id(payload: Payload) -> NewChannelId:
    event = payload["event"]
    return NewChannelId(event["old_channel_id"], event["new_channel_id"], installed_for(payload))


@whole
def removed(payload: Payload, team: str) -> Removed:
    tokens = payload["event"].get("tokens") or {}
    at = datetime.fromtimestamp(int(payload["event_time"]), UTC)
    return Removed(team, payload["event"]["type"], at, tokens.get("bot") or [])


@whole
def renamed(payload: Payload) -> Renamed:
    user = payload["event"]["user"]
    return Renamed(user["id"], user["team_id"], called(user))


@whole
def reacted(payload: Payload, team: str) -> Reacted:
    event, item = payload["event"], payload["event"]["item"]
    channel, ts, user_id = item.get("channel") or "", item.get("ts") or "", event["user"]
    return Reacted(
        who=Who(event.get("user_team") or event.get("team") or team, user_id),
        channel=channel,
        ts=ts if item["type"] == "message" else "",
        reaction=event["reaction"],
        author=event.get("item_user") or None,
        origin=f"reaction:{channel}:{ts}:{user_id}",
    )
