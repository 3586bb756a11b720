"""`make audit`: it says that all is well only of what it could ask about."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tools import audit

CLICK: dict[str, Any] = {"name": "click", "version": "8.5.1", "vulns": []}
UNSAFE = CLICK | {"vulns": [{"id": "PYSEC-1", "fix_versions": ["8.5.2"]}, {"id": "PYSEC-2", "fix_versions": []}]}
SKIPPED = {"name": "mako", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("libraries", "code", "words"),
    [
        ([CLICK], 0, "1 libraries asked about; advisories: 0."),
        (
            [CLICK, UNSAFE],
            1,
            "click 8.5.1: PYSEC-1, mended in 8.5.2\nclick 8.5.1: PYSEC-2, not mended yet\n2 libraries",
        ),
        ([CLICK, SKIPPED], 3, "1 of 2 libraries could be asked about. Of the others nothing is known:\nmako"),
        ([UNSAFE, SKIPPED], 1, "1 of 2"),
        ([], 3, ""),
    ],
)
def test_what_nobody_could_be_asked_about_is_not_well(
    capsys: pytest.CaptureFixture[str], libraries: list[dict[str, Any]], code: int, words: str
) -> None:
    assert audit.report(libraries) == code
    assert words in capsys.readouterr().out


@pytest.mark.slow
def test_where_the_advisories_cannot_be_reached_it_says_so_and_ends_apart(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text(f"click==8.5.1 --hash=sha256:{'0' * 64}\n")
    cut_off = os.environ | {"HTTPS_PROXY": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    command = [sys.executable, "-m", "tools.audit", str(lock)]
    asked = subprocess.run(command, cwd=ROOT, env=cut_off, capture_output=True, text=True, check=False)
    assert asked.returncode == audit.NOT_ASKED
    assert "The advisories could not be reached, so nothing is known." in asked.stdout
