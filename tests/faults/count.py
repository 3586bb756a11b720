"""What came of it all, counted by what the stand-in Slack shows and by the calls it took."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sandbox.slack.state import Message
from tests.faults.load import CARD, NOW, WEEKLY, WORDS, Act, Load
from tests.faults.town import Town

SECOND = 1.0


@dataclass
class Count:
    """Each fault found is a line that says what and where; none is what is wanted."""

    acts: int = 0
    owed: int = 0
    posts: int = 0
    longest: float = 0  # seconds until something owed at once stood there
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    too_fast: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    untrue: list[str] = field(default_factory=list)  # it stands there, and does not say what it should

    @property
    def good(self) -> bool:
        return not (self.lost or self.twice or self.too_fast or self.out_of_order or self.untrue)


def counted(town: Town, loads: Sequence[Load]) -> Count:
    """Everything acknowledged is there, once, in order, in time, and says what is so."""
    count = Count(acts=sum(load.answered for load in loads))
    messages = [
        message
        for name in town.slack.channels
        for message in town.slack.messages(name)
        if message.by_app and not message.only_for
    ]
    count.posts = len(messages)
    tokens = Counter((message.metadata or {}).get("event_payload", {}).get("id") for message in messages)
    count.twice += [f"token {token} stands {number} times" for token, number in tokens.items() if token and number > 1]
    for channel in town.channels:
        room = _Room(message for message in messages if message.channel_id == channel)
        acts = [act for load in loads for act in load.acts if act.channel == channel]
        for act in acts:
            _judge(act, room, count)
        _order(channel, acts, room, count)
        _pace(channel, town, count)
    return count


class _Room:
    """What stands in a channel, by the words of acts it bears and by the post it stands below; each is read once."""

    def __init__(self, messages: Iterable[Message]) -> None:
        self._bearing: dict[str, list[tuple[Message, str]]] = defaultdict(list)
        self.below: Counter[str] = Counter()
        for message in messages:
            plain = message.plain
            for words in dict.fromkeys(WORDS.findall(plain)):
                self._bearing[words].append((message, plain))
            if message.thread_ts:
                self.below[message.thread_ts] += 1

    def bearing(self, words: str) -> list[tuple[Message, str]]:
        """The messages with these words, oldest first, each with all that it says."""
        return self._bearing.get(words, [])


def _judge(act: Act, room: _Room, count: Count) -> None:
    bearing = room.bearing(act.words)
    posts = [(message, plain) for message, plain in bearing if act.kind in plain and not message.thread_ts]
    if act.unsure:
        posts = [(message, plain) for message, plain in bearing if NOW in plain or WEEKLY in plain] or posts
    count.owed += 1
    if not posts and not (act.unsure and act.kind == CARD):
        count.lost.append(f"{act.words} ({act.kind}) in {act.channel}")
    if len(posts) > 1:
        count.twice.append(f"{act.words} ({act.kind}) in {act.channel} stands {len(posts)} times")
    if not posts or act.unsure:
        return
    message, plain = posts[0]
    if act.place:
        count.longest = max(count.longest, float(message.ts) - act.at)
    if act.helped:
        count.owed += 1
        if (below := room.below[message.ts]) != 1:
            (count.twice if below else count.lost).append(f"the help for {act.words} is said {below} times")
    if act.cheers:
        count.owed += 1
        text = f"{len(act.cheers)} cheer{'' if len(act.cheers) == 1 else 's'}."
        if text not in plain:
            count.untrue.append(f"{act.words} in {act.channel}: {text}")


def _order(channel: str, acts: Sequence[Act], room: _Room, count: Count) -> None:
    """What one person asked for at once, one after the other, comes one after the other."""
    asked = sorted((act for act in acts if act.place), key=lambda act: act.place)
    came: list[tuple[float, str]] = []
    for act in asked:
        came += [(float(message.ts), act.words) for message, _ in room.bearing(act.words) if not message.thread_ts][:1]
    for (before, words), (after, others) in pairwise(came):
        if after < before:
            count.out_of_order.append(f"{others} before {words} in {channel}")


def _pace(channel: str, town: Town, count: Count) -> None:
    """Taken by Slack's own clock, over all who posted there."""
    times: dict[str, list[float]] = defaultdict(list)
    for call in town.slack.calls:
        if call.method == "chat.postMessage" and call.args.get("channel") == channel:
            times["ok" if call.outcome == "ok" else call.outcome].append(call.at)
    count.too_fast += [f"{channel}: refused as too fast" for _ in times["ratelimited"]]
    for before, after in pairwise(times["ok"]):
        if after - before < SECOND:
            count.too_fast.append(f"{channel}: {after - before:.3f} s apart")
