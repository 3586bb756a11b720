"""The end of a partnership: what would be deleted, two confirmations, and what is left."""

from collections.abc import Mapping
from typing import Any

from bot.partnership.partnerships import NAME
from bot.privacy.facts import Ending
from bot.slack.blocks import Block, actions, button
from bot.slack.forms import field, form, text_input
from bot.slack.messages import Message, message
from bot.slack.rich_text import bold, bullets, say
from bot.slack.views.wording import count

BEGIN, EXPORT, CONTINUE = "end.begin", "end.export", "end.continue"
FORM = "end.partnership"
TYPED = "name"

# One and many, by table.
WORDS = {
    "members": ("person", "people"),
    "partners": ("organisation", "organisations"),
    "wins": ("win", "wins"),
    "blockers": ("blocker", "blockers"),
    "skills": ("skill", "skills"),
}
OTHER_NAME = "That isn’t its name, so nothing was deleted. Type it exactly as it is above."
REMAINS = (
    "Traces stay in the server’s files until they’re overwritten, and in backups for as long as those are kept. Nobody "
    "sees them in Slack."
)
ALREADY = "There’s nothing to end here. It’s over already, or never began."
COPIED = (
    "I’m sending you a copy of everything this partnership shares, in our direct messages. It has a table each for "
    "people, wins, blockers, skills, vision and the rest. Nothing that people said privately is in it."
)
SENDING = "I’m sending you a copy of everything, in our direct messages. Look at it before you end anything."


def warning(ending: Ending) -> Message:
    """The first of two times a host is asked."""
    return message(
        say("You can end ", bold(ending.name), ". I’ll delete everything I keep about it, for good:"),
        _stake(ending.counts),
        say(
            "Take a copy first. My posts stay in the channel as long as Slack keeps them, but their buttons stop "
            "working. To stop only for a while, pause the posts."
        ),
        actions(
            button("Send me a copy first", EXPORT, str(ending.partnership_id)),
            button("Continue …", CONTINUE, str(ending.partnership_id)),
        ),
        say("If you press nothing, nothing happens."),
    )


def _stake(counts: Mapping[str, int]) -> Block:
    lines = [count(counts.get(table, 0), *words) for table, words in WORDS.items()]
    return say(
        bullets(
            *lines,
            f"the figures of {count(counts.get('pulses', 0), 'pulse')}, the vision, settings, timetable and log",
        )
    )


def end_form(ending: Ending, *, remains: bool = False) -> dict[str, Any]:
    """The second time: the name has to be typed."""
    return form(
        FORM,
        "End the partnership",
        say("I’ll delete everything I keep about ", bold(ending.name), ", for good:"),
        _stake(ending.counts),
        say("Nobody can bring it back, and other hosts aren’t asked. The channel can start again afterwards."),
        [say(REMAINS)] if remains else [],
        field(
            TYPED,
            "Type the partnership’s name to end it",
            text_input(max_length=NAME),
            hint=ending.name,
        ),
        submit="Delete everything",
        close="Keep it",
        last=True,
        channel=ending.channel_id,
        about=str(ending.partnership_id),
    )


def sending() -> Message:
    """A copy is on its way; what was said before stays."""
    return message(say(SENDING))


def copied() -> Message:
    return message(say(COPIED))


def already_ended() -> Message:
    return message(say(ALREADY))


def ended(name: str, *, remains: bool = False) -> Message:
    """It is over. Nothing is left that could say so later, or to others: the host can."""
    return message(
        say(
            bold(name),
            " has ended, and everything I kept about it is deleted. Please tell the others: I can’t any more. My posts "
            "stay in the channel until somebody removes them. You can start again here at any time.",
        ),
        [say(REMAINS)] if remains else [],
    )
