"""What is told, at each boundary, as tables that people can read.

After a deliberate change `python -m tests.pulse.disclosure.test_golden` writes the tables anew; the difference has to
be read before it is committed.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.pulse import disclosure_control
from bot.pulse.releases import Edge, Group, Reading

GOLDEN = Path(__file__).parent / "golden"
READINGS, RELEASES = GOLDEN / "readings.json", GOLDEN / "releases.json"


def _in_words(reading: Reading | None) -> str:
    if reading is None:
        return "nothing"
    band = reading.band
    number = f"{band.low} or more" if band.high is None else f"{band.low} to {band.high}"
    edge = {Edge.NONE: "", Edge.MORE: " or more", Edge.LESS: " or less"}[reading.edge]
    spread = f", {reading.spread}" if reading.spread else ""
    return f"{number} answers: {reading.mean:.1f}{edge}{spread}, give {reading.give:.1f}"


def _reading(row: dict[str, Any]) -> str:
    return _in_words(
        disclosure_control.reading(row["counts"], row["invited"], row.get("floor", disclosure_control.FLOOR))
    )


def _release(row: dict[str, Any]) -> dict[str, Any]:
    groups = [Group(name, (name,), invited) for name, invited in row["groups"].items()]
    release = disclosure_control.release(row["tallies"], row["answered"], row["invited"], groups)
    told: dict[str, Any] = {item: {"all": _in_words(reading)} for item, reading in release.whole.items()}
    for item, by_group in release.groups.items():
        told[item] |= {group: _in_words(reading) for group, reading in by_group.items()}
    for item, why in release.no_groups.items():
        told[item]["no sectors"] = why.value
    return told


def _rows(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(path.read_text())
    return rows


@pytest.mark.parametrize("row", _rows(READINGS), ids=lambda row: row["what"])
def test_a_figure_is_told_as_in_the_table(row: dict[str, Any]) -> None:
    assert _reading(row) == row["told"]


@pytest.mark.parametrize("row", _rows(RELEASES), ids=lambda row: row["what"])
def test_a_release_is_told_as_in_the_table(row: dict[str, Any]) -> None:
    assert _release(row) == row["told"]


def _write() -> None:
    rows = [row | {"told": _reading(row)} for row in _rows(READINGS)]
    READINGS.write_text("[\n" + ",\n".join(f"  {json.dumps(row)}" for row in rows) + "\n]\n")
    releases = [row | {"told": _release(row)} for row in _rows(RELEASES)]
    RELEASES.write_text(json.dumps(releases, indent=2) + "\n")


if __name__ == "__main__":
    _write()
