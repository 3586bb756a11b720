"""Fills an environment with what a lock file names: `python3 tools/install.py .venv requirements.txt`.

pip fetches uv, by hash as everything here, and uv installs the rest in a fraction of pip's time. Where uv is not to be
had or does not manage, pip goes on. uv reads none of pip's configuration, so a mirror named there is passed on to it.
"""

import ast
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
UV_LOCK = ROOT / "requirements-uv.txt"
OLDEST = (3, 11)

# What pip is told by its configuration, as uv is told by its environment, and what stands between several.
PASSED_ON = {
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "no-index": ("UV_NO_INDEX", ""),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "cert": ("SSL_CERT_FILE", ""),
    "proxy": ("ALL_PROXY", ""),
}


def main(venv: Path, lock: Path) -> int:
    """Says what it is doing, a line a step; the exit code."""
    if sys.version_info < OLDEST:
        say(f"Pencil needs Python {OLDEST[0]}.{OLDEST[1]} or newer; {sys.executable} is {sys.version.split()[0]}.")
        return 1
    began = time.monotonic()
    try:
        say(f"1 of 3: an environment of its own, in {venv}")
        python = made(venv)
        pip = pip_for(python)
        say("2 of 3: uv, which installs quickly")
        uv = with_uv(venv, pip)
        say(f"3 of 3: the {len(named(lock))} packages of {lock.name}")
        install(lock, python, pip, uv)
    except subprocess.CalledProcessError as error:
        say(f"This did not work: {' '.join(map(str, error.cmd))}")
        return 1
    say(f"Installed in {time.monotonic() - began:.0f} seconds.")
    return 0


def made(venv: Path) -> Path:
    """The environment's Python; without a pip of its own, which takes longer to unpack than uv to fetch."""
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not works([python, "-c", ""]):
        run([sys.executable, "-m", "venv", "--clear", "--without-pip", venv])
    return python


def pip_for(python: Path) -> list[str | Path]:
    """pip, made to install into the environment: the one beside this Python, or else one of the environment's own."""
    outside: list[str | Path] = [sys.executable, "-m", "pip", "--python", python]
    if works([*outside, "--version"]):
        return outside
    run([python, "-m", "ensurepip"])
    return [python, "-m", "pip"]


def with_uv(venv: Path, pip: Sequence[str | Path]) -> Path | None:
    """uv, in the environment; nothing where there is none for this machine."""
    uv = venv / ("Scripts/uv.exe" if os.name == "nt" else "bin/uv")
    if not works([*pip, "install", "--quiet", "--only-binary", ":all:", "--require-hashes", "-r", UV_LOCK]):
        return None
    return uv if works([uv, "--version"]) else None


def install(lock: Path, python: Path, pip: Sequence[str | Path], uv: Path | None) -> None:
    if uv:
        environment = os.environ | uv_settings(pip_settings(pip), os.environ)
        if works([uv, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", lock], environment):
            return
    say("uv cannot do it here, so pip does; that takes about a minute longer.")
    run([*pip, "install", "--quiet", "--require-hashes", "-r", lock])


def pip_settings(pip: Sequence[str | Path]) -> dict[str, str]:
    """What pip's configuration says, whichever file or variable says it."""
    listed = subprocess.run([*pip, "config", "list"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = re.findall(r"^(global|install|:env:)\.([\w.-]+?)=(.+)$", listed, re.MULTILINE)
    order = ("global", "install", ":env:")  # the later one counts
    return {
        name.lstrip("."): str(ast.literal_eval(value))
        for where, name, value in sorted(found, key=lambda one: order.index(one[0]))
    }


def uv_settings(pip: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, str]:
    """The same for uv; what its user has told uv itself stays. With hashes any index is as good as another."""
    settings = {"UV_INDEX_STRATEGY": "unsafe-best-match"}
    for name, (variable, between) in PASSED_ON.items():
        if value := pip.get(name, "").split():
            settings[variable] = between.join(value)
    return {name: value for name, value in settings.items() if name not in environment}


def named(lock: Path) -> list[str]:
    """The packages a lock file names."""
    return re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==", lock.read_text(encoding="utf-8"), re.MULTILINE)


def works(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> bool:
    """Whether it ends well; what it says is kept to itself, since there is another way."""
    try:
        return subprocess.run(command, capture_output=True, env=environment, check=False).returncode == 0  # noqa: S603
    except OSError:
        return False


def run(command: Sequence[str | Path]) -> None:
    subprocess.run(command, check=True)  # noqa: S603


def say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
