"""Celebrations in the room, and the private words around them."""

from collections.abc import Sequence
from itertools import groupby

from slack_sdk.models.blocks import Block, ButtonElement, RichTextElement

from bot.slack.blocks import (
    QUOTED,
    Message,
    Piece,
    actions,
    and_more,
    bold,
    button,
    cut,
    header,
    line,
    message,
    names,
    person,
    quote,
    say,
)
from bot.slack.views.entry_points import SHARE
from bot.slack.views.fewer_posts import fewer
from bot.slack.views.wording import channel, count
from bot.wins.entries import Told

CHEER = "celebration.cheer"
NAMES = "naming.about"

_MOST_WINS = 40
_MOST_CHARACTERS = 10_000  # Slack takes some 13,000 over all blocks of a message

TITLE = "This week’s celebration"
ONE_TITLE = "A win to celebrate"
TOGETHER = "Together"
NOT_SAID = "From people whose organisation we do not know yet"
CHEERED_ALREADY = "You have cheered this one already. One each, so that every cheer is somebody’s."


def celebration(
    told: Sequence[Told], *, cheers: int, weekly: bool, token: str, lit: Sequence[tuple[str, str]] = ()
) -> Message:
    """Joint wins, then every partner's, as given; as many as fit, and how many more there are.

    Who is in the spotlight, `lit`, comes after them, by name and in their own words.
    """
    kept = _fitting(told, sum(len(name) + len(text) for name, text in lit))
    more = len(told) - len(kept)
    return message(
        header(TITLE if weekly else ONE_TITLE),
        [say(_opening(told))] if weekly and told else [],
        _groups(kept),
        [say(f"… {and_more(more)}. They are all kept: say “@Pencil win list” to read them.")] if more else [],
        [say(line("In the spotlight: ", bold(name)), quote(text)) for name, text in lit],
        [say(f"{count(cheers, 'person has', 'people have')} cheered.")] if cheers else [],
        actions(
            button("Cheer", CHEER, token),
            button("Share a win", SHARE),
            *_names(told, token),
            *([fewer(token)] if weekly else []),
        ),
    )


def _names(told: Sequence[Told], token: str) -> list[ButtonElement]:
    """Where organisations share a win, each may say whether its name belongs there."""
    shared = any(win.joint or win.withheld for win in told)
    return [button("About our name", NAMES, token)] if shared else []


def _opening(told: Sequence[Told]) -> str:
    joint = sum(win.joint for win in told)
    across = sum(win.across for win in told)
    opening = f"{count(len(told), 'win')} since we last celebrated"
    if len(told) == 1:
        shared = "organisation and more than one sector" if across else "organisation"
        return opening + (f", shared by more than one {shared}." if joint else ".")
    if joint:
        opening += f", {joint:,} of them shared by more than one organisation"
    if across:
        opening += f" and {across:,} by more than one sector"
    return opening + "."


def _fitting(told: Sequence[Told], taken: int) -> Sequence[Told]:
    room = _MOST_CHARACTERS - taken
    for place, win in enumerate(told[:_MOST_WINS]):
        room -= min(len(win.text), QUOTED) + len(win.aim or "") + sum(len(name) for _, name in win.partners[:5]) + 120
        if room < 0:
            return told[: max(1, place)]
    return told[:_MOST_WINS]


def _groups(told: Sequence[Told]) -> list[Block]:
    blocks: list[Block] = []
    for title, group in groupby(told, key=_title):
        parts: list[RichTextElement] = [line(bold(title))]
        for win in group:
            parts += [line(*_shared_by(win))] if win.joint else []
            parts += [quote(cut(win.text, QUOTED)), line(*_credits(win))]
        blocks.append(say(*parts))
    return blocks


def _title(win: Told) -> str:
    if win.joint:
        return TOGETHER
    return win.partners[0][1] if win.partners else NOT_SAID


def _shared_by(win: Told) -> list[Piece]:
    shared = [name for _, name in win.partners]
    if len(shared) > 5:
        shared = [*shared[:5], f"{len(shared) - 5} more"]
    return names([bold(name) for name in shared])


def _credits(win: Told) -> list[Piece]:
    pieces: list[Piece] = ["Told by ", person(win.teller)]
    if win.thanked:
        thanked: list[Piece] = [person(user_id) for user_id in win.thanked[:10]]
        if len(win.thanked) > 10:
            thanked.append(f"{len(win.thanked) - 10} more")
        pieces += [", with thanks to ", *names(thanked)]
    towards = f" A step towards: {win.aim.rstrip('.')}." if win.aim else ""
    return [*pieces, ".", towards]


def nothing_to_celebrate(channel_id: str, partnership_id: int) -> Message:
    return message(
        say(
            "There was nothing to celebrate in ",
            channel(channel_id),
            " this time, so I posted nothing there. A small win counts too: "
            "a door held open, an email answered, a form that got shorter.",
        ),
        actions(button("Share a win", SHARE, str(partnership_id))),
    )
