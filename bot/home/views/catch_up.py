"""The last month, for somebody who has just come or come back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.checkins.views.checkin import WORDS
from bot.pulse.views.pulse import month
from bot.pulse.views.results import Results, in_short
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, bullets, moment, names, pieces, say
from bot.slack.text import cut, day
from bot.slack.views.wording import KINDS, count

OPEN = "catch_up.open"
LINES = 8  # at most, the heading among them
_NAMED, _QUOTE = 3, 160


@dataclass(frozen=True)
class PulseNews:
    """What the last pulse came to, as released, and until when one is open."""

    results: Results | None
    closes_at: datetime | None


@dataclass(frozen=True)
class CatchUp:
    """What happened in a partnership since a day a month ago."""

    name: str
    since: datetime
    zone: str
    people: int
    joined: Sequence[str]
    stepped_back: Sequence[str]
    returned: Sequence[str]
    wins: int
    shared: int
    quoted: Sequence[str]
    raised: int
    fixed: int
    still_open: int
    ideas: tuple[int, int]  # shared, and open in all
    skills: int
    hidden: int
    checkin: tuple[str, Mapping[str, int]] | None
    pulse: PulseNews | None
    vision: int | None
    why: bool
    paused: bool
    next: tuple[str, datetime] | None


def catch_up(news: CatchUp) -> Message:
    """At most eight lines, of facts alone; what has not happened has none."""
    lines = [
        line
        for line in (
            _coming(news),
            _wins(news),
            _stuck_and_could_be(news),
            _skills(news),
            _asked(news),
            _changed(news),
            _next(news),
        )
        if line
    ]
    return message(
        say(bold(f"The last month in {news.name}"), f", since {day(news.since, news.zone)}"),
        say(bullets(*lines)),
    )


def _coming(news: CatchUp) -> list[Piece]:
    parts: list[list[Piece]] = []
    if news.joined:
        parts.append([count(len(news.joined), "new partner"), " (", *_some(news.joined), ")"])
    if news.people:
        parts.append([count(news.people, "new person", "new people")])
    if news.returned:
        parts.append([*_some(news.returned), " returned"])
    if news.stepped_back:
        parts.append([*_some(news.stepped_back), " stepped back"])
    joined: list[Piece] = []
    for place, part in enumerate(parts):
        joined += [*(["; "] if place else []), *part]
    return pieces(bold("People"), ": ", *joined, ".") if joined else pieces(bold("People"), ": nobody came or went.")


def _some(organisations: Sequence[str]) -> list[Piece]:
    more = len(organisations) - _NAMED
    return names([*organisations[:_NAMED], *([f"{more:,} more"] if more > 0 else [])])


def _wins(news: CatchUp) -> list[Piece]:
    if not news.wins:
        return pieces(bold("Wins"), ": none yet.")
    quoted = " and ".join(f"“{cut(' '.join(text.split()), _QUOTE)}”" for text in news.quoted)
    shared = f", {news.shared:,} of them shared" if news.shared else ""
    among = "Among them: " if news.wins > len(news.quoted) else ""
    return pieces(bold("Wins"), f": {count(news.wins, 'win')}{shared}. {among}{quoted}")


def _stuck_and_could_be(news: CatchUp) -> list[Piece]:
    """Blockers and ideas, in one line."""
    line: list[Piece] = []
    if news.raised or news.fixed or news.still_open:
        line += [bold("Blockers"), f": {news.raised:,} raised, {news.fixed:,} fixed. {news.still_open:,} open in all."]
    shared, still_open = news.ideas
    if shared or still_open:
        line += [*([" "] if line else []), bold("Ideas"), f": {shared:,} shared. {still_open:,} open in all."]
    return line


def _skills(news: CatchUp) -> list[Piece]:
    if not news.skills:
        return []
    hidden = f", {news.hidden:,} beyond the day job" if news.hidden else ""
    return pieces(bold("Skills"), f": {count(news.skills, 'skill')} offered{hidden}.")


def _asked(news: CatchUp) -> list[Piece]:
    """The last check-in and the pulse, in one line."""
    line: list[Piece] = []
    if news.checkin is not None:
        title, counts = news.checkin
        parts = [f"{counts[word]:,} {label.lower()}" for word, label in WORDS.items() if counts.get(word)]
        answers = "".join(str(piece) for piece in names(parts)) or "nobody answered"
        line += [bold("Check-in"), f" on {title.lower()}: {answers}. "]
    if news.pulse is not None and news.pulse.results is not None:
        results = news.pulse.results
        line += [bold(f"Pulse of {month(results.month)}"), f": {'; '.join(in_short(results))}. "]
    if news.pulse is not None and news.pulse.closes_at is not None:
        line += [bold("Pulse"), ": one is open until ", moment(news.pulse.closes_at, news.zone), "."]
    return line


def _changed(news: CatchUp) -> list[Piece]:
    line: list[Piece] = []
    if news.vision is not None:
        line += [bold("Vision"), f": version {news.vision} is in force now. "]
    if news.why:
        line += [bold("Why now"), ": the hosts have written it down."]
    return line


def _next(news: CatchUp) -> list[Piece]:
    if news.paused or news.next is None:
        return pieces(bold("Next"), ": nothing is planned just now.")
    kind, at = news.next
    return pieces(bold("Next"), ": ", KINDS[kind].lower(), " on ", moment(at, news.zone), ".")
