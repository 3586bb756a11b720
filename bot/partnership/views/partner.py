"""Organisations: asking where somebody is from, and showing who is here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.partnership.partners import Joined, Listed, Listing, Perhaps, Sector
from bot.partnership.partnerships import NAME
from bot.slack.blocks import Block, Element, actions, button, plain
from bot.slack.forms import OPTIONS, field, form, select, text_input
from bot.slack.messages import Message, message
from bot.slack.rich_text import bold, bullets, code, pieces, say
from bot.slack.text import and_more, cut, day
from bot.slack.views.wording import count

CHOOSE, ADD, ADD_NEW, IS_MINE = "partner.choose", "partner.add", "partner.add_new", "partner.is_mine"
STEP_BACK, RETURN = "partner.step_back", "partner.return"
LIST, ASK = "partner.list", "partner.ask"
TIDY = "partner.tidy"  # for hosts
ADD_FORM = "partner.add"
NAMED, SECTOR = "name", "sector"

_NEAR, _CHOICES = 2, 40  # a message holds only so much beside them
NEW = "new"  # in the list, for an organisation that is not in it
_FEW, _ALL = 4, OPTIONS  # buttons in the room, beside “Add mine”; of more there is a list
_LISTED = 60
_LABEL = 60  # characters of a name beside more words on a button
SECTORS = {Sector.PUBLIC: "Public", Sector.PRIVATE: "Private", Sector.VOLUNTARY: "Voluntary or community"}

UNNAMED = f"Give it a name of at most {NAME} characters. Nothing changed."
NOT_A_NAME = "A mention, a link or a channel isn’t a name. Type the name itself, such as Lantern Trust."
UNKNOWN = "That organisation isn’t in this partnership any more, so nothing changed."
_WHICH = "Which organisation are you from?"


@dataclass(frozen=True)
class Choice:
    """The organisations somebody may be from: ids and names, the likeliest first."""

    partners: Sequence[tuple[int, str]]


def labelled(name: str, *, away: bool) -> str:
    """A partner's name where it can be chosen."""
    return f"{cut(name, _LABEL)}, stepped back" if away else name


def ask(choice: Choice, about: str = "", beside: Sequence[Element] = ()) -> list[Block]:
    """Which organisation are you from? The likeliest are one press away, the others, and a new one, one list further.

    At most three elements, and those that are `beside` them.
    """
    hidden = len(choice.partners) - _NEAR - _CHOICES
    return [
        say(bold(_WHICH), " You can change it later."),
        *([say(f"… {and_more(hidden)}: choose “Add mine” and type the name.")] if hidden > 0 else []),
        actions(*_choices(choice, about), *beside),
    ]


def _choices(choice: Choice, about: str) -> list[Element]:
    number = _NEAR if len(choice.partners) > _NEAR else 1
    near, others = choice.partners[:number], choice.partners[number:]
    buttons = _buttons(near, about)
    if not others:
        return [*buttons, button("Add mine", ADD, about)]
    listed = [(name, f"{partner_id}.{about}") for partner_id, name in others[:_CHOICES]]
    another = select(
        [*listed, ("Add mine", f"{NEW}.{about}")], action=CHOOSE, placeholder=plain("Another organisation")
    )
    return [*buttons, another]


def _buttons(partners: Sequence[tuple[int, str]], about: str) -> list[Element]:
    return [
        button(name, f"{CHOOSE}.{place}", f"{partner_id}.{about}") for place, (partner_id, name) in enumerate(partners)
    ]


def for_all(choice: Choice, about: str) -> tuple[list[Element], int]:
    """The same for everybody at once, in the order given; and how many a list cannot hold."""
    mine = button("Add mine", ADD, about)
    if len(choice.partners) <= _FEW:
        return [*_buttons(choice.partners, about), mine], 0
    listed = [(name, f"{partner_id}.{about}") for partner_id, name in choice.partners[:_ALL]]
    return [select(listed, action=CHOOSE, placeholder=plain("Choose yours")), mine], len(choice.partners) - len(listed)


def asking(choice: Choice, about: str = "") -> Message:
    return message(ask(choice, about))


def another(about: str) -> Element:
    """For somebody who is from another organisation than we think."""
    return button("Another organisation", ASK, about)


