"""Why now, in the hosts' one sentence: shown, said, and what was said before."""

from typing import Any

from bot.lib import marks
from bot.lib.text import SENTENCE
from bot.partnership.why import History, Reason, Written
from bot.slack.blocks import QUOTED, Block, actions, button, given_back
from bot.slack.forms import field, form, text_input
from bot.slack.messages import Message, message
from bot.slack.rich_text import bold, code, person, pieces, quote, say
from bot.slack.text import and_more, cut, dated

SAY = "why.say"
SAY_FORM = "why.say"
TEXT = "text"

_EARLIER, _ALL = 3, 20

EMPTY = "I found no words in that, so nothing changed. One sentence is enough."


def beside(reason: Reason | None) -> list[Block]:
    """The sentence as it stands beside other things; nothing before there is one."""
    return [say(bold("Why now: "), reason.text)] if reason else []


def shown(history: History, command: str, *, whole: bool) -> Message:
    """The sentence that holds and since when, with what was said before it; for hosts, how to change it."""
    way_in = [actions(button("Say why now", SAY, str(history.partnership_id)))] if history.host else []
    if not history.reasons:
        return message(
            say(
                "Nobody has written yet why this partnership, and why now. ",
                *(
                    pieces("As a host you can: ", code(f"{command} why"), " and one sentence.")
                    if history.host
                    else ["A host can."]
                ),
            ),
            way_in,
        )
    current, *before = history.reasons
    earlier = before[: _ALL if whole else _EARLIER]
    more = len(before) - len(earlier)
    return message(
        say(bold("Why now"), quote(cut(current.text, QUOTED)), *_since(current, history.zone)),
        [
            say(bold("Before that")),
            *(say(quote(cut(reason.text, QUOTED)), *_since(reason, history.zone)) for reason in earlier),
        ]
        if earlier
        else [],
        [say(f"… {and_more(more)}", *([] if whole else pieces(": ", code(f"{command} why history"))), ".")]
        if more > 0
        else [],
        way_in,
    )


def _since(reason: Reason, zone: str) -> list[Any]:
    return ["Said by ", person(reason.by), f" on {dated(reason.since, zone)}."]


def edit_form(channel: str, text: str = "") -> dict[str, Any]:
    """The form for a host's sentence, with what holds now in it."""
    return form(
        SAY_FORM,
        "Why now",
        field(
            TEXT,
            "Why this partnership, and why now?",
            text_input(text, max_length=SENTENCE, multiline=True),
            hint="One sentence, as you would say it to somebody at the door. Earlier ones are kept.",
        ),
        submit="Save",
        channel=channel,
    )


def kept(written: Written) -> Message:
    """What holds from now on, or held already."""
    opening = "Saved:" if written.new else "It says that already, so nothing changed:"
    return message(
        say(opening, quote(cut(written.reason.text, QUOTED))),
        say("Newcomers read it in their welcome, and it’s shown beside the vision. Earlier ones are kept."),
        actions(button("Change it", SAY, str(written.partnership_id))),
    )


def too_long(typed: str, most: int) -> Message:
    return message(say(too_long_words(typed, most)), given_back(typed))


def too_long_words(typed: str, most: int) -> str:
    return (
        f"That’s {marks.length(typed):,} characters. Please use at most {most:,}, so that people keep it in mind. "
        "Nothing changed."
    )
