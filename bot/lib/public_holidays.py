"""The public holidays of countries and regions, by their codes: `GB-SCT`, `DE-BY`, `NZ`."""

import sys
from importlib.util import find_spec, module_from_spec

import holidays
from holidays.registry import COUNTRIES


def _apart() -> None:
    """Each country is imported where it is asked for; as the library comes, the first brings all 250 with it.

    They are modules by themselves, and only the package around them imports them all: it is there, and is not run.
    """
    package = find_spec("holidays.countries")
    assert package is not None
    sys.modules.setdefault(package.name, module_from_spec(package))


_apart()
_COUNTRIES = frozenset(name for names in COUNTRIES.values() for name in names)
KINDS = {code: kind for kind, code, *_ in COUNTRIES.values()}  # `NewZealand`, by each country's code


def of(code: str, *years: int) -> holidays.HolidayBase:
    """The holidays by their days, with a name each: of these years, or of any that is asked for if none is given.

    `NotImplementedError` if there is no such country or region.
    """
    country, _, region = code.partition("-")
    return holidays.country_holidays(country, subdiv=region or None, years=years, expand=not years)


def are_known(code: str) -> bool:
    """Whether there are holidays under a code."""
    if code.partition("-")[0] not in _COUNTRIES:  # the library has markets, and modules of its own, under other names
        return False
    try:
        of(code)
    except NotImplementedError:
        return False
    return True


def regions(country: str) -> frozenset[str]:
    """The codes of its regions, without the country's."""
    return frozenset(of(country).subdivisions)
