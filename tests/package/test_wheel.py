"""What others install: the wheel, made and installed as it is from a clone, in an environment of its own."""

import asyncio
import json
import os
import subprocess
import tomllib
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import aiohttp
import pytest
from packaging.requirements import Requirement

from bot import VERSION
from tests.conftest import ROOT
from tools import wheel

_COMMITTED = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, check=False).returncode == 0
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not _COMMITTED, reason="a wheel is made of a commit, and git knows of none here"),
]

PACKAGES = {"bot", "handlers", "jobs", "sandbox"}


class Installed(NamedTuple):
    """The wheel, and the Python of an environment that has it and the libraries of the lock file."""

    wheel: Path
    python: Path

    @property
    def pencil(self) -> Path:
        return self.python.with_name("pencil")

    def types(self, folder: Path, *words: str, **env: str) -> str:
        """What the command prints, typed in a folder that has nothing of Pencil's."""
        ran = subprocess.run([self.pencil, *words], cwd=folder, env=outside(**env), capture_output=True, check=True)
        return ran.stdout.decode()


def outside(**env: str) -> dict[str, str]:
    """The environment of somebody who knows nothing of this folder."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "SLACK_"))} | env


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("installed")
    made = wheel.build(ROOT, folder, "1764500000")
    try:
        return Installed(made, wheel.environment(ROOT, made, folder / "venv"))
    except subprocess.CalledProcessError as error:
        if made in error.cmd:
            raise
        pytest.skip("the locked libraries cannot be had here")


def test_the_wheel_holds_what_the_folders_hold_and_nothing_else(installed: Installed) -> None:
    listed = subprocess.run(["git", "ls-files", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=True)
    with zipfile.ZipFile(installed.wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert set(listed.stdout.split()) <= names
    assert {name.partition("/")[0] for name in names} == PACKAGES
    assert not [name for name in names if "__pycache__" in name or name.endswith((".db", ".env"))]


def test_what_is_left_lying_about_in_a_clone_is_not_built(tmp_path: Path) -> None:
    source = tmp_path / "source"
    wheel.commit(ROOT, source)
    for left in ("bot/pencil.db", "bot/.env", "sandbox/sandbox.json"):
        (source / left).write_text("a secret")
    with zipfile.ZipFile(wheel.build(source, tmp_path, "1764500000")) as archive:
        assert not [name for name in archive.namelist() if archive.read(name) == b"a secret"]


def test_two_builds_of_a_commit_are_equal_to_the_byte(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    begun = wheel.commit(ROOT, first)
    subprocess.run(["git", "clone", "--quiet", ROOT, second], check=True)
    for path in second.rglob("*.py"):  # as on a machine with other habits
        path.chmod(0o600)
        os.utime(path, (0, 0))
    builds = [wheel.build(source, tmp_path, begun).read_bytes() for source in (first, second)]
    assert builds[0] == builds[1]
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as archive:
        at = archive.getinfo("bot/__init__.py").date_time
    assert abs(datetime(*at, tzinfo=UTC).timestamp() - int(begun)) <= 2


def test_installed_it_knows_its_version_its_manifest_and_its_migrations(installed: Installed, tmp_path: Path) -> None:
    assert installed.types(tmp_path, "--version") == f"Pencil {VERSION}\n"
    assert f"pencil_for_slack-{VERSION}-" in installed.wheel.name
    assert json.loads(installed.types(tmp_path, "manifest")) == json.loads((ROOT / "bot/manifest.json").read_text())
    database = f"sqlite:///{tmp_path}/pencil.db"
    assert installed.types(tmp_path, "migrate", DATABASE_URL=database) == "The database is up to date now.\n"
    assert installed.types(tmp_path, "migrate", DATABASE_URL=database) == "The database was up to date already.\n"


def test_installed_it_names_its_commands_as_they_are_typed_there(installed: Installed, tmp_path: Path) -> None:
    asked = subprocess.run(
        [installed.pencil, "tick", "--dry-run"], cwd=tmp_path, capture_output=True, text=True, check=False,
        env=outside(SLACK_BOT_TOKEN="xoxb-x"),
    )  # fmt: skip
    assert (asked.returncode, asked.stderr) == (
        2, "DATABASE_URL: the database is not up to date. Run pencil migrate first.\n",
    )  # fmt: skip
    assert "Usage: pencil tick" in installed.types(tmp_path, "tick", "--help")


async def _logged(log: Path, line: str) -> None:
    for _ in range(500):
        if line in log.read_text():
            return
        await asyncio.sleep(0.2)
    raise AssertionError(log.read_text())


async def test_installed_it_opens_the_sandbox_with_its_pages(installed: Installed, tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        installed.pencil, "sandbox", "--port", "0", cwd=tmp_path, env=outside(), stdout=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(120), aiohttp.ClientSession() as session:
            assert process.stdout is not None
            await process.stdout.readline()
            url = (await process.stdout.readline()).decode().strip()
            async with session.get(url) as page:
                assert page.status == 200
                assert "Exe Bay" in await page.text()
            async with session.get(f"{url}/static/page.css") as style:
                assert style.status == 200
            await _logged(tmp_path / "sandbox.log", "Connected to Exe Bay Hub as @Pencil.")
    finally:
        process.terminate()
        await process.communicate()
    assert process.returncode == 0


def test_a_picture_is_drawn_by_what_is_installed(installed: Installed, tmp_path: Path) -> None:
    program = (
        "import asyncio, sys; from bot.drawing.process import drawn_by; "
        "sys.stdout.buffer.write(asyncio.run(drawn_by('bot.drawing.draw_columns', sys.argv[1])))"
    )
    chart = '{"title": "Wins", "labels": ["May"], "parts": [{"name": "shared", "values": [3]}]}'
    ran = subprocess.run(
        [installed.python, "-c", program, chart], cwd=tmp_path, env=outside(), capture_output=True, check=False
    )
    assert ran.stdout.startswith(b"\x89PNG"), ran.stderr


def test_the_bill_names_what_is_locked_each_with_its_licence(installed: Installed) -> None:
    bill = json.loads(wheel.bill_of(ROOT, installed.python, "1764500000"))
    assert bill["metadata"]["component"]["name"] == "pencil-for-slack"
    assert bill["metadata"]["component"]["version"] == VERSION
    libraries = {f"{part['name']}=={part['version']}".lower().replace("_", "-") for part in bill["components"]}
    lines = (line.rstrip("\\ ") for line in (ROOT / wheel.LOCK).read_text().splitlines() if line[:1].isalpha())
    pins = [Requirement(line) for line in lines]
    wanted = [pin for pin in pins if pin.marker is None or pin.marker.evaluate()]
    assert libraries == {f"{pin.name}{pin.specifier}".lower().replace("_", "-") for pin in wanted}
    assert [part["name"] for part in bill["components"] if not part.get("licenses")] == []


def test_the_version_stands_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert "version" not in project
    assert project["dynamic"] == ["version"]
