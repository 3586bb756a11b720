"""Each decision says when it was taken, why, and what would notice if it were broken."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import ROOT

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*/*.md"))
PARTS = ["Context", "Decision", "Consequences", "Enforced by"]
FOLDERS = "bot|handlers|jobs|sandbox|tests|benchmarks|deploy|docs"
FILES = r"pyproject\.toml|requirements[\w-]*\.txt"
PLACES = re.compile(rf"`(?:pytest )?((?:{FOLDERS})/[\w./-]*|{FILES})[ `]")


def test_there_are_decisions() -> None:
    assert len(DECISIONS) > 50


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_decision_is_dated_and_names_what_enforces_it(path: Path) -> None:
    text = path.read_text()
    dated = re.search(r"^Decided on (\d{4}-\d{2}-\d{2})\.$", text, re.MULTILINE)
    assert dated
    date.fromisoformat(dated[1])
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == PARTS
    enforced = text.partition("## Enforced by")[2]
    assert "`" in enforced


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_a_decision_points_at_is_there(path: Path) -> None:
    for place in PLACES.findall(path.read_text()):
        assert (ROOT / place).exists(), f"{path.relative_to(ROOT)} points at {place}, which is not there"
