"""What was released is named in the changelog with its day, and kept for later versions to migrate."""

import re
from datetime import date

from bot import VERSION
from tests.conftest import ROOT
from tests.db.released import VERSIONS, file_for

_HEADING = re.compile(r"^## (\d+\.\d+\.\d+), (\S+)$", re.MULTILINE)


def test_every_version_in_the_changelog_has_its_day_and_its_databases() -> None:
    text = (ROOT / "CHANGELOG.md").read_text()
    released = [(version, date.fromisoformat(day)) for version, day in _HEADING.findall(text)]
    assert released == sorted(released, key=lambda entry: (entry[1], _number(entry[0])), reverse=True)
    assert len(re.findall("^## ", text, re.MULTILINE)) == len(released) + text.count("## Unreleased\n") > 0
    assert tuple(version for version, _ in reversed(released)) == VERSIONS
    for version in VERSIONS:
        for url in ("sqlite:///", "postgresql:///"):
            assert file_for(version, url).stat().st_size > 10_000


def test_what_has_changed_since_a_release_is_no_longer_called_by_its_number() -> None:
    """Whoever reads a version in a report, on `/readyz` or in a wheel's name knows which program it is."""
    changed = "## Unreleased\n" in (ROOT / "CHANGELOG.md").read_text()
    number, dev, _ = VERSION.partition(".dev")
    assert bool(dev) is changed
    assert (_number(number) > max(map(_number, VERSIONS))) is changed
    assert (number in VERSIONS) is not changed


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:3])
