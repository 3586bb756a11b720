"""Celebrations in the room, and the private words around them."""

from collections.abc import Sequence
from itertools import groupby

from bot.lib import marks
from bot.slack.blocks import QUOTED, Block, Element, actions, button, header
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, RichText, bold, line, names, person, quote, say
from bot.slack.text import and_more
from bot.slack.views.entry_points import SHARE
from bot.slack.views.fewer_posts import fewer
from bot.slack.views.wording import count
from bot.wins import fair_share
from bot.wins.entries import WinView
from bot.wins.facts import RestOfCelebration
from bot.wins.views.win import in_words, listed_wins

CHEER = "celebration.cheer"
REST = "celebration.rest"
NAMES = "naming.about"

_MOST_WINS = 40
_MOST_CHARACTERS = 10_000  # Slack takes some 13,000 over all blocks of a message

TITLE = "This week’s celebration"
ONE_TITLE = "A win to celebrate"
TOGETHER = "Together"
NO_ORGANISATION = "From people whose organisation we don’t know yet"
CHEERED_ALREADY = "You’ve cheered this one already. One each, so that every cheer is somebody’s."


def celebration(
    wins: Sequence[WinView], *, cheers: int, weekly: bool, token: str, lines: Sequence[tuple[str, str]] = ()
) -> Message:
    """As many of the wins, in fair order, as fit: joint ones, then every partner's; and how many more there are.

    The `lines` of who is in the spotlight come after them, by name.
    """
    kept = wins[: fitting(wins, lines)]
    more = len(wins) - len(kept)
    return message(
        header(_heading(wins) if weekly else ONE_TITLE),
        _groups(fair_share.as_they_stand(kept)),
        [say(f"… {and_more(more)}.")] if more else [],
        [say(line("In the spotlight: ", bold(name)), quote(text)) for name, text in lines],
        [say(f"{count(cheers, 'cheer')}.")] if cheers else [],
        actions(
            button("Cheer", CHEER, token),
            button("Share a win", SHARE),
            *([button(f"Read the other {more:,}", REST, f"{token}.0")] if more else []),
            *_names(wins, token),
            *([fewer(token)] if weekly else []),
        ),
    )


def _names(wins: Sequence[WinView], token: str) -> list[Element]:
    """Where organisations share a win, each may say whether its name belongs there."""
    shared = any(win.joint or win.withheld for win in wins)
    return [button("About our name", NAMES, token)] if shared else []


def _heading(wins: Sequence[WinView]) -> str:
    """`This week’s celebration: 5 wins, 2 of them shared`."""
    if not wins:
        return TITLE
    joint = sum(win.joint for win in wins)
    shared = "" if not joint else ", shared" if len(wins) == 1 else f", {joint:,} of them shared"
    return f"{TITLE}: {count(len(wins), 'win')}{shared}"


def fitting(wins: Sequence[WinView], lines: Sequence[tuple[str, str]] = ()) -> int:
    """How many of the wins fit beside these lines."""
    room = _MOST_CHARACTERS - sum(len(name) + marks.length(text) for name, text in lines)
    for place, win in enumerate(wins[:_MOST_WINS]):
        room -= (
            min(marks.length(win.text), QUOTED)
            + min(marks.length(win.was_stuck or ""), QUOTED)
            + marks.length(win.aim or "")
            + sum(len(name) for _, name in win.partners[:5])
            + 120
        )
        if room < 0:
            return max(1, place)
    return min(len(wins), _MOST_WINS)


def _groups(wins: Sequence[WinView]) -> list[Block]:
    blocks: list[Block] = []
    for title, group in groupby(wins, key=_title):
        parts: list[RichText] = [line(bold(title))]
        for win in group:
            parts += [line(*_shared_by(win))] if win.joint else []
            parts += [*in_words(win), line(*_credits(win))]
        blocks.append(say(*parts))
    return blocks


def _title(win: WinView) -> str:
    if win.joint:
        return TOGETHER
    return win.partners[0][1] if win.partners else NO_ORGANISATION


def _shared_by(win: WinView) -> list[Piece]:
    shared = [name for _, name in win.partners]
    if len(shared) > 5:
        shared = [*shared[:5], f"{len(shared) - 5} more"]
    return [*names([bold(name) for name in shared]), *([", across sectors"] if win.across else [])]


def _credits(win: WinView) -> list[Piece]:
    pieces: list[Piece] = ["From ", person(win.author)]
    if win.thanked:
        thanked: list[Piece] = [person(user_id) for user_id in win.thanked[:10]]
        if len(win.thanked) > 10:
            thanked.append(f"{len(win.thanked) - 10} more")
        pieces += [", with thanks to ", *names(thanked)]
    towards = f" A step towards: {win.aim.rstrip('.')}." if win.aim else ""
    return [*pieces, ".", towards]


def rest(facts: RestOfCelebration) -> Message:
    """What did not fit into a celebration, from where the reader has come to."""
    if not facts.wins:
        return message(say("There’s no more to read: every win is in the celebration itself."))
    rows, kept = listed_wins(facts.wins, facts.zone)
    start = facts.start + kept
    more = facts.more + len(facts.wins) - kept
    return message(
        say("Also in this celebration:"),
        rows,
        [say(f"… {and_more(more)}."), actions(button("Read on", REST, f"{facts.token}.{start}"))] if more else [],
    )
