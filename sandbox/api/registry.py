"""What a Web API method is, and what all of them share."""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.slack.blocks import Json
from sandbox.slack.state import Channel, Slack


class ApiError(Exception):
    """Slack says no; `messages` say why, where Slack does."""

    def __init__(self, error: str, messages: list[str] | None = None) -> None:
        super().__init__(error)
        self.error, self.messages = error, messages or []


Answer = Callable[[Slack, Json], Json]


@dataclass(frozen=True)
class Method:
    """What answers, the arguments it takes, and the scopes of which one is needed."""

    answer: Answer
    arguments: frozenset[str]
    scopes: tuple[str, ...] = ()


def method(answer: Answer, arguments: str = "", *scopes: str) -> Method:
    """The method with the arguments named, by spaces between them."""
    return Method(answer, frozenset(arguments.split()), scopes)


def need(args: Json, *names: str) -> None:
    missing = [name for name in names if not args.get(name)]
    if missing:
        raise ApiError("invalid_arguments", [f"[ERROR] missing required field: {name}" for name in missing])


def channel_of(slack: Slack, channel_id: str, *, writing: bool = False) -> Channel:
    """The channel, if Pencil may be there."""
    if channel_id.startswith("U") and channel_id in slack.people:
        return slack.direct(channel_id)
    channel = slack.channels.get(channel_id)
    if channel is None:
        raise ApiError("channel_not_found")
    if writing and channel.archived:
        raise ApiError("is_archived")
    if slack.bot_user not in channel.members:
        raise ApiError("not_in_channel")
    return channel
