"""Keeps the databases of the version in `bot/__init__.py`: run once, on the commit that is released."""

import subprocess
import tempfile
from pathlib import Path

from bot import VERSION
from bot.db import migrations
from tests import databases
from tests.conftest import ROOT
from tests.db import released
from tests.transfer.folders import fill


def main() -> None:
    if ".dev" in VERSION:
        raise SystemExit(f"{VERSION} is still to come. Take .dev0 off in bot/__init__.py first.")
    if VERSION in released.VERSIONS:
        raise SystemExit(f"{VERSION} is kept already. Raise the version in bot/__init__.py first.")
    with tempfile.TemporaryDirectory() as folder, databases.server() as server:
        for url in (databases.in_file(Path(folder)), databases.on_server(server)):
            fill(url, ["some words", "other words; and a 'quotation'", "1\u202f½"])
            released.file_for(VERSION, url).write_text(released.written(url))
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    with released.LIST.open("a") as file:
        file.write(f'["{VERSION}"]\nschema = "{migrations.latest()}"\ncommit = "{commit.strip()}"\n')
    print(f"{VERSION} is kept in {released.FOLDER.relative_to(ROOT)}. Commit it with the release.")  # noqa: T201


if __name__ == "__main__":
    main()
