"""PostgreSQL's client programs, as they are on the path: found, run to their end, and told where the database is."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.engine import URL

from bot.backup.contents import BackupError

_ERROR = re.compile(r"(?:error|ERROR|FATAL): +")
_MAJOR = re.compile(r"\) (\d+)")


class Ended:
    """What a program has said, and in one line what went wrong."""

    def __init__(self, command: Sequence[str], done: subprocess.CompletedProcess[str]) -> None:
        self.output = done.stdout
        errors = [line for line in done.stderr.splitlines() if _ERROR.search(line)] or done.stderr.splitlines()
        ended = f"{Path(command[0]).name} ended with {done.returncode}"
        self.fault = (_ERROR.split(errors[0])[-1] if errors else ended) if done.returncode else ""


def run(command: Sequence[str], secret: str | None = None) -> Ended:
    """To its end, whatever ends us. It speaks English, and gets the password where only its owner can read it."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "PGAPPNAME": "pencil"}
    if secret is not None:
        environment["PGPASSWORD"] = secret
    done = subprocess.run(  # noqa: S603  # no shell, and every argument is ours
        command, env=environment, check=False, capture_output=True, text=True, errors="replace"
    )
    return Ended(command, done)


def find(name: str, server: int = 0) -> str:
    """Where the program is, if it is as new as the server."""
    path = shutil.which(name)
    if path is None:
        raise BackupError(f"{name} is not on the path. Install PostgreSQL’s client programs. Nothing was done.")
    own = _MAJOR.search(run([path, "--version"]).output)
    if server and own and int(own[1]) < server:
        raise BackupError(
            f"{name} on the path is of PostgreSQL {own[1]}, and the server is {server}. Install the client programs of "
            f"{server}, and put them first on the path. Nothing was done."
        )
    return path


def where(url: URL) -> tuple[str, str | None]:
    """How the programs reach the database, and the password, which is kept apart."""
    from psycopg.conninfo import make_conninfo

    arguments = {**url.translate_connect_args(username="user", database="dbname"), **url.query}
    secret = arguments.pop("password", None)
    return f"--dbname={make_conninfo('', **arguments)}", None if secret is None else str(secret)
