"""My Pencil: what is mine, in a form for everyone and at Home for those who have one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import Block

from bot.blockers import Stuck
from bot.skills import Offered
from bot.views import blocker, skill, story
from bot.views.celebration import SHARE
from bot.views.kit import actions, and_more, bold, button, cut, divider, form, header, home, moment, quote, say
from bot.views.partner import Choice, ask
from bot.views.win import EDIT, waiting
from bot.views.words import channel
from bot.wins import Told

_SHOWN = 5
_TEXT = 300
_SKILLS = 20


@dataclass(frozen=True)
class Mine:
    """A person's place in one partnership."""

    partnership_id: int
    name: str
    channel_id: str
    zone: str
    organisation: str | None
    choice: Choice
    wins: Sequence[Told]
    more: int
    next_at: datetime | None
    waiting: tuple[int, int]
    stuck: tuple[Sequence[Stuck], int]  # open blockers of mine, and how many more
    skills: Sequence[Offered]
    pulse: Sequence[Block] = ()


def as_form(mine: Mine) -> dict[str, Any]:
    return form("mine", "My Pencil", _blocks(mine), channel=mine.channel_id)


def as_home(places: Sequence[Mine]) -> dict[str, Any]:
    """Everything of every partnership the person is in; at most five of them."""
    if not places:
        return home(
            header("Pencil"),
            say(
                "You are not in a partnership with me yet. In the channel where yours meets, share a win or say where "
                "you are from, and what is yours will stand here."
            ),
        )
    return home(*(block for place in places[:_SHOWN] for block in [header(place.name), *_blocks(place), divider()]))


def _blocks(mine: Mine) -> list[Block]:
    about = f"{mine.partnership_id}"
    blocks: list[Block] = [say("At home in ", channel(mine.channel_id), ".")]
    if mine.organisation:
        blocks.append(say("You are from ", bold(mine.organisation), "."))
    else:
        blocks += ask(mine.choice, f"p{about}")
    if mine.next_at is not None:
        blocks.append(
            say("Next celebration: ", moment(mine.next_at, mine.zone), f", with {waiting(*mine.waiting)} so far.")
        )
    else:
        blocks.append(say("Celebrations are paused or switched off just now."))
    blocks += mine.pulse
    blocks.append(actions(button("Share a win", SHARE, about), button(story.LABEL, story.CHOOSE, about)))
    blocks.append(say(bold("Your wins")))
    if not mine.wins:
        blocks.append(say("None yet. A sentence is plenty."))
    for win in mine.wins[:_SHOWN]:
        blocks += [say(quote(cut(win.text, _TEXT))), actions(button("Edit", EDIT, str(win.id)))]
    blocks += _more(mine.more + len(mine.wins) - _SHOWN)
    blocks += _stuck(*mine.stuck, about)
    blocks += _skills(mine.skills, about)
    return blocks


def _more(more: int) -> list[Block]:
    return [say(f"… {and_more(more)}, all kept.")] if more > 0 else []


def _stuck(stuck: Sequence[Stuck], more: int, about: str) -> list[Block]:
    blocks: list[Block] = [say(bold("Your open blockers"))]
    if not stuck:
        blocks.append(say("None. What you raise without your name is not shown here: I do not know that it is yours."))
    for one in stuck[:_SHOWN]:
        blocks += [
            say(quote(cut(one.text, _TEXT))),
            actions(
                button("It’s fixed", blocker.FIXED, str(one.id)),
                button("Edit", blocker.EDIT, str(one.id)),
            ),
        ]
    return [*blocks, *_more(more + len(stuck) - _SHOWN), actions(button("Raise a blocker", blocker.RAISE, about))]


def _skills(offered: Sequence[Offered], about: str) -> list[Block]:
    blocks: list[Block] = [say(bold("Your skills"))]
    if not offered:
        blocks.append(say("None yet. Those your day job never asks for are the ones nobody knows of."))
    blocks += (
        [
            actions(
                *(
                    button(one.name, f"{skill.CHANGE}.{place}", str(one.id))
                    for place, one in enumerate(offered[:_SKILLS])
                )
            )
        ]
        if offered
        else []
    )
    return [*blocks, *_more(len(offered) - _SKILLS), actions(button("Offer a skill", skill.OFFER, about))]
