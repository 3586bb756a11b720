"""Makes what others install Pencil from: `python -m tools.wheel dist`.

Three files: the wheel of the last commit, the libraries it was tried with, by hash, and which these are with their
licences (an SBOM in CycloneDX). What has not been committed is left out, and two builds of a commit are equal.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bot import VERSION
from tools import install

_BIN = Path(sys.executable).parent
LOCK = "requirements.txt"


def main(out: Path) -> int:
    """Says what it has made, a line a file; the exit code."""
    out = out.resolve()
    out.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source")
        try:
            begun = commit(install.ROOT, source)
            wheel = build(source, out, begun)
            libraries = Path(shutil.copy(source / LOCK, wheel.with_suffix(".requirements.txt")))
            bill = wheel.with_suffix(".cdx.json")
            bill.write_text(bill_of(source, environment(source, wheel, Path(folder, "venv")), begun), encoding="utf-8")
        except subprocess.CalledProcessError as error:
            install.say(f"This did not work: {' '.join(map(str, error.cmd))}")
            return 1
    for made in (wheel, libraries, bill):
        install.say(f"{made}  {made.stat().st_size / 1000:.0f} kB")
    return 0


def commit(repository: Path, source: Path) -> str:
    """Puts the last commit into a folder; when it was made, in seconds, which everything built of it says too."""
    git: list[str | Path] = ["git", "-C", repository]
    archive = source.with_suffix(".tar")
    install.run([*git, "archive", "--output", archive, "HEAD"])
    shutil.unpack_archive(archive, source, filter="data")
    shown = subprocess.run([*git, "log", "-1", "--format=%ct"], capture_output=True, text=True, check=True)  # noqa: S603
    return str(shown.stdout).strip()


def build(source: Path, out: Path, begun: str) -> Path:
    """The wheel of a folder, made with the locked hatchling of this environment."""
    with tempfile.TemporaryDirectory(dir=out) as folder:
        command: list[str | Path] = [_BIN / "hatchling", "build", "-t", "wheel", "-d", folder]
        settings = os.environ | {"SOURCE_DATE_EPOCH": begun}
        subprocess.run(command, cwd=source, env=settings, capture_output=True, check=True)  # noqa: S603
        (wheel,) = Path(folder).glob("*.whl")
        return wheel.replace(out / wheel.name)


def environment(source: Path, wheel: Path, venv: Path) -> Path:
    """The Python of an environment with the wheel and what it was tried with, and nothing else."""
    python = install.made(venv)
    pip = install.pip_for(python)
    install.install(source / LOCK, python, pip, _BIN / "uv")
    install.run([*pip, "install", "--quiet", "--no-deps", "--no-index", wheel])
    return python


def bill_of(source: Path, python: Path, begun: str) -> str:
    """Which libraries that environment has, what needs which, and their licences."""
    command: list[str | Path] = [
        _BIN / "cyclonedx-py", "environment", python, "--pyproject", source / "pyproject.toml", "--output-reproducible",
    ]  # fmt: skip
    settings = os.environ | {"SOURCE_DATE_EPOCH": begun}
    written = subprocess.run(command, env=settings, capture_output=True, text=True, check=True).stdout  # noqa: S603
    bill = json.loads(written)
    bill["metadata"]["component"]["version"] = VERSION
    return json.dumps(bill, indent=2) + "\n"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
