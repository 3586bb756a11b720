"""Commands are named as whoever reads of them can type them."""

import sys
from pathlib import Path

import pytest

from bot import typed


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["bot"])
    monkeypatch.setattr(sys, "executable", str(tmp_path / ".venv/bin/python"))
    for name in ("MAKELEVEL", "VIRTUAL_ENV"):
        monkeypatch.delenv(name, raising=False)


def test_whoever_made_the_environment_with_make_may_not_have_python_on_the_path(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert typed("migrate") == ".venv/bin/python -m bot migrate"
    monkeypatch.setenv("VIRTUAL_ENV", ".venv")
    assert typed("migrate") == "python -m bot migrate"


def test_python_from_elsewhere_is_on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/usr/bin/python3")
    assert typed("migrate") == "python -m bot migrate"


def test_whoever_typed_make_reads_make_where_it_knows_the_word(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MAKELEVEL", "1")
    assert typed("doctor") == ".venv/bin/python -m bot doctor"
    (tmp_path / "Makefile").touch()
    assert (typed("doctor"), typed("migrate")) == ("make doctor", ".venv/bin/python -m bot migrate")


def test_a_package_brings_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/opt/pencil/bin/pencil"])
    assert (typed(), typed("migrate")) == ("pencil", "pencil migrate")
