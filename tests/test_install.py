"""What `make run` installs with: quick where it can be, and working where it cannot."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tools import install


def test_a_mirror_that_pip_knows_is_passed_on_to_uv() -> None:
    pip = {
        "index-url": "https://mirror.example/simple",
        "extra-index-url": "\nhttps://one.example/simple\nhttps://two.example/simple",
        "find-links": "/wheels /more",
        "timeout": "60",
        "cert": "/etc/cert.pem",
    }
    assert install.uv_settings(pip, {"SSL_CERT_FILE": "/my/own.pem"}) == {
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_INDEX": "https://one.example/simple https://two.example/simple",
        "UV_FIND_LINKS": "/wheels,/more",
    }


def test_pip_is_asked_what_it_is_told_wherever_it_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pip.conf").write_text("[global]\nindex-url = https://a.example\ntimeout = 9\n[install]\nproxy = p:1\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    monkeypatch.setenv("PIP_INDEX_URL", "https://b.example")
    settings = install.pip_settings([str(Path(sys.base_prefix, "bin", "python3")), "-m", "pip"])
    assert (settings["index-url"], settings["proxy"]) == ("https://b.example", "p:1")


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-docs.txt", "requirements-dev.txt", "requirements-uv.txt"]
)
def test_lock_files_name_hashes_and_no_registry(name: str) -> None:
    text = (ROOT / name).read_text()
    pinned = [part for part in text.split("\n") if part and part[0].isalpha()]
    assert len(install.named(ROOT / name)) == len(pinned) > 0
    assert all(line.endswith("\\") for line in pinned)  # and a hash follows
    assert "://" not in text


def test_what_running_and_the_site_need_is_locked_alike_for_changing_it() -> None:
    def pins(name: str) -> set[str]:
        return {line.split(" ")[0] for line in (ROOT / name).read_text().splitlines() if "==" in line.split(" ")[0]}

    assert pins("requirements.txt") <= pins("requirements-dev.txt")
    assert pins("requirements-docs.txt") <= pins("requirements-dev.txt")
    assert not any(pin.startswith("sphinx==") for pin in pins("requirements.txt"))


@pytest.mark.parametrize("uv", [None, "uv"])
def test_where_uv_is_missing_or_fails_pip_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], uv: str | None
) -> None:
    ran: list[list[Any]] = []
    monkeypatch.setattr(install, "works", lambda *_: False)
    monkeypatch.setattr(install, "run", ran.append)
    monkeypatch.setattr(install, "pip_settings", lambda _: {})
    install.install(Path("lock"), Path("python"), ["pip"], Path(uv) if uv else None)
    assert ran == [["pip", "install", "--quiet", "--require-hashes", "-r", Path("lock")]]
    assert "pip does" in capsys.readouterr().out


@pytest.mark.slow
def test_an_environment_is_made_and_half_made_ones_are_made_anew(tmp_path: Path) -> None:
    (tmp_path / "venv/bin").mkdir(parents=True)
    (tmp_path / "venv/bin/python").write_text("broken")
    python = install.made(tmp_path / "venv")
    completed = subprocess.run(
        [python, "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True, check=True
    )
    assert Path(completed.stdout.strip()) == tmp_path / "venv"
    assert install.works([*install.pip_for(python), "--version"])


def test_an_old_python_is_told_what_is_needed(monkeypatch: pytest.MonkeyPatch, capsys: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(install, "OLDEST", (9, 0))
    assert install.main(tmp_path / "venv", ROOT / "requirements.txt") == 1
    assert "needs Python 9.0 or newer" in capsys.readouterr().out
    assert not (tmp_path / "venv").exists()


@pytest.mark.parametrize("word", ["setup", "doctor", "key"])
def test_a_newcomers_commands_need_nothing_but_make_and_python(word: str) -> None:
    outside = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}  # of a make around us
    words = ["make", "-n", word, "VENV=not-there-yet"]
    asked = subprocess.run(words, cwd=ROOT, env=outside, capture_output=True, text=True, check=True)
    assert "tools/install.py not-there-yet requirements.txt" in asked.stdout
    assert asked.stdout.rstrip().endswith(f"not-there-yet/bin/python -m bot {word}")
