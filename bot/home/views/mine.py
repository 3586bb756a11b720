"""My Pencil: mine, ours and for hosts, in a form for everyone and at Home for those who have one.

One part of one partnership is shown at a time, with a button to each of the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.blockers.entries import BlockerView
from bot.blockers.views import blocker
from bot.home.views import for_hosts, ours, waiting
from bot.home.views.for_hosts import ForHosts
from bot.home.views.ours import Ours
from bot.home.waiting import Waiting
from bot.ideas.entries import IdeaView
from bot.ideas.views import idea
from bot.initiatives.entries import InitiativeView
from bot.initiatives.views import initiative
from bot.partnership.preferences import Preferences
from bot.partnership.views import preferences
from bot.partnership.views.partner import CHOOSE, Choice, another, ask
from bot.privacy.views import forget_me, my_data
from bot.skills.entries import SkillView
from bot.skills.views import skill
from bot.slack.blocks import Block, actions, button, divider, header, plain
from bot.slack.forms import form, home, select
from bot.slack.messages import Message, message
from bot.slack.rich_text import bold, bullets, channel, moment, quote, say
from bot.slack.text import and_more, cut
from bot.slack.views.entry_points import IDEA, MINE, OFFER, RAISE, SHARE
from bot.wins.entries import WinView
from bot.wins.views.win import EDIT
from bot.wins.views.win import waiting as of_wins

PART = "mine.part"
PLACES = 5  # partnerships with a button; of more one is chosen from a list

INITIATIVES = 4  # shown of those I am in
_SHOWN = 5
_TEXT = 300
_SKILLS = 20


class Part(StrEnum):
    """What of a partnership is shown."""

    MINE = "mine"
    OURS = "ours"
    HOSTS = "hosts"


TITLES = {Part.MINE: "Mine", Part.OURS: "Ours", Part.HOSTS: "For hosts"}


@dataclass(frozen=True)
class Place:
    """Another partnership the person is in, and how much waits for them there."""

    partnership_id: int
    name: str
    waiting: int


@dataclass(frozen=True)
class Mine:
    """A person's place in one partnership."""

    partnership_id: int
    channel_id: str
    zone: str
    vision: str | None
    organisation: str | None
    noted: int | None  # its id, where a host has said it and the person has not
    choice: Choice
    waiting: tuple[Sequence[Waiting], int]
    pulse: Sequence[Block]
    wins: Sequence[WinView]
    more: int
    next_at: datetime | None
    uncelebrated: tuple[int, int]
    open_blockers: tuple[Sequence[BlockerView], int]  # open blockers of mine, and how many more
    open_ideas: tuple[Sequence[IdeaView], int]  # the same of ideas
    initiatives: tuple[Sequence[InitiativeView], int]  # the same of what I am in
    skills: Sequence[SkillView]
    preferences: Preferences


Body = Mine | Ours | ForHosts


@dataclass(frozen=True)
class Page:
    """One part of one partnership."""

    partnership_id: int
    name: str
    channel_id: str
    part: Part
    host: bool
    body: Body


def as_form(page: Page) -> dict[str, Any]:
    return form("mine", "My Pencil", header(page.name), _parts(page), _body(page), channel=page.channel_id)


def as_home(page: Page | None, others: Sequence[Place] = ()) -> dict[str, Any]:
    """The same at Home, with a way to the other partnerships the person is in."""
    if page is None:
        return home(
            header("Pencil"),
            say(
                "You’re not in a partnership with me yet. Share a win in the channel where yours meets, and you’ll "
                "find it here."
            ),
        )
    view = home(header(page.name), _parts(page), _body(page), _places(others))
    return view | {"private_metadata": f"{page.partnership_id}.{page.part}"}


def shown(view: dict[str, Any]) -> str:
    """Which partnership and which part of it a Home shows: `12.ours`."""
    return str(view.get("private_metadata") or "")


def _body(page: Page) -> list[Block]:
    if isinstance(page.body, Mine):
        return blocks(page.body)
    return ours.blocks(page.body) if isinstance(page.body, Ours) else for_hosts.blocks(page.body)


def _parts(page: Page) -> list[Block]:
    parts = [part for part in Part if part is not page.part and (page.host or part is not Part.HOSTS)]
    return [
        actions(
            *(
                button(TITLES[part], f"{PART}.{place}", f"{page.partnership_id}.{part}")
                for place, part in enumerate(parts)
            )
        ),
        header(TITLES[page.part]),
    ]


def _places(others: Sequence[Place]) -> list[Block]:
    if not others:
        return []
    named = [(_place(other), f"{other.partnership_id}.{Part.MINE}") for other in others]
    buttons = [button(label, f"{PART}.{at}", value) for at, (label, value) in enumerate(named[:PLACES])]
    elements = [actions(*buttons)]
    if len(named) > PLACES:
        another = plain("Another one", emoji=True)
        elements.append(actions(select(named[PLACES:], action=PART, placeholder=another)))
    return [divider(), say(bold("You’re also in")), *elements]


