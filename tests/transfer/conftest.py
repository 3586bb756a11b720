"""Databases to take a folder into, and a folder."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.databases import in_file
from tests.transfer.folders import fill, goes_out


@pytest.fixture
def on_sqlite(sqlite_template: Path, tmp_path: Path) -> Callable[[], str]:
    made = iter(range(10_000))

    def new() -> str:
        path = tmp_path / f"other{next(made)}.db"
        shutil.copy(sqlite_template, path)
        return f"sqlite:///{path}"

    return new


@pytest.fixture(scope="module")
def whole_folder(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    url = in_file(folder, sqlite_template)
    fill(url, ["some words"])
    goes_out(url, folder / "export")
    return folder / "export"


@pytest.fixture
def folder(whole_folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole_folder, tmp_path / "broken")
