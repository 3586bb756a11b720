"""Whether there is room for what people say, and for a copy of it."""

import shutil
from pathlib import Path

from bot.cli.doctor.finding import Finding, note, ok, to_do

MEGABYTE = 1_000_000
LEAST, ENOUGH = 100 * MEGABYTE, 1_000 * MEGABYTE


def check(database: Path | None) -> Finding:
    """The disk the database is on; for one on a server the disk we are on, which reports are made on."""
    folder = (database or Path("pencil.db")).absolute().parent
    if not folder.is_dir():
        return to_do("disk", "no_folder", folder=str(folder))
    size = database.stat().st_size if database is not None and database.is_file() else 0
    return judge(shutil.disk_usage(folder).free, size, str(folder))


def judge(free: int, size: int, folder: str) -> Finding:
    """So much is free beside a database of this size."""
    facts = {"megabytes": free // MEGABYTE, "folder": folder}
    if free < LEAST:
        return to_do("disk", "full", **facts)
    if free < max(ENOUGH, size):
        return note("disk", "short", **facts)
    return ok("disk", "roomy", **facts)
