"""The only file that calls Slack's Web API. It makes a call, and says plainly what came of it; `wire` sends it."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.lib.clock import stated, wall
from bot.lib.logs import logger
from bot.lib.marks import SOMEONE, untyped
from bot.lib.metrics import Metrics
from bot.lib.text import plain
from bot.settings import Settings
from bot.slack.failures import LaterError, RefusedError, SilentError, SlackError, TokenError, UnclearError
from bot.slack.scopes import granted
from bot.slack.wire import HISTORY, INFO, MEMBERS, REPLIES, SECONDS, Wire

log = logger(__name__)

LOOK_SECONDS = 1  # for what is asked before somebody is answered
REPLY_SECONDS = 2  # for an answer somebody waits for: Slack gives three in all
_EVENT = "pencil_post"  # the type of our messages' metadata
_PAGE = 100
_MEMBERS_PAGE = 1000
_APART = timedelta(seconds=30)  # between our clock and Slack's
_COMES_WITHIN = timedelta(minutes=2)  # a call begun under a lease, of a minute at most, and slow on its way
_REMEMBERED = 5_000
_ASKED = 50  # people at once, of whom Slack tells a hundred a minute or more
_NAME = 80  # characters; Slack takes no longer ones


Refused = Callable[[str], Awaitable[None]]  # told of why Slack does not take a token


@dataclass(frozen=True)
class Identity:
    """Who Pencil is in the workspace that installed it."""

    team_id: str
    user_id: str
    bot_id: str


@dataclass(frozen=True)
class Introduction:
    """What Slack says of our token: of which workspace it is, what we are called there, and what we may do."""

    workspace: str
    name: str
    scopes: frozenset[str] | None  # none: it did not say
    at: datetime | None = None  # by its clock


@dataclass(frozen=True)
class Profile:
    """What Slack says of a person."""

    user_id: str
    team_id: str
    name: str
    zone: str | None
    bot: bool


@dataclass(frozen=True)
class _Look:
    """A stretch of a channel's history, and the page at which to go on."""

    oldest: str
    latest: str
    cursor: str | None = None


def _stamp(when: datetime) -> str:
    return f"{when.timestamp():.6f}"


