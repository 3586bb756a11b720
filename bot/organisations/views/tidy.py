"""What hosts read who tidy up: what would follow, what has followed, and how to take it back."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.organisations.acts import Names
from bot.organisations.plans import Counts, Look, Plan, Suggestion, Unsure, What
from bot.partnership.partnerships import NAME
from bot.partnership.views.partner import SECTORS, STEP_BACK, TIDY
from bot.slack.blocks import Block, actions, button, given_back
from bot.slack.forms import OPTIONS, field, form, people_fields, radios, select, text_input, user_select
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bold, bullets, code, person, pieces, say
from bot.slack.text import cut
from bot.slack.views.wording import count

LOOK, DO, UNDO = "tidy.look", "tidy.do", "tidy.undo"
MENU_FORM, DO_FORM = "tidy.menu", "tidy.do"
RENAME_FORM, MERGE_FORM, REMOVE_FORM, FROM_FORM = "tidy.rename", "tidy.merge", "tidy.remove", "tidy.from"
FORMS = {What.RENAME: RENAME_FORM, What.MERGE: MERGE_FORM, What.REMOVE: REMOVE_FORM, What.FROM: FROM_FORM}
CHOICE, PARTNER, INTO, NAMED, WHO, SECTOR = "choice", "partner", "into", "name", "who", "sector"

_NEAR = 3
_LABEL = 40  # characters of a name on a button
_MENU = {
    What.FROM: "Say where somebody is from",
    What.RENAME: "Rename an organisation",
    What.MERGE: "Merge one that’s listed twice",
    What.REMOVE: "Remove one that nobody is from",
}
_SUBMIT = {What.RENAME: "Rename it", What.MERGE: "Merge them", What.REMOVE: "Remove it", What.FROM: "Yes, save it"}
_TYPED = {
    What.RENAME: "rename OLD NAME to NEW NAME",
    What.MERGE: "merge ONE into ANOTHER",
    What.REMOVE: "remove NAME",
    What.FROM: "from @Person NAME",
}

SAME = "They’re one organisation already, so nothing changed."
UNDONE_ALREADY = "That’s undone already."
CHANGED_SINCE = "That has been changed again since, so I can’t undo it."
ABSENT = "They aren’t in this channel, so nothing changed. Try again once they’ve joined it."
YOURSELF = "That’s you. Say @Pencil join and the name of your organisation."
NOBODY = "Choose one person."
NOT_ONE = "I need one person. Type @ and choose them from Slack’s list."
A_BOT = "That’s an app, and apps aren’t from anywhere."
NO_ORGANISATION = "Choose an organisation, or type its name."
TWICE = "Choose two different ones."
UNNAMED = f"Give it a name of at most {NAME} characters."


def menu(names: Names) -> dict[str, Any]:
    """The four things there are to do."""
    offered = list(_MENU.items()) if names.partners else [(What.FROM, _MENU[What.FROM])]
    return form(
        MENU_FORM,
        "Tidy up",
        field(CHOICE, "What would you like to do?", radios([(label, what) for what, label in offered], offered[0][0])),
        say("You’ll see what would change before anything does."),
        submit="Next",
        channel=names.channel,
        about=str(names.partnership_id),
    )


def by_form(partnership_id: int) -> Message:
    """For those who could not be shown a form at once, the button that opens one."""
    return message(
        say("You can rename organisations, merge two, remove one, or say where somebody is from."),
        actions(button("Tidy up", TIDY, str(partnership_id))),
    )


def filling_in(what: What, names: Names) -> dict[str, Any]:
    """The form for one of the four; where there is no organisation yet, what can be done without one."""
    if not names.partners and what is not What.FROM:
        return menu(names)
    return form(
        FORMS[what],
        "Tidy up",
        _FIELDS[what](names),
        _more(len(names.partners) - OPTIONS, what),
        submit="Next",
        channel=names.channel,
        about=str(names.partnership_id),
    )


def _rename_fields(names: Names) -> list[Block]:
    return [
        field(PARTNER, "Which organisation?", _choice(names)),
        field(NAMED, "What should it be called?", text_input(max_length=NAME)),
    ]


def _merge_fields(names: Names) -> list[Block]:
    return [
        field(PARTNER, "Which name should go?", _choice(names), hint="Its people and wins move."),
        field(INTO, "Which name should stay?", _choice(names), hint="They move to this one."),
    ]


def _remove_fields(names: Names) -> list[Block]:
    return [field(PARTNER, "Which organisation?", _choice(names), hint="This works only if nobody here is from it.")]


def _from_fields(names: Names) -> list[Block]:
    hint = "This is for people who haven’t said. If they say something else later, that counts."
    listed = [field(PARTNER, "Which organisation?", _choice(names), optional=True)] if names.partners else []
    return [
        *people_fields(WHO, "Who?", user_select(), hint=hint),
        *listed,
        field(NAMED, "Not listed? Type its name", text_input(max_length=NAME), optional=True),
        field(SECTOR, "Its sector, if it’s new", select((label, key) for key, label in SECTORS.items()), optional=True),
    ]


_FIELDS = {
    What.RENAME: _rename_fields,
    What.MERGE: _merge_fields,
    What.REMOVE: _remove_fields,
    What.FROM: _from_fields,
}


def _choice(names: Names) -> dict[str, Any]:
    return select((name, str(partner_id)) for partner_id, name in names.partners)


def _more(more: int, what: What) -> list[Block]:
    if more <= 0:
        return []
    return [say(f"A list holds {OPTIONS}. For one that isn’t in it, say ", code(f"@Pencil {_TYPED[what]}"), ".")]


# A look before


def look(shown: Look) -> Message:
    """What would follow, and the button that does it."""
    label = _SUBMIT[shown.plan.what]
    return message(
        _looked(shown),
        actions(button(label, DO, shown.plan.value), *_instead(shown)),
        say("If you press nothing, nothing changes."),
    )


def look_form(shown: Look) -> dict[str, Any]:
    """The same in a form."""
    return form(
        DO_FORM,
        "Tidy up",
        _looked(shown),
        submit=_SUBMIT[shown.plan.what],
        last=True,
        channel=shown.channel,
        about=shown.plan.value,
    )


def _looked(shown: Look) -> list[Block]:
    return [say(*line) for line in _LOOKS[shown.plan.what](shown)]


def _instead(shown: Look) -> list[dict[str, Any]]:
    if shown.plan.what is not What.REMOVE or shown.away or not (shown.counts.wins or shown.counts.turns):
        return []
    return [button("Let it step back instead", STEP_BACK, str(shown.plan.row_id))]


def _look_rename(shown: Look) -> list[list[Piece]]:
    counted = _counted(shown.counts)
    return [
        pieces("Rename ", bold(shown.name), " to ", bold(shown.other), "?"),
        pieces(f"This changes it for {counted}, and in recent posts." if counted else "It isn’t used anywhere yet."),
    ]


def _look_merge(shown: Look) -> list[list[Piece]]:
    counted = _counted(shown.counts)
    lines = [
        pieces("Merge ", bold(shown.name), " into ", bold(shown.other), "?"),
        pieces(f"What moves: {counted or 'nothing yet'}."),
        pieces(bold(shown.name), " then leaves the list. People who type it get ", bold(shown.other), "."),
    ]
    if shown.shared:
        lines.append(pieces(f"Both are named on {count(shown.shared, 'win')}. Then only ", bold(shown.other), " is."))
    if shown.away:
        lines.append(pieces(bold(shown.other), " had stepped back. This brings it back."))
    return lines


def _look_remove(shown: Look) -> list[list[Piece]]:
    lines = [pieces("Remove ", bold(shown.name), "? Nobody here is from it.")]
    if shown.counts.wins:
        lines.append(pieces(f"Its name comes off {count(shown.counts.wins, 'win')}. The wins stay."))
    if shown.counts.turns:
        lines.append(pieces("What was said for it in the spotlight stays."))
    if (shown.counts.wins or shown.counts.turns) and not shown.away:
        lines.append(pieces("Did it take part and then leave? Let it step back instead, and its wins keep its name."))
    return lines


def _look_from(shown: Look) -> list[list[Piece]]:
    lines = [pieces("Is ", person(shown.name), " from ", bold(shown.other), "? They can change it any time.")]
    if shown.counts.wins:
        lines.append(pieces(f"It may then be named on {count(shown.counts.wins, 'win')} they shared."))
    return lines


_LOOKS = {
    What.RENAME: _look_rename,
    What.MERGE: _look_merge,
    What.REMOVE: _look_remove,
    What.FROM: _look_from,
}


def _counted(counts: Counts) -> str:
    """`4 people, 12 wins, 2 turns in the spotlight`, without what there is none of."""
    parts = [
        (counts.people, count(counts.people, "person", "people")),
        (counts.wins, count(counts.wins, "win")),
        (counts.turns, f"{count(counts.turns, 'turn')} in the spotlight"),
    ]
    return ", ".join(words for number, words in parts if number)


# What has followed


def done(shown: Look) -> Message:
    """What has changed, with a way back."""
    return message(say(*_DONE[shown.plan.what](shown)), actions(button("Undo", UNDO, shown.undo)))


_DONE: Mapping[What, Any] = {
    What.RENAME: lambda shown: pieces(bold(shown.name), " is now called ", bold(shown.other), "."),
    What.MERGE: lambda shown: pieces(bold(shown.name), " is now part of ", bold(shown.other), "."),
    What.REMOVE: lambda shown: pieces(bold(shown.name), " is no longer listed."),
    What.FROM: lambda shown: pieces(
        "Saved: ", person(shown.name), " is from ", bold(shown.other), ". If they say something else, that counts."
    ),
}


def undone(shown: Look) -> Message:
    return message(say(*_UNDONE[shown.plan.what](shown)))


_UNDONE: Mapping[What, Any] = {
    What.RENAME: lambda shown: pieces("Undone. It’s called ", bold(shown.name), " again."),
    What.MERGE: lambda shown: pieces(
        "Undone. ",
        bold(shown.name),
        " and ",
        bold(shown.other),
        " are separate again. Anything added since stays with ",
        bold(shown.other),
        ".",
    ),
    What.REMOVE: lambda shown: pieces("Undone. ", bold(shown.name), " is listed again."),
    What.FROM: lambda shown: pieces("Undone. ", person(shown.name), "’s organisation is as it was before."),
}


# Where it cannot be done as it was said


def unsure(doubt: Unsure) -> Message:
    """No partner is called that; those whose names come closest are one press away."""
    if doubt.new is not None:
        return message(
            say("There’s a name close to ", bold(doubt.name), " here. Is it the same organisation?"),
            actions(
                *_near(doubt.suggestions, "Yes, {}"),
                button(f"Add “{cut(doubt.name, _LABEL)}” as new", f"{LOOK}.new", doubt.new.value),
            ),
        )
    return message(
        say(
            "No organisation here is called ",
            bold(doubt.name),
            ", so nothing changed. ",
            *(["Did you mean one of these?"] if doubt.suggestions else [code("@Pencil partners"), " shows them all."]),
        ),
        [actions(*_near(doubt.suggestions, "{}"))] if doubt.suggestions else [],
    )


def _near(suggestions: Sequence[Suggestion], label: str) -> list[dict[str, Any]]:
    return [
        button(label.format(cut(suggestion.name, _LABEL)), f"{LOOK}.{place}", suggestion.plan.value)
        for place, suggestion in enumerate(suggestions[:_NEAR])
    ]


def taken(name: str, merging: Plan) -> Message:
    """Another partner is called so."""
    return message(
        say("There’s already an organisation called ", bold(name), ", so nothing changed. Are they the same?"),
        actions(button("Merge them …", LOOK, merging.value)),
    )


def taken_by(name: str) -> str:
    return f"There’s already an organisation called {name}. If they’re the same, merge them."


def people_there(name: str, people: int) -> str:
    number = "Somebody is" if people == 1 else f"{people:,} people are"
    return f"{number} from {name}, so it stays. If it’s listed twice, merge it into the other."


def said_themselves(user_id: str, name: str) -> Message:
    return message(
        say(
            person(user_id),
            " has said they’re from ",
            bold(name or "an organisation"),
            ". Only they can change that.",
        )
    )


SAID = "They’ve said themselves where they’re from. Only they can change that."


def how(what: What, command: str, typed: str, partnership_id: int) -> Message:
    """How to say it; what was typed comes back."""
    return message(
        say(
            "I didn’t understand that, so nothing changed. Type it like this:",
            bullets([code(f"{command} {_TYPED[what]}")]),
        ),
        given_back(typed),
        actions(button("Tidy up", TIDY, str(partnership_id))),
    )
