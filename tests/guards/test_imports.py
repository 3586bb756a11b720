"""Imports point the way the house says. What import-linter can say, its contracts in pyproject.toml say."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.guards import gallery

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
KINDS = {"acyclic_siblings", "forbidden", "layers", "private_modules"}
FOLDERS = ["bot", "handlers", "jobs", "sandbox"]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def matching(pattern: str, root: Path = ROOT) -> list[Path]:
    """The packages and modules that a contract's wildcard stands for."""
    path = pattern.replace(".", "/")
    return [*root.glob(path), *root.glob(f"{path}.py")]


def views_on_the_wire(root: Path = ROOT) -> list[str]:
    """Views that import the Web API of slack_sdk, which no contract can name; or its models, which tests are for."""
    return [
        f"{path.relative_to(root)} imports {name}"
        for path in gallery.paths(root)
        for name in imports(path)
        if name.startswith("slack_sdk")
    ]


def private_imports(root: Path = ROOT) -> list[str]:
    """Modules of another room that begin with `_`, imported by tests; a room's own tests may."""
    return [
        f"{path.relative_to(root)} imports {name}"
        for path in sorted((root / "tests").rglob("*.py"))
        for name in imports(path)
        if name.partition(".")[0] in FOLDERS
        for at, part in enumerate(name.split("."))
        if part.startswith("_")
        and not part.startswith("__")
        and matching(".".join(name.split(".")[: at + 1]), root)
        and name.split(".")[1] not in path.relative_to(root).parts
    ]


def test_there_is_a_contract_of_each_kind() -> None:
    assert {contract["type"] for contract in CONTRACTS} == KINDS
    layers = next(contract for contract in CONTRACTS if contract.get("containers") == ["bot"])
    assert layers["exhaustive"] is True


@pytest.mark.parametrize(
    "pattern", sorted({name for contract in CONTRACTS for name in contract.get("source_modules", [])})
)
def test_no_contract_is_about_nothing(pattern: str) -> None:
    assert len(matching(pattern)) >= (10 if "*" in pattern else 1)


def test_nothing_outside_the_tests_imports_them_and_migrations_know_the_bot_alone() -> None:
    files = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    assert len(files) > 200
    assert [path for path in files if any(name.partition(".")[0] == "tests" for name in imports(path))] == []
    migrations = list((ROOT / "bot" / "migrations").rglob("*.py"))
    assert migrations
    others = {"handlers", "jobs", "sandbox"}
    assert [path for path in migrations if others & {name.partition(".")[0] for name in imports(path)}] == []


def test_views_know_no_wire() -> None:
    assert gallery.paths()
    assert views_on_the_wire() == []


def test_only_tests_know_the_block_models() -> None:
    files = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    assert [path for path in files if any(name.startswith("slack_sdk.models") for name in imports(path))] == []


def test_tests_leave_what_is_private_to_another_room_alone() -> None:
    assert private_imports() == []


def test_a_view_on_the_wire_is_noticed(tmp_path: Path) -> None:
    views = tmp_path / "bot" / "thanks" / "views"
    views.mkdir(parents=True)
    (views / "thanks.py").write_text("from slack_sdk.web.async_client import AsyncWebClient\n")
    assert views_on_the_wire(tmp_path)


def test_what_is_private_and_imported_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "bot" / "thanks").mkdir(parents=True)
    (tmp_path / "bot" / "thanks" / "_credit.py").touch()
    for room in ("wins", "thanks"):
        (tmp_path / "tests" / room).mkdir(parents=True)
        (tmp_path / "tests" / room / "test_it.py").write_text("from bot.thanks import _credit\n")
    assert private_imports(tmp_path) == ["tests/wins/test_it.py imports bot.thanks._credit"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "line", "broken"),
    [
        ("bot/lib/text.py", "import bot.wins.views.win", "The rooms of bot"),
        ("bot/thanks/__init__.py", "", "The rooms of bot"),
        ("handlers/wins.py", "import jobs", "Sandbox, then handlers and jobs"),
        ("sandbox/__init__.py", "import bot.lib.text", "The sandbox knows Pencil over the wire only"),
        ("bot/wins/aim.py", "import bot.wins.views.aim", "No loops"),
        ("bot/wins/views/win.py", "import sqlalchemy", "Views know no database"),
        ("handlers/wins.py", "import sqlalchemy.orm", "Handlers know no SQLAlchemy"),
    ],
)
def test_each_contract_speaks_when_it_is_broken(tmp_path: Path, path: str, line: str, broken: str) -> None:
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    file = tmp_path / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"{file.read_text() if file.exists() else ''}\n{line}\n")
    lint = Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run([lint, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode != 0
    assert broken in ran.stdout + ran.stderr


def test_the_page_on_the_house_names_the_rooms_in_their_order() -> None:
    [layers] = (contract["layers"] for contract in CONTRACTS if contract.get("containers") == ["bot"])
    place = {room: at for at, layer in enumerate(layers) for room in layer.split(" | ")}
    rows = re.findall(r"^\| (`[^|]+) \|", (ROOT / "ARCHITECTURE.md").read_text(), re.MULTILINE)
    named = [re.findall(r"`(\w+)`", row) for row in rows]
    assert {room for row in named for room in row} == set(place)
    assert [
        row for row, below in pairwise(named) if max(place[room] for room in row) > min(place[room] for room in below)
    ] == []
