"""The hosts' weekly digest: lines, each with what can be done about it at a press."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.blockers.views import help_requests
from bot.checkins.views import checkin
from bot.digest.lines import Line, Topic
from bot.hosts import digest_entries
from bot.hosts.views import hosts, reflection
from bot.partnership.views.partnership import PAUSE
from bot.pulse.views import response
from bot.slack.blocks import Block, actions, button
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, channel, pieces, say
from bot.slack.text import and_more, cut, day
from bot.slack.views.entry_points import MINE, SHARE
from bot.slack.views.fewer_posts import WISHES
from bot.slack.views.wording import UNASKED, count
from bot.wins.views.spotlight import OFFER

SHOWN = 10  # lines, where there is room
_NAME = 60  # characters
_SENTENCES = {
    Topic.ALONE: "You’re the only host.",
    Topic.SILENT: "I’ve heard nothing from anybody for four weeks.",
    Topic.QUIET: "There was nothing to celebrate.",
    Topic.WOKEN: "The pause has ended, as planned.",
}
_PRESSES: Mapping[Topic, Sequence[tuple[str, str]]] = {
    Topic.STUCK: [("What could help", checkin.ADVICE)],
    Topic.UNSEEN: [("Offer the spotlight", OFFER)],
    Topic.ALONE: [("Ask somebody to host", hosts.ASK)],
    Topic.SILENT: [("Begin a reflection", reflection.BEGIN), ("Pause the posts …", PAUSE)],
    Topic.WISH: [("What you could change", WISHES)],
    Topic.QUIET: [("Share a win", SHARE)],
}


def digest(channel_id: str, lines: Sequence[Line], more: int) -> Message:
    """The private message a week, of as many lines as it holds; the others stand in My Pencil."""
    return message(
        say("For hosts of ", channel(channel_id), ", this week:"),
        blocks(lines),
        [say(f"… and {more} more in My Pencil."), actions(button("My Pencil", MINE))] if more > 0 else [],
    )


def standing(channel_id: str, lines: Sequence[Line], next_at: datetime | None, zone: str) -> Message:
    """What would be in the digest if it came now, for a host who asks."""
    kept, more = lines[:SHOWN], len(lines) - SHOWN
    comes = f"The next digest comes on {day(next_at, zone)}, if there’s something to say." if next_at else ""
    return message(
        say("For hosts of ", channel(channel_id), ":") if lines else say("Nothing needs a look just now."),
        blocks(kept),
        [say(f"… {and_more(more)}.")] if more > 0 else [],
        [say(comes)] if comes else [],
    )


def blocks(lines: Sequence[Line]) -> list[Block]:
    """Each line, with what can be done about it at a press."""
    made: list[Block] = []
    for line in lines:
        made += digest_entries.line(line.topic, line.about, _shown(line))
    return made


def _shown(line: Line) -> list[Block]:
    """A line as its room says it, which says it otherwise once it is settled; or else as it was when it was said."""
    match line.topic:
        case Topic.ACTION:
            assert line.day is not None
            return response.unsaid(line.day, line.key)
        case Topic.WANTED:
            return help_requests.nobody_found(line.name, line.key)
        case Topic.STEP:
            return checkin.untaken(line.name, line.key)
        case _:
            presses = [button(label, action, line.key) for label, action in _PRESSES.get(line.topic, ())]
            return [say(*_words(line)), *([actions(*presses)] if presses else [])]


def _words(line: Line) -> list[Piece]:
    if line.topic in _SENTENCES:
        return pieces(_SENTENCES[line.topic])
    name = bold(cut(line.name, _NAME))
    match line.topic:
        case Topic.STUCK:
            return pieces("Most people who answered the last check-in are stuck: ", name, ".")
        case Topic.MOVED:
            return pieces(name, " has stepped back." if line.away else " is back.")
        case Topic.UNSEEN:
            return pieces(name, " hasn’t been in a celebration for three months.")
        case _:
            return _wish(line)


def _wish(line: Line) -> list[Piece]:
    people = count(line.number, "person", "people").capitalize()
    return pieces(f"{people} would like fewer of these: ", bold(UNASKED.get(line.name, line.name)), ".")
