"""What a Slack remembers: workspaces, people, channels, messages, views. No wire here."""

import secrets
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sandbox.slack.blocks import Json, buttons, named_in, plain, walk
from sandbox.slack.files import File, Files
from sandbox.slack.grants import Grants
from sandbox.slack.people import ESTUARY, GENERAL, HOME, HUB, Someone, cast

TRIGGER_SECONDS = 3
RESPONSE_USES, RESPONSE_SECONDS = 5, 1800
BROADCASTS = ("here", "channel", "everyone")


@dataclass(frozen=True)
class Workspace:
    """A team; its people are whoever names it."""

    id: str
    name: str
    domain: str


@dataclass
class Channel:
    """A channel, or a direct conversation with Pencil: of one person when `direct_with` names them, or of a `group`."""

    id: str
    name: str
    members: set[str]
    team_id: str
    shared: bool = False
    archived: bool = False
    direct_with: str | None = None
    group: bool = False  # a conversation of several people, which nobody else sees or joins
    private: bool = False
    no_files: str = ""  # one of the workspaces that share it forbids files: Slack's word for it


@dataclass
class Message:
    """A message as it stands; `only_for` names the one person who sees a private reply."""

    ts: str
    channel_id: str
    user_id: str
    text: str
    blocks: list[Json]
    shown_at: datetime
    thread_ts: str | None = None
    only_for: str | None = None
    metadata: Json | None = None
    edited: bool = False
    by_app: bool = False
    files: list[File] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)  # by name, whose they are

    @property
    def plain(self) -> str:
        """All its words, as read on screen."""
        words = map(plain, self.blocks) if self.blocks else [self.text]
        return "\n".join(filter(None, [*words, *(file.plain for file in self.files)]))

    @property
    def buttons(self) -> list[tuple[str, str, str | None]]:
        """Label, action and value of each button."""
        return buttons(self.blocks)

    @property
    def notifies(self) -> set[str]:
        """Whom the message would notify: people's ids, and the words here, channel, everyone."""
        named: set[str] = set()
        for part in walk(self.blocks):
            if part.get("type") == "user":
                named.add(part["user_id"])
            elif part.get("type") == "broadcast":
                named.add(part["range"])
            elif part.get("type") == "mrkdwn" and not part.get("verbatim"):
                named |= named_in(part["text"]) | {word for word in BROADCASTS if f"@{word}" in part["text"]}
            elif part.get("type") == "mrkdwn":
                named |= named_in(part["text"])
        return named if self.blocks else named_in(self.text)


@dataclass
class View:
    """A form somebody has open, or their Home; `filled` is what they answered so far, by block."""

    id: str
    type: str
    payload: Json
    owner: str
    hash: str = ""
    root_id: str = ""
    previous_id: str | None = None
    filled: Json = field(default_factory=dict)
    found: dict[str, list[Json]] = field(default_factory=dict)  # what the app offered in its lists so far, by block
    team_id: str = HUB  # the workspace whose app opened it

    @property
    def plain(self) -> str:
        title = self.payload.get("title", {}).get("text", "")
        return "\n".join(filter(None, [title, *map(plain, self.payload["blocks"])]))

    @property
    def buttons(self) -> list[tuple[str, str, str | None]]:
        return buttons(self.payload["blocks"])


@dataclass
class Call:
    """One call of the Web API, what came of it, and the port it came from."""

    method: str
    args: Json
    at: float
    outcome: str
    port: int = 0
    team_id: str = ""  # whose token it came with


@dataclass
class ResponseUrl:
    """An address at which one act may be answered, five times in half an hour."""

    user_id: str
    channel_id: str
    message: Message | None
    uses: int = 0
    made: float = field(default_factory=time.time)


