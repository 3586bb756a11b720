"""Keeps the databases of the version in `pyproject.toml`: run once, on the commit that is released."""

import subprocess
import tempfile
import tomllib
from pathlib import Path

from bot.db import migrations
from tests import databases
from tests.conftest import ROOT
from tests.db import released
from tests.transfer.folders import fill


def main() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    if version in released.VERSIONS:
        raise SystemExit(f"{version} is kept already. Raise the version in pyproject.toml first.")
    with tempfile.TemporaryDirectory() as folder, databases.server() as server:
        for url in (databases.in_file(Path(folder)), databases.on_server(server)):
            fill(url, ["some words", "other words; and a 'quotation'", "1\u202f½"])
            released.file_for(version, url).write_text(released.written(url))
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    with released.LIST.open("a") as file:
        file.write(f'["{version}"]\nschema = "{migrations.latest()}"\ncommit = "{commit.strip()}"\n')
    print(f"{version} is kept in {released.FOLDER.relative_to(ROOT)}. Commit it with the release.")  # noqa: T201


if __name__ == "__main__":
    main()
