"""What a process has loaded when it is up, and what it has gone through until then."""

import os
import subprocess
import sys
from pathlib import Path

from tests.commands import pencil
from tests.conftest import ROOT

UP = """
import sys
import bot.__main__
from bot import app
from bot.cli import startup
settings = startup.speaking()
startup.migrate(settings)
startup.warn_of_another_key(settings)
app.make(settings).database.close()
import handlers.transport, jobs.scheduler
print(*{name.partition(".")[0] for name in sys.modules})
"""
FROZEN = """
import gc
import bot.__main__
print(gc.isenabled(), gc.get_freeze_count() > 100_000, gc.get_stats()[2]["collections"])
"""
ELSEWHERE = {"alembic", "mako", "matplotlib", "numpy", "psycopg"}  # migrating, drawing, PostgreSQL


def _printed(folder: Path, code: str) -> list[str]:
    env = os.environ | {"PYTHONPATH": str(ROOT), "SLACK_BOT_TOKEN": "xoxb-x"}
    ran = subprocess.run([sys.executable, "-c", code], cwd=folder, env=env, check=True, capture_output=True, text=True)
    return ran.stdout.split()


async def test_what_only_others_need_is_not_loaded(tmp_path: Path) -> None:
    await pencil(tmp_path, "migrate")
    loaded = set(_printed(tmp_path, UP))
    assert {"bot", "handlers", "jobs", "sqlalchemy"} < loaded
    assert loaded & ELSEWHERE == set()


async def test_what_was_imported_is_not_gone_through(tmp_path: Path) -> None:
    assert _printed(tmp_path, FROZEN) == ["True", "True", "0"]
