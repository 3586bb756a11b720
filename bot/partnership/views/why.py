"""Why now, in the hosts' one sentence: shown, said, and what was said before."""

from collections.abc import Sequence
from typing import Any

from bot.lib.text import SENTENCE
from bot.partnership.why import Reason
from bot.slack.blocks import QUOTED, Block, actions, button, returned
from bot.slack.forms import field, form, text_input
from bot.slack.messages import Message, message
from bot.slack.rich_text import bold, code, person, pieces, quote, say
from bot.slack.text import and_more, cut, dated

SAY = "why.say"
SAY_FORM = "why.say"
TEXT = "text"

_EARLIER, _ALL = 3, 20

EMPTY = "There was nothing in it that I could read, so what was there before still holds. One sentence is enough."


def beside(said: Reason | None) -> list[Block]:
    """The sentence as it stands beside other things; nothing before there is one."""
    return [say(bold("Why now: "), said.text)] if said else []


def shown(said: Sequence[Reason], zone: str, partnership_id: int, *, host: bool, command: str, all_: bool) -> Message:
    """The sentence that holds and since when, with what was said before it; for hosts, how to change it."""
    way_in = [actions(button("Say why now", SAY, str(partnership_id)))] if host else []
    if not said:
        return message(
            say(
                "Nobody has said yet why this partnership, and why now. ",
                *(
                    pieces("As a host you can: ", code(f"{command} why"), " and one sentence.")
                    if host
                    else ["A host can."]
                ),
            ),
            way_in,
        )
    earlier = said[1 : 1 + (_ALL if all_ else _EARLIER)]
    more = len(said) - 1 - len(earlier)
    return message(
        say(bold("Why now"), quote(cut(said[0].text, QUOTED)), *_since(said[0], zone)),
        [
            say(bold("Before that")),
            *(say(quote(cut(one.text, QUOTED)), *_since(one, zone)) for one in earlier),
        ]
        if earlier
        else [],
        [say(f"… {and_more(more)}", *([] if all_ else pieces(": ", code(f"{command} why history"))), ".")]
        if more > 0
        else [],
        way_in,
    )


def _since(one: Reason, zone: str) -> list[Any]:
    return ["Said by ", person(one.by), f" on {dated(one.since, zone)}."]


def saying(channel: str, text: str = "") -> dict[str, Any]:
    """The form for a host's sentence, with what holds now in it."""
    return form(
        SAY_FORM,
        "Why now",
        field(
            TEXT,
            "Why this partnership, and why now?",
            text_input(text, max_length=SENTENCE, multiline=True),
            hint="One sentence, as you would say it to somebody at the door. What was there before is kept.",
        ),
        submit="Save",
        channel=channel,
    )


def kept(said: Reason, partnership_id: int, *, new: bool) -> Message:
    """What holds from now on, or held already."""
    opening = "This is why, from now on:" if new else "That is what it says already, so nothing was changed:"
    return message(
        say(opening, quote(cut(said.text, QUOTED))),
        say("Newcomers read it in their welcome, and it stands beside the vision. What was there before is kept."),
        actions(button("Change it", SAY, str(partnership_id))),
    )


def too_long(typed: str, most: int) -> Message:
    return message(say(too_long_words(typed, most)), returned(typed))


def too_long_words(typed: str, most: int) -> str:
    return (
        f"That has {len(typed):,} characters, and a sentence that people keep in mind has at most {most:,}. "
        "Nothing was changed; say it more briefly."
    )
