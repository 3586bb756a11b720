"""Whose public holidays a partnership can keep, by names that people read and type."""

import re
import unicodedata
from functools import lru_cache

from bot.lib import public_holidays
from bot.lib.refusals import Refusal

# Nations that share their holidays share a name.
_NATIONS = {
    "England and Wales": ("GB-ENG", "GB-WLS"),
    "Scotland": ("GB-SCT",),
    "Northern Ireland": ("GB-NIR",),
}
_ALSO = {"england": "GB-ENG", "wales": "GB-ENG"}
_NEAR = ("IE", "IM", "GG", "JE", "GI")
# A list in a form has room for a hundred. Any other can be typed.
_FURTHER = """
AL AT AU BA BB BD BE BG BR CA CH CM CY CZ DE DK EE ES FI FR GH GR HK HR HU IN IS IT JM JP
KE LI LK LT LU LV MC MD ME MK MT MX MY NG NL NO NZ PK PL PT RO RS SE SG SI SK TR TT TZ UA UG US XK ZA ZM ZW
"""


class UnknownCountryError(Refusal):
    """There are no public holidays known under that name."""


def name(code: str) -> str:
    """`Scotland` for `GB-SCT`, `New Zealand` for `NZ`, `Germany (BY)` for `DE-BY`."""
    nation = next((nation for nation, codes in _NATIONS.items() if code in codes), None)
    country, _, region = code.partition("-")
    known = _countries().get(country, country)
    return nation or (f"{known} ({region})" if region else known)


def named(typed: str) -> str:
    """The code of a country or nation that somebody has typed, or of a region by its code: `DE-BY`."""
    key = _key(typed)
    if code := _codes().get(key):
        return code
    country, _, region = key.upper().partition("-")
    if country in _countries() and (not region or region in public_holidays.regions(country)):
        return f"{country}-{region}" if region else country
    raise UnknownCountryError


def offered(chosen: str) -> list[tuple[str, str]]:
    """Names and codes for a list to choose from, the nearest first; what is `chosen` is always among them."""
    codes = [*(codes[0] for codes in _NATIONS.values()), *_NEAR]
    codes += sorted(_FURTHER.split(), key=name)
    if name(chosen) not in map(name, codes):
        codes = [chosen, *codes]
    return [(name(code), chosen if name(code) == name(chosen) else code) for code in codes]


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    return {code: _spaced(kind) for code, kind in public_holidays.KINDS.items()}


def _spaced(kind: str) -> str:
    """`Trinidad and Tobago` for `TrinidadAndTobago`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", kind)
    return re.sub(r" (And|Of|The|Da) ", lambda match: match[0].lower(), words)


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    countries = {_key(country): code for code, country in _countries().items() if code != "GB"}
    return countries | {_key(nation): codes[0] for nation, codes in _NATIONS.items()} | _ALSO


def _key(typed: str) -> str:
    """Names compared without case, accents and `the`."""
    plain = unicodedata.normalize("NFKD", typed).encode("ascii", "ignore").decode()
    return " ".join(plain.replace("&", " and ").casefold().removeprefix("the ").split())