def beside_others(name: str, sector: Sector | None, about: str) -> Message:
    """Somebody is mentioned beside what may be the reader's own organisation, or another's."""
    return message(
        say("Is ", bold(name), " your own organisation? I can only note yours. Others say theirs themselves."),
        actions(
            button(f"Yes, I’m from {cut(name, _LABEL)}", IS_MINE, f"{about}.{sector or ''}.{name}"),
            button("Another one", ADD, about),
        ),
    )


def no_name(about: str) -> Message:
    """What was given is nobody's name."""
    return message(say(NOT_A_NAME), actions(button("Type it in a form", ADD, about)))


def adding(channel: str, about: str = "", name: str = "") -> dict[str, Any]:
    """The form for an organisation that is not listed."""
    return form(
        ADD_FORM,
        "Your organisation",
        field(
            NAMED,
            "What’s it called?",
            text_input(name, max_length=NAME),
            hint="As people here know it.",
        ),
        field(
            SECTOR,
            "Which sector is it in?",
            select((label, sector.value) for sector, label in SECTORS.items()),
            optional=True,
        ),
        submit="Save",
        channel=channel,
        about=about,
    )


def perhaps(choice: Perhaps, about: str) -> Message:
    """The name is close to one that is here, so which is it."""
    return message(
        say(
            "Before I add ",
            bold(choice.name),
            ": there’s a name close to it here. Is it the same organisation?",
        ),
        actions(
            *(
                button(f"Yes, {known}", f"{CHOOSE}.{place}", f"{partner_id}.{about}")
                for place, (partner_id, known) in enumerate(choice.near)
            ),
            button(f"Add “{choice.name}” as new", ADD_NEW, f"{about}.{choice.sector or ''}.{choice.name}"),
        ),
    )


def joined(organisation: Joined, about: str = "") -> Message:
    """Where the person is from, as now known; what they share carries the name from now on."""
    return message(from_now_on(organisation), [actions(another(about))] if about else [])


def from_now_on(organisation: Joined) -> list[Block]:
    """The same, to stand above something else.

    Where the organisation is `away` (its id, and since when), its coming back is something else, and one press further.
    """
    return [
        say("You’re from ", bold(organisation.name), ". To change that, say ", code("@Pencil join"), " and the name."),
        *(_still_away(organisation.name, *organisation.away, organisation.zone) if organisation.away else []),
    ]


def _still_away(name: str, partner_id: int, since: datetime, zone: str) -> list[Block]:
    return [
        say(
            bold(name),
            f" stepped back on {day(since, zone)} {since.year}. Is it taking part again?",
        ),
        actions(button("Yes, it’s back", RETURN, str(partner_id))),
    ]


def listing(shown: Listing, command: str) -> Message:
    """Who is here: organisation, sector, how many people have said so, since when."""
    if not shown.partners:
        return message(
            say("Nobody has said yet where they’re from. Be the first: ", code(f"{command} join"), " and the name.")
        )
    kept, more = shown.partners[:_LISTED], len(shown.partners) - _LISTED
    away = sum(partner.left_at is not None for partner in shown.partners)
    here = len(shown.partners) - away
    return message(
        say(bold(f"{count(here, 'partner').capitalize()} in this partnership"), _who_stepped_back(away)),
        say(bullets(*(pieces(bold(partner.name), _about(partner, shown.zone)) for partner in kept))),
        [say(f"… {and_more(more)}.")] if more > 0 else [],
        [actions(*buttons)] if (buttons := _below(shown)) else [],
    )


def _below(shown: Listing) -> list[Element]:
    tidy = [button("Tidy up", TIDY, str(shown.to_tidy))] if shown.to_tidy is not None else []
    return [*([_step(*shown.own)] if shown.own else []), *tidy]


def _step(partner_id: int, name: str, away: bool) -> Element:  # noqa: FBT001
    if away:
        return button(f"{cut(name, _LABEL)} is back", RETURN, str(partner_id))
    return button(f"{cut(name, _LABEL)} steps back", STEP_BACK, str(partner_id))


def _who_stepped_back(number: int) -> str:
    return f", and {number:,} that stepped back" if number else ""


def _about(partner: Listed, zone: str) -> str:
    sector = f", {SECTORS[Sector(partner.sector)].lower()}" if partner.sector else ""
    people, since = count(partner.members, "person", "people"), partner.since
    line = f"{sector}; {people} here, since {day(since, zone)} {since.year}"
    left_at = partner.left_at
    return f"{line}; stepped back on {day(left_at, zone)} {left_at.year}" if left_at else line
