"""PostgreSQL's own programs: as new as the server, told no password that others could see, and stopped with us."""

import asyncio
import os
import signal
import subprocess
from pathlib import Path

import psutil
import pytest
from sqlalchemy.engine import make_url

from bot.backup import _postgresql, copies
from bot.settings import SettingsError
from tests import databases
from tests.attacks.copies import execute
from tests.processes import Process
from tests.transfer.folders import fill

REAL = """#!/bin/sh
echo "$0 $@" >> {log}
exec {program} "$@"
"""


@pytest.fixture
def url(on_postgresql: str) -> str:
    fill(on_postgresql, ["some words"])
    return on_postgresql


def _program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(script)
    (folder / name).chmod(0o700)


def _backup(url: str, file: Path) -> None:
    with copies.view(url) as session:
        copies.backup(session, file)


def test_one_that_is_missing_or_older_than_the_server_is_named(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(SettingsError, match="pg_dump is not on the path"):
        _backup(url, tmp_path / "file")

    _program(tmp_path / "bin", "pg_dump", "#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    with pytest.raises(SettingsError, match=r"pg_dump on the path is of PostgreSQL 9, and the server is \d+"):
        _backup(url, tmp_path / "file")
    assert not (tmp_path / "file").exists()


def test_what_it_says_when_it_fails_is_said_in_one_line(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = "#!/bin/sh\n[ $1 = --version ] && exit\necho 'pg_dump: error: the disk is full' >&2\nexit 1\n"
    _program(tmp_path / "bin", "pg_dump", script)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(SettingsError) as refused:
        _backup(url, tmp_path / "file")
    assert str(refused.value) == "pg_dump could not make the backup (the disk is full). Nothing of it was kept."
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


def test_the_password_is_on_no_command_line(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "log"
    for name in ("pg_dump", "pg_restore", "psql"):
        program = databases.programs(url) / name
        _program(tmp_path / "bin", name, REAL.format(log=log, program=program))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}/usr/bin:/bin")
    secret = make_url(url).set(password="p'ss word$(1)").render_as_string(hide_password=False)

    _backup(secret, tmp_path / "file")
    there = make_url(databases.with_nothing(url)).set(password="p'ss word$(1)")
    copies.restore(there.render_as_string(hide_password=False), tmp_path / "file")

    lines = log.read_text().splitlines()
    assert [line for line in lines if "--snapshot=" in line and "--format=custom" in line]
    assert [line for line in lines if "--single-transaction" in line]
    assert not [line for line in lines if "ss word" in line]
    assert "ss word" not in "".join(capfd.readouterr())


def test_programs_that_are_newer_than_the_server_may_set_what_it_does_not_know(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As those of PostgreSQL 17 do with `transaction_timeout`, whichever the server is."""
    programs = databases.programs(url)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}/usr/bin:/bin")
    execute(url, "UPDATE wins SET text = 'SET to_come = 0;'")
    _backup(url, tmp_path / "file")
    newer = (
        f'#!/bin/sh\n{programs}/pg_restore "$@" || exit\nfor word; do case $word in --file=/*) sed -i '
        "'s/^SET lock_timeout = 0;/&\\nSET to_come = 0;/' \"${word#--file=}\";; esac; done\n"
    )
    _program(tmp_path / "bin", "pg_restore", newer)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{programs}{os.pathsep}/usr/bin:/bin")
    with pytest.raises(SettingsError, match=r'parameter "to_come"\)\. Nothing was restored\.'):
        copies.restore(there := databases.with_nothing(url), tmp_path / "file")
    assert execute(there, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [0]

    monkeypatch.setitem(_postgresql._KNOWN_SINCE, "to_come", 99)
    copies.restore(there, tmp_path / "file")

    assert execute(there, "SELECT text FROM wins") == ["SET to_come = 0;"] * 3


def test_what_somebody_dumped_in_another_way_loses_the_answers_when_it_is_restored(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs, dump = databases.programs(url), tmp_path / "dump"
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}/usr/bin:/bin")
    execute(url, "INSERT INTO ballots (pulse_id, number, partnership_id, sealed) VALUES (1, 'n', 1, 's')")
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    subprocess.run([programs / "pg_dump", "--format=custom", f"--file={dump}", plain], check=True)

    copies.restore(there := databases.with_nothing(url), dump)

    assert [execute(on, "SELECT count(*) FROM ballots") for on in (url, there)] == [[1], [0]]
    assert execute(there, "SELECT count(*) FROM wins") == execute(url, "SELECT count(*) FROM wins") == [3]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_one_that_is_interrupted_leaves_nothing_running_and_no_file(
    url: str, tmp_path: Path, number: signal.Signals
) -> None:
    pid, backups = tmp_path / "pid", tmp_path / "backups"
    backups.mkdir()
    _program(tmp_path / "bin", "pg_dump", f"#!/bin/sh\n[ $1 = --version ] && exit\necho $$ > {pid}\nexec sleep 60\n")
    env = {**os.environ, "DATABASE_URL": url, "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    process = Process(("bot", "backup", str(backups / "file")), tmp_path, env, tmp_path / "said")
    async with asyncio.timeout(60):
        while not (pid.exists() and pid.read_text().strip()):  # noqa: ASYNC110  # another process says so
            await asyncio.sleep(0.05)
    assert [path.suffix for path in backups.iterdir()] == [".part"]

    process.signal(number)

    async with asyncio.timeout(30):  # and not when the program ends by itself
        assert await process.wait() != 0
    assert [*backups.iterdir()] == []
    async with asyncio.timeout(10):
        while psutil.pid_exists(int(pid.read_text())):  # noqa: ASYNC110  # till what was left behind is collected
            await asyncio.sleep(0.05)
