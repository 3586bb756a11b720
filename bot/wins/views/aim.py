"""Which aim a win is a step towards, and how far it may be told: asked on its receipt and in its form."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, Option, StaticSelectElement
from slack_sdk.models.blocks.basic_components import PlainTextObject

from bot.slack.blocks import actions, field, options, say
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
    chosen = _option(_aims(choice, f"{win_id}."), f"{win_id}.{choice.chosen or NO_AIM}") if choice.chosen else None
    towards = StaticSelectElement(
        action_id=AIM,
        placeholder=_plain("A step towards …"),
        options=_aims(choice, f"{win_id}."),
        initial_option=chosen,
    )
    consents = _consents(f"{win_id}.")
    how_far = StaticSelectElement(
        action_id=CONSENT, options=consents, initial_option=_option(consents, f"{win_id}.{choice.consent}")
    )
    lists = [*([towards] if choice.aims else []), *([how_far] if choice.consent else [])]
    if not lists:
        return []
    asked = [*([_TOWARDS] if choice.aims else []), *([_HOW_FAR] if choice.consent else [])]
    return [say(f"If you like: {' '.join(asked)}"), actions(*lists)]


def in_form(choice: AimChoice) -> list[Block]:
    """The same two as fields."""
    consents = _consents("")
    fields: list[Block] = []
    if choice.aims:
        aims = _aims(choice, "")
        chosen = _option(aims, str(choice.chosen or NO_AIM))
        towards = StaticSelectElement(options=aims, initial_option=chosen)
        fields.append(field(AIM_FIELD, _TOWARDS, towards, optional=True))
    if choice.consent is None:
        return fields
    how_far = StaticSelectElement(options=consents, initial_option=_option(consents, choice.consent))
    hint = "Reports for others tell this win only so far. You can change this whenever you like."
    return [*fields, field(CONSENT_FIELD, _HOW_FAR, how_far, hint=hint, optional=True)]


def _aims(choice: AimChoice, before: str) -> list[Option]:
    return options(
        [*((name, f"{before}{aim_id}") for aim_id, name in choice.aims), ("None of these", f"{before}{NO_AIM}")]
    )


def _consents(before: str) -> list[Option]:
    return options((name, f"{before}{consent}") for consent, name in CONSENTS.items())


def _option(among: Sequence[Option], value: str) -> Option | None:
    return next((option for option in among if option.value == value), None)


def _plain(text: str) -> PlainTextObject:
    return PlainTextObject(text=text, emoji=False)
