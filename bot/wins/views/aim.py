"""Which aim a win is a step towards, and how far it may be told: asked on its receipt and in its form."""

from bot.slack.blocks import Block, actions, plain
from bot.slack.forms import field, select
from bot.slack.rich_text import say
from bot.wins.aim import AimChoice

AIM, CONSENT = "win.aim", "win.consent"
AIM_FIELD, CONSENT_FIELD = "aim", "consent"
NO_AIM = "0"

AUTHORS_ONLY = "Only whoever told this win can say how far it may be told, so I changed nothing."
CONSENTS = {
    "inside": "Stays in this partnership",
    "partners": "Partners may use it in their own reports",
    "public": "May be told in public",
}
_TOWARDS = "Which aim is it a step towards?"
_HOW_FAR = "How far may it be told?"


def on_receipt(choice: AimChoice, win_id: int) -> list[Block]:
    """Two lists to choose from, if the author likes."""
    before = f"{win_id}."
    chosen = f"{before}{choice.chosen}" if choice.chosen else None
    towards = select(_aims(choice, before), chosen, action=AIM, placeholder=plain("A step towards …"))
    how_far = select(_consents(before), f"{before}{choice.consent}", action=CONSENT)
    lists = [*([towards] if choice.aims else []), *([how_far] if choice.consent else [])]
    if not lists:
        return []
    asked = [*([_TOWARDS] if choice.aims else []), *([_HOW_FAR] if choice.consent else [])]
    return [say(f"If you like: {' '.join(asked)}"), actions(*lists)]


def in_form(choice: AimChoice) -> list[Block]:
    """The same two as fields."""
    fields: list[Block] = []
    if choice.aims:
        towards = select(_aims(choice, ""), str(choice.chosen or NO_AIM))
        fields.append(field(AIM_FIELD, _TOWARDS, towards, optional=True))
    if choice.consent is None:
        return fields
    how_far = select(_consents(""), choice.consent)
    hint = "Reports for others tell this win only so far. You can change this whenever you like."
    return [*fields, field(CONSENT_FIELD, _HOW_FAR, how_far, hint=hint, optional=True)]


def _aims(choice: AimChoice, before: str) -> list[tuple[str, str]]:
    return [*((name, f"{before}{aim_id}") for aim_id, name in choice.aims), ("None of these", f"{before}{NO_AIM}")]


def _consents(before: str) -> list[tuple[str, str]]:
    return [(name, f"{before}{consent}") for consent, name in CONSENTS.items()]
