"""Public holidays, a country at a time."""

import json
import subprocess
import sys

import pytest

from bot.lib import public_holidays
from tests.conftest import ROOT

AS_THE_LIBRARY_COMES = """
import json, holidays
codes = [code for _, code, *_ in holidays.registry.COUNTRIES.values()]
days = {code: sorted(map(str, holidays.country_holidays(code, years=2026, expand=False))) for code in codes}
regions = holidays.list_supported_countries(include_aliases=False)
print(json.dumps({code: [days[code], sorted(regions[code])] for code in codes}))
"""
ONE_ALONE = """
import sys
from bot.lib import public_holidays
public_holidays.of("GB-SCT", 2026)
print(*(name for name in sys.modules if name.startswith("holidays.countries.")))
"""


def _printed(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_every_country_has_the_days_and_regions_the_library_knows() -> None:
    known = json.loads(_printed(AS_THE_LIBRARY_COMES))
    assert len(known) > 200
    assert known == {
        code: [sorted(map(str, public_holidays.of(code, 2026))), sorted(public_holidays.regions(code))]
        for code in public_holidays.KINDS
    }


def test_a_country_comes_without_the_others() -> None:
    assert _printed(ONE_ALONE).split() == ["holidays.countries.united_kingdom"]


@pytest.mark.parametrize("code", ["GB", "GB-SCT", "DE-BY", "GBR", "NZ"])
def test_a_country_or_region_is_known(code: str) -> None:
    assert public_holidays.are_known(code)


@pytest.mark.parametrize("code", ["", "-", "Atlantis", "GB-XX", "utils", "XNYS"])
def test_what_is_no_country_is_not_known(code: str) -> None:
    assert not public_holidays.are_known(code)