class Slack:
    """The state of a small Slack, and its rules. `version` goes up with every change."""

    def __init__(self, people: list[Someone] | None = None, now: Callable[[], datetime] | None = None) -> None:
        self._now = now or (lambda: datetime.now(UTC))
        self.workspaces = {
            HUB: Workspace(HUB, "Exe Bay Hub", "exe-bay-hub"),
            ESTUARY: Workspace(ESTUARY, "Estuary Health", "estuary-health"),
        }
        self.enterprises: dict[str, str] = {}  # by workspace, where it belongs to one
        self.people = {person.user_id: person for person in (cast() if people is None else people)}
        self.app_id = "A0PENCIL1"
        self.speaking = self.installs_in = HUB  # whose app acts just now, and where the link installs it
        self.grants = Grants()
        self.bot_token, self.app_token = f"xoxb-{secrets.token_hex(8)}", f"xapp-{secrets.token_hex(8)}"
        self.signing_secret = secrets.token_hex(16)
        self.refuses_token = ""  # why the bot token is not taken any more, in Slack's word
        everyone = {*self.people, self.bot_user}
        hub = {person.user_id for person in self.people.values() if person.team_id == HUB} | {self.bot_user}
        self.channels = {
            HOME: Channel(HOME, "exe-bay-together", everyone, HUB, shared=True),
            GENERAL: Channel(GENERAL, "general", hub, HUB),
        }
        self._messages: dict[str, list[Message]] = defaultdict(list)
        self.forms: dict[str, list[View]] = defaultdict(list)
        self.homes: dict[str, View] = {}
        self.calls: list[Call] = []
        self.complaints: list[str] = []
        self.triggers: dict[str, tuple[str, float]] = {}
        self.used_triggers: set[str] = set()
        self.trigger_teams: dict[str, str] = {}  # the workspace whose app may use each
        self.response_urls: dict[str, ResponseUrl] = {}
        self.version = 0
        self.rate_limits = False
        self.history_seconds = 0.0  # Slack lets some apps read history once a minute, 15 messages at a time
        self.files = Files()
        self.groups: dict[frozenset[str], str] = {}  # by who is in them besides Pencil
        self.groups_refused = ""  # why there are none, in Slack's word
        self.away: set[str] = set()  # not looking: what is said to them alone is taken, and never shown
        self.slow_files = 0  # how often a complete file is still refused before it is taken
        self.address = ""
        self.last_number, self.last_ts = 99, 0.0

    @property
    def bot_user(self) -> str:
        """The app's own user in the workspace it acts in just now."""
        return _bot_user(self.speaking)

    @property
    def bot_id(self) -> str:
        return f"B{self.bot_user[1:]}"

    @property
    def bot_users(self) -> dict[str, str]:
        """The app's user in each workspace, with the workspace."""
        return {_bot_user(team_id): team_id for team_id in self.workspaces}

    @contextmanager
    def speaking_in(self, team_id: str) -> Iterator[None]:
        """What the app does meanwhile it does in this workspace. Nothing is awaited within."""
        before, self.speaking = self.speaking, team_id
        try:
            yield
        finally:
            self.speaking = before

    def new_id(self, letter: str) -> str:
        return f"{letter}0{self._new_number():07d}"

    def new_ts(self) -> str:
        self.last_ts = max(time.time(), self.last_ts + 0.000002)
        return f"{self.last_ts:.6f}"

    def _new_number(self) -> int:
        self.last_number += 1
        return self.last_number

    def go_on_from(self, number: int, ts: float) -> None:
        """No id and no ts up to these is given out again."""
        self.last_number, self.last_ts = number, ts
        self.changed()

    def changed(self) -> None:
        self.version += 1

    def messages(self, channel_id: str) -> list[Message]:
        """What stands in the channel, oldest first, private replies among it."""
        return self._messages[channel_id]

    def add(
        self,
        channel_id: str,
        user_id: str,
        text: str,
        blocks: list[Json] | None = None,
        *,
        thread_ts: str | None = None,
        only_for: str | None = None,
        metadata: Json | None = None,
        files: list[File] | None = None,
    ) -> Message:
        message = Message(
            self.new_ts(),
            channel_id,
            user_id,
            text,
            [{**block, "block_id": block.get("block_id") or secrets.token_hex(3)} for block in blocks or []],
            self._now(),
            thread_ts=thread_ts,
            only_for=only_for,
            metadata=metadata,
            by_app=user_id in self.bot_users,
            files=files or [],
        )
        self._messages[channel_id].append(message)
        self.changed()
        return message

    def remove(self, message: Message) -> None:
        self._messages[message.channel_id].remove(message)
        self.changed()

    def find(self, channel_id: str, ts: str) -> Message | None:
        return next((message for message in self._messages[channel_id] if message.ts == ts), None)

    def permalink(self, message: Message) -> str:
        """The message's address, in the workspace that has Pencil."""
        place = f"https://{self.workspaces[self.speaking].domain}.slack.com/archives/{message.channel_id}"
        return f"{place}/p{message.ts.replace('.', '')}"

    def linked(self, url: str) -> Message | None:
        """The message whose address that is."""
        channel_id = url.removesuffix("/").split("/")[-2:][0]
        there = (message for message in self._messages.get(channel_id, []) if self.permalink(message) == url)
        return next(there, None)

    def react(self, message: Message, name: str, user_id: str) -> bool:
        """Whether the reaction is there by this; where it was theirs already, it is taken away."""
        people = message.reactions.setdefault(name, [])
        added = user_id not in people
        if added:
            people.append(user_id)
        else:
            people.remove(user_id)
        if not people:
            del message.reactions[name]
        self.changed()
        return added

    def renumber(self, channel: Channel) -> str:
        """The channel has another id from now on, and what stands in it with it; the old one is nobody's any more."""
        old, channel.id = channel.id, self.new_id("C")
        self.channels = {known.id: known for known in self.channels.values()}
        self._messages[channel.id] = self._messages.pop(old, [])
        for message in self._messages[channel.id]:
            message.channel_id = channel.id
        for url in self.response_urls.values():
            if url.channel_id == old:
                url.channel_id = channel.id
        self.changed()
        return old

    def listed(self, user_id: str) -> set[str]:
        """Whom Slack's own lists of people show this person: those of their workspace, and its apps."""
        team_id = self.people[user_id].team_id
        apps = {_bot_user(team_id)} if team_id == HUB or self.grants.has(team_id) else set()
        return apps | {person.user_id for person in self.people.values() if person.team_id == team_id}

    def direct(self, user_id: str) -> Channel:
        """The conversation between Pencil and this person."""
        channel_id = f"D{user_id[1:]}" if self.speaking == HUB else f"D{self.speaking[1:]}{user_id[1:]}"
        if channel_id not in self.channels:
            self.channels[channel_id] = Channel(
                channel_id, "", {user_id, self.bot_user}, self.speaking, direct_with=user_id
            )
        return self.channels[channel_id]

    def group(self, user_ids: list[str]) -> Channel:
        """The conversation between Pencil and these people; the same each time."""
        members = frozenset(user_ids)
        if members not in self.groups:
            names = "--".join(sorted(self.people[user_id].name.lower().replace(" ", ".") for user_id in members))
            channel = Channel(self.new_id("G"), f"mpdm-{names}-1", {*members, self.bot_user}, self.speaking, group=True)
            self.channels[channel.id], self.groups[members] = channel, channel.id
        return self.channels[self.groups[members]]

    def file_faults(self, blocks: list[Json]) -> list[str]:
        """What Slack says against the files in these blocks."""
        return self.files.faults(blocks, self.slow_files)

    def trigger(self, user_id: str) -> str:
        made = f"{self._new_number()}.{int(time.time())}.{secrets.token_hex(16)}"
        self.triggers[made] = (user_id, time.time())
        self.trigger_teams[made] = self.speaking
        return made

    def response_url(self, user_id: str, channel_id: str, message: Message | None = None) -> str:
        made = secrets.token_hex(10)
        self.response_urls[made] = ResponseUrl(user_id, channel_id, message)
        return made


def _bot_user(team_id: str) -> str:
    """The app's user in a workspace."""
    return "U0PENCIL1" if team_id == HUB else f"U{team_id[1:]}BOT"
