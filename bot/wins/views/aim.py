"""Which aim a win is a step towards, and who may hear of it: behind *More* on its receipt, and in its form."""

from typing import Any

from bot.slack.blocks import Block, Element, menu
from bot.slack.forms import field, form, select
from bot.slack.rich_text import quote, say
from bot.slack.text import cut
from bot.wins.aim import AimChoice
from bot.wins.facts import WinForm

MORE = "win.more"
MORE_FORM = "win.more"
AIM_FIELD, CONSENT_FIELD, LIST, CELEBRATE = "aim", "consent", "list", "celebrate"
NO_AIM = "0"

AUTHORS_ONLY = "Only the person who shared this win can say who may hear of it, so nothing changed."
CONSENTS = {
    "inside": "Only people in this partnership",
    "partners": "Everybody in our organisations",
    "public": "Anybody",
}
_TOWARDS = "Which aim is it a step towards?"
_WHO_HEARS = "Who may hear of it?"
_HINT = "Reports for people outside quote it only if you say so. You can change this at any time."
_QUOTED = 300


def in_menu(choice: AimChoice, win_id: int, *, celebrate: bool = False) -> list[Element]:
    """What only some want to say of a win, in a menu; also to celebrate it now, where there is no room for a button."""
    entries = [
        *([("Celebrate now", f"{win_id}.{CELEBRATE}")] if celebrate else []),
        *([("Choose an aim", f"{win_id}.{AIM_FIELD}")] if choice.aims else []),
        *([("Say who may hear of it", f"{win_id}.{CONSENT_FIELD}")] if choice.consent else []),
        ("See the newest wins", f"{win_id}.{LIST}"),
    ]
    return [menu(entries, MORE)] if len(entries) > 1 else []


def more_form(facts: WinForm, field_id: str) -> dict[str, Any]:
    """One question on a win."""
    asked = aim_field(facts.aims) if field_id == AIM_FIELD else _consent(facts.aims)
    return form(
        MORE_FORM,
        "About this win",
        say(quote(cut(facts.text, _QUOTED))),
        asked,
        submit="Save",
        channel=facts.channel,
        about=facts.about,
    )


def in_form(choice: AimChoice) -> list[Block]:
    """Both questions, among others."""
    return [*aim_field(choice), *_consent(choice)]


def aim_field(choice: AimChoice) -> list[Block]:
    """Which aim something is a step towards; nothing where there are none."""
    if not choice.aims:
        return []
    aims = [*((name, str(aim_id)) for aim_id, name in choice.aims), ("None of these", NO_AIM)]
    chosen = None if choice.chosen is None else str(choice.chosen)
    return [field(AIM_FIELD, _TOWARDS, select(aims, chosen), optional=True)]


def _consent(choice: AimChoice) -> list[Block]:
    if choice.consent is None:
        return []
    consents = [(name, consent) for consent, name in CONSENTS.items()]
    return [field(CONSENT_FIELD, _WHO_HEARS, select(consents, choice.consent), hint=_HINT, optional=True)]