class Slack:
    """Slack as Pencil uses it. `open()` before the first call, `close()` after the last."""

    def __init__(self, wire: Wire, *, refused: Refused | None = None, silent: str | None = None) -> None:
        """`refused` hears why Slack takes the token no more. `silent` is why there is none, and nothing is called."""
        self._wire, self._refused, self._silent = wire, refused, silent
        self._profiles: dict[str, Profile] = {}
        self._identity: Identity | None = None
        self._asking: asyncio.Task[Identity] | None = None
        self.scopes: frozenset[str] | None = None  # what we may do, as Slack last said; none: it has not said
        self.untaken: str | None = None  # why Slack does not take our token, as it last said
        self._looks: dict[tuple[str, datetime], _Look] = {}  # those broken off, by token and time of sending

    def beside(self, token: str, identity: Identity, scopes: frozenset[str], refused: Refused) -> "Slack":
        """The same Slack with the token of another workspace, over the same connections."""
        other = Slack(self._wire.beside(token), refused=refused)
        other._identity, other.scopes = identity, scopes
        return other

    def without_token(self, reason: str) -> "Slack":
        """The same Slack where there is no token for a workspace: each call comes to nothing, for this reason."""
        return Slack(self._wire.beside(None), silent=reason)

    @property
    def token(self) -> str | None:
        return self._wire.token

    @property
    def web(self) -> AsyncWebClient:
        """The SDK's client, for what speaks with Slack through it."""
        return self._wire.web

    @property
    def tokenless(self) -> AsyncWebClient:
        """The SDK's client for what is asked in the app's own name, or with a token that is given to it."""
        return self._wire.beside(None).web

    async def open(self) -> None:
        await self._wire.open()

    async def close(self) -> None:
        await self._wire.close()

    async def call(
        self, method: str, *, seconds: float = SECONDS, before: datetime | None = None, **arguments: Any
    ) -> dict[str, Any]:
        """Slack's answer to `method`, or one of the three errors above.

        What goes as JSON is not sent unless it is `before` that time.
        """
        return cast("dict[str, Any]", (await self._answer(method, seconds, before, arguments)).data)

    async def _answer(
        self, method: str, seconds: float, before: datetime | None, arguments: dict[str, Any]
    ) -> AsyncSlackResponse:
        if self._silent is not None:
            raise SilentError(self._silent)
        try:
            answer = await self._wire.call(method, seconds, before, arguments)
        except TokenError as error:
            self._note(error.reason)
            if self._refused is not None:
                await self._refused(error.reason)
            raise
        self._note(None)
        self.scopes = granted(answer.headers.get("x-oauth-scopes"), self.scopes)
        return answer

    def _note(self, untaken: str | None) -> None:
        """Whether Slack takes our token; if that has changed since we were known, the log says so, once."""
        changed = (untaken is None) is not (self.untaken is None)
        self.untaken = untaken
        if changed and self._identity is not None and untaken:
            log.error("Slack no longer takes the bot token", reason=untaken, workspace=self._identity.team_id)
        elif changed and self._identity is not None:
            log.info("Slack takes the bot token again", workspace=self._identity.team_id)

    async def socket_address(self, app_token: str) -> str:
        """Where Socket Mode can be opened, once and soon."""
        return await self._wire.socket_address(app_token, REPLY_SECONDS)

    async def identity(self) -> Identity:
        """Who we are; asked once a process, however many want to know at once."""
        if self._identity is None:
            if self._asking is None or self._asking.done():
                self._asking = asyncio.create_task(self._ask())
            return await asyncio.shield(self._asking)
        return self._identity

    async def _ask(self) -> Identity:
        answer = await self.call("auth.test", seconds=REPLY_SECONDS)
        self._identity = _identity(answer)  # before we are done
        return self._identity

    async def introduce(self) -> Introduction:
        """What Slack says of our token, asked anew."""
        answer = await self._answer("auth.test", REPLY_SECONDS, None, {})
        self._identity = _identity(answer)
        ours = await self.profile(self._identity.user_id)
        return Introduction(
            str(answer.get("team") or self._identity.team_id),
            ours.name if ours else str(answer.get("user") or "Pencil"),
            granted(answer.headers.get("x-oauth-scopes")),
            stated(answer.headers.get("date")),
        )

    async def profile(self, user_id: str) -> Profile | None:
        """What Slack says of this person; nothing of a stranger, or when it does not answer in time."""
        if user_id in self._profiles:
            return self._profiles[user_id]
        try:
            user = (await self.call("users.info", seconds=REPLY_SECONDS, user=user_id))["user"]
        except SlackError:
            return None
        if user.get("is_stranger"):
            return None
        if len(self._profiles) >= _REMEMBERED:
            self._profiles.clear()
        profile = Profile(user_id, user["team_id"], called(user), user.get("tz"), bool(user.get("is_bot")))
        self._profiles[user_id] = profile
        return profile

    async def each_profile(self, user_ids: Sequence[str]) -> dict[str, Profile | None]:
        """The same of several people, asked for at once."""
        unknown = [user_id for user_id in user_ids if user_id not in self._profiles]
        known = {user_id: self._profiles.get(user_id) for user_id in user_ids}
        return (
            known | dict(zip(unknown, await asyncio.gather(*map(self.profile, unknown)), strict=True))
            if unknown
            else known
        )

    async def profiles(self, user_ids: Sequence[str], *, seconds: float) -> dict[str, Profile]:
        """Those of these people whom we know by now, and others whom Slack tells of in time: a few at once."""
        unknown = [user_id for user_id in user_ids if user_id not in self._profiles][:_ASKED]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await asyncio.gather(*map(self.profile, unknown))
        return {user_id: self._profiles[user_id] for user_id in user_ids if user_id in self._profiles}

    def forget(self, user_id: str) -> None:
        """What Slack knows of the person is not remembered."""
        self._profiles.pop(user_id, None)

    async def direct_channel(self, user_ids: str) -> str:
        """The channel in which Pencil and this person, or these with commas between, speak alone."""
        return cast("str", (await self.call("conversations.open", users=user_ids))["channel"]["id"])

    async def is_gone(self, channel: str) -> bool:
        """Whether Slack says that there is no such channel any more, at least for us. No answer is no yes."""
        try:
            answer = await self.call(INFO, seconds=LOOK_SECONDS, channel=channel)
        except RefusedError as error:
            return error.reason == "channel_not_found"
        except SlackError:
            return False
        return (answer.get("channel") or {}).get("id") not in {None, channel}

    async def members(self, channel: str) -> list[str]:
        """Who is in the channel, Pencil left out; a thousand at most."""
        answer = await self.call(MEMBERS, seconds=LOOK_SECONDS, channel=channel, limit=_MEMBERS_PAGE)
        ours = (await self.identity()).user_id
        return [user_id for user_id in answer["members"] if user_id != ours]

    async def post(
        self,
        channel: str,
        text: str,
        blocks: list[Any],
        token: str,
        *,
        thread_ts: str | None = None,
        seconds: float = SECONDS,
        before: datetime | None = None,
    ) -> str:
        """The `ts` of the new message, which bears `token` in its metadata."""
        answer = await self.call(
            "chat.postMessage",
            seconds=seconds,
            before=before,
            channel=channel,
            text=text,
            blocks=blocks,
            thread_ts=thread_ts,
            metadata={"event_type": _EVENT, "event_payload": {"id": token}},
            unfurl_links=False,
            unfurl_media=False,
        )
        return cast("str", answer["ts"])

    async def upload(self, name: str, content: bytes, *, seconds: float = SECONDS) -> str:
        """The id of a new file, which nobody but Pencil sees until a message shows it."""
        file_id = await self.upload_bytes(name, content, seconds=seconds)
        await self._complete({file_id: name}, seconds=seconds)
        return file_id

    async def upload_bytes(self, name: str, content: bytes, *, alt: str = "", seconds: float = SECONDS) -> str:
        """The id of a file whose bytes Slack has. It is nowhere yet, and forgotten unless it is shared."""
        about: dict[str, Any] = {
            "filename": name,
            "length": len(content),
            **({"alt_txt": alt} if alt else {}),
        }
        place = await self.call("files.getUploadURLExternal", seconds=seconds, **about)
        await self._wire.bring(place["upload_url"], content, seconds)
        return cast("str", place["file_id"])

    async def share_files(self, channel: str, comment: str, files: dict[str, str]) -> None:
        """One message with these files, name by id; `comment` is read as Slack reads marks."""
        await self._complete(files, channel_id=channel, initial_comment=comment)

    async def _complete(self, files: dict[str, str], *, seconds: float = SECONDS, **where: Any) -> None:
        named = [{"id": file_id, "title": name} for file_id, name in files.items()]
        await self.call("files.completeUploadExternal", seconds=seconds, files=named, **where)

    async def find_message(self, channel: str, token: str, since: datetime, thread_ts: str | None = None) -> str | None:
        """The `ts` of our message that bears `token`, if it came soon after `since`; nothing if it did not come.

        A look that is broken off, as where history may be read once a minute, goes on at that page the next time.
        """
        key = token, since
        look = self._looks.get(key) or _Look(
            _stamp(since - _APART), _stamp(min(wall(), since + _COMES_WITHIN) + _APART)
        )
        while True:
            try:
                answer = await self.call(
                    REPLIES if thread_ts else HISTORY,
                    channel=channel,
                    ts=thread_ts,
                    oldest=look.oldest,
                    latest=look.latest,
                    include_all_metadata=True,
                    limit=_PAGE,
                    cursor=look.cursor,
                )
            except RefusedError as error:
                if self._looks.pop(key, None) and error.reason == "invalid_cursor":
                    raise LaterError(error.reason) from None
                raise
            timestamps = [
                cast("str", message["ts"])
                for message in answer["messages"]
                if message.get("metadata", {}).get("event_payload", {}).get("id") == token
            ]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if timestamps or not cursor:
                self._looks.pop(key, None)
                return timestamps[0] if timestamps else None
            if len(self._looks) >= _REMEMBERED:
                self._looks.clear()
            self._looks[key] = look = replace(look, cursor=cursor)

    async def post_ephemeral(
        self, channel: str, user_id: str, text: str, blocks: list[Any], thread_ts: str | None = None
    ) -> None:
        """A message in the channel, or in one of its threads, that only this person sees."""
        await self.call(
            "chat.postEphemeral",
            seconds=REPLY_SECONDS,
            channel=channel,
            user=user_id,
            text=text,
            blocks=blocks,
            thread_ts=thread_ts,
        )

    async def message_directly(self, user_id: str, text: str, blocks: list[Any]) -> None:
        """A direct message, at once; for answers, not for news."""
        await self.call("chat.postMessage", seconds=REPLY_SECONDS, channel=user_id, text=text, blocks=blocks)

    async def respond(self, response_url: str, body: dict[str, Any]) -> None:
        """An answer to a press, at the address that came with it, if that is Slack's own and leads nowhere else."""
        await self._wire.respond(response_url, body, REPLY_SECONDS)


def from_settings(settings: Settings, metrics: Metrics | None = None) -> Slack:
    """Slack as the settings say, with the token that stands there, if one does."""
    token = settings.slack_bot_token
    return Slack(Wire(settings.slack_api_url, token.get_secret_value() if token else None, metrics or Metrics()))


def called(user: dict[str, Any]) -> str:
    """What Slack calls somebody, on one line and without signs that would do anything."""
    names = ((user.get("profile") or {}).get("display_name"), user.get("real_name"), user.get("name"))
    shown = [" ".join(plain(untyped(name)).split()).removeprefix("@") for name in names if isinstance(name, str)]
    return next((name for name in shown if name), str(user.get("id") or SOMEONE))[:_NAME]


def _identity(answer: Any) -> Identity:
    try:
        return Identity(answer["team_id"], answer["user_id"], answer["bot_id"])
    except KeyError:
        raise UnclearError("an answer that does not say who we are") from None