def _place(place: Place) -> str:
    waits = f" ({place.waiting} waiting)" if place.waiting else ""
    return f"{cut(place.name, 75 - len(waits))}{waits}"


def calling() -> Message:
    """For people who ask for My Pencil where no form can be opened."""
    return message(
        say("See what’s yours, what’s ours and what waits for you. Only you see it."),
        actions(button("My Pencil", MINE)),
    )


def blocks(mine: Mine) -> list[Block]:
    """The vision in a line, what waits for me, and all that is mine."""
    about = f"{mine.partnership_id}"
    made = [say(bold("Our vision: "), _in_a_line(mine.vision))] if mine.vision else []
    made += waiting.blocks(*mine.waiting, mine.pulse, mine.partnership_id)
    if mine.organisation and mine.noted is not None:
        made += [
            say("A host says you’re from ", bold(mine.organisation), ". We meet in ", channel(mine.channel_id), "."),
            actions(button("That’s right", CHOOSE, f"{mine.noted}.p{about}"), another(f"p{about}")),
        ]
    elif mine.organisation:
        made.append(say("You’re from ", bold(mine.organisation), ". We meet in ", channel(mine.channel_id), "."))
    else:
        made += [say("We meet in ", channel(mine.channel_id), "."), *ask(mine.choice, f"p{about}")]
    made += _wins(mine, about)
    made += _open_blockers(*mine.open_blockers, about)
    made += _open_ideas(*mine.open_ideas, about)
    made += initiative.mine(*mine.initiatives)
    made += _skills(mine.skills, about)
    made += [
        say(bold("When I may write to you")),
        say(bullets(*preferences.lines(mine.preferences))),
        preferences.buttons(mine.preferences, about),
        say(bold("What I keep about you")),
        say("You can see all of it, get a copy, or have me forget you."),
        actions(button("My data", my_data.SHOW, about), button("Forget me …", forget_me.BEGIN, about)),
    ]
    return made


def _in_a_line(text: str) -> str:
    return cut(" ".join(text.split()), _TEXT)


def _wins(mine: Mine, about: str) -> list[Block]:
    made: list[Block] = [say(bold("Your wins"))]
    if not mine.wins:
        made.append(say("None yet. A sentence is plenty."))
    for win in mine.wins[:_SHOWN]:
        made += [say(quote(cut(win.text, _TEXT))), actions(button("Edit", EDIT, str(win.id)))]
    made += _more(mine.more + len(mine.wins) - _SHOWN)
    if mine.next_at is not None:
        made.append(
            say(
                "Next celebration: ",
                moment(mine.next_at, mine.zone),
                f". Waiting for it: {of_wins(*mine.uncelebrated)}.",
            )
        )
    else:
        made.append(say("Celebrations are paused."))
    return [*made, actions(button("Share a win", SHARE, about))]


def _more(more: int) -> list[Block]:
    return [say(f"… {and_more(more)}, all kept.")] if more > 0 else []


def _open_blockers(open_blockers: Sequence[BlockerView], more: int, about: str) -> list[Block]:
    blocks: list[Block] = [say(bold("Your open blockers"))]
    if not open_blockers:
        blocks.append(say("None. One you raised without your name isn’t here: I don’t know it’s yours."))
    for entry in open_blockers[:_SHOWN]:
        blocks += [
            say(quote(cut(entry.text, _TEXT))),
            *blocker.needed(entry.needed_on),
            actions(
                button("It’s fixed", blocker.FIXED, str(entry.id)),
                button("Edit", blocker.EDIT, str(entry.id)),
            ),
        ]
    return [*blocks, *_more(more + len(open_blockers) - _SHOWN), actions(button("Raise a blocker", RAISE, about))]


def _open_ideas(open_ideas: Sequence[IdeaView], more: int, about: str) -> list[Block]:
    """The way to share one, and those that are open; one shared without a name is not known to be theirs."""
    blocks: list[Block] = [say(bold("Your open ideas"))] if open_ideas else []
    for entry in open_ideas[:_SHOWN]:
        about_it = str(entry.id)
        buttons = button("Edit", idea.EDIT, about_it), button("Undo", idea.UNDO, about_it)
        blocks += [say(quote(cut(entry.text, _TEXT))), actions(*buttons)]
    return [*blocks, *_more(more + len(open_ideas) - _SHOWN), actions(button("Share an idea", IDEA, about))]


def _skills(offered: Sequence[SkillView], about: str) -> list[Block]:
    blocks: list[Block] = [say(bold("Your skills"))]
    if not offered:
        blocks.append(say("None yet. Those your day job never asks for count too."))
    blocks += (
        [
            actions(
                *(
                    button(entry.name, f"{skill.CHANGE}.{place}", str(entry.id))
                    for place, entry in enumerate(offered[:_SKILLS])
                )
            )
        ]
        if offered
        else []
    )
    return [*blocks, *_more(len(offered) - _SKILLS), actions(button("Offer a skill", OFFER, about))]
