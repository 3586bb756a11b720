"""Everything into one flat folder of files, from one unchanging look at the database."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Table, select
from sqlalchemy.orm import Session

from bot import typed
from bot.db import migrations
from bot.lib import private
from bot.lib.periods import written
from bot.mentions import names
from bot.models import Partnership, Pulse
from bot.pulse.ballots import HELD
from bot.settings import SettingsError
from bot.transfer import folders
from bot.transfer import format as file_format

_AT_A_TIME = 500


def export(session: Session, folder: Path, *, for_moving: bool) -> dict[str, int]:
    """How many rows there are of each table in the folder. Nothing is written where it is refused."""
    _refuse_while_pulse_open(session, for_moving=for_moving)
    folders.fresh(folder)
    connection = session.connection()
    called = names.every(session)
    files: dict[str, dict[str, Any]] = {}
    counts: dict[str, int] = {}
    try:
        for table in file_format.tables(for_moving=for_moving):
            counts[table.name] = _write(connection, table, folder, files, called)
        manifest = {
            "made_by": "Pencil",
            "format": file_format.FORMAT,
            "schema": migrations.latest(),
            "for_moving": for_moving,
            "files": files,
        }
        text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
        with private.create(folder / file_format.MANIFEST) as file:  # last: without it nothing is read
            file.write(text.encode())
    except OSError as error:
        raise folders.unusable(folder, error) from None
    return counts


def _refuse_while_pulse_open(session: Session, *, for_moving: bool) -> None:
    rows = session.execute(
        select(Partnership.name, Partnership.zone, Pulse.closes_at)
        .join(Partnership, Partnership.id == Pulse.partnership_id)
        .where(Pulse.closed_at.is_(None))
        .order_by(Pulse.closes_at, Pulse.id)
    ).all()
    if rows:
        which = "; ".join(f"in {name} until {_when(at, zone)}" for name, zone, at in rows)
        raise SettingsError(
            f"A pulse is open: {which}. Its answers go nowhere, so nothing was exported. Export once it is closed."
        )
    if any(session.execute(select(table.pulse_id).limit(1)).first() for table in HELD):
        raise SettingsError(
            "Answers of a closed pulse have yet to be cleared away, so nothing was exported. Start Pencil, or run "
            f"{typed('tick')}, and export after that."
        )
    waiting = session.execute(
        select(Partnership.name, Partnership.zone, Pulse.results_at)
        .join(Partnership, Partnership.id == Pulse.partnership_id)
        .where(Pulse.results_id.is_(None), Pulse.results_at.is_not(None), Pulse.release.is_not(None))
        .order_by(Pulse.results_at, Pulse.id)
    ).all()
    if waiting and not for_moving:
        which = "; ".join(f"in {name} on {_when(at, zone)}" for name, zone, at in waiting if at is not None)
        raise SettingsError(
            f"Results of a pulse have yet to be released: {which}. Nobody sees them before everybody does, so nothing "
            "was exported. Export after that, or with --for-moving to go on elsewhere."
        )


def _when(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"{written(local.date())} at {local:%H:%M}"


def _write(
    connection: Connection, table: Table, folder: Path, files: dict[str, dict[str, Any]], called: Mapping[int, str]
) -> int:
    """Both files of a table; how many rows they have."""
    both = (table.name + file_format.LINES, table.name + file_format.SHEET)
    with ExitStack() as stack:
        lines, sheet = (_Hashed(stack.enter_context(private.create(folder / name))) for name in both)
        sheet.write(file_format.BOM + file_format.sheet_row([column.name for column in file_format.columns(table)]))
        number = 0
        for row in rows(connection, table):
            lines.write(file_format.json_line(table, row))
            sheet.write(file_format.sheet_row(file_format.sheet_cells(table, row, called)))
            number += 1
    for name, file in zip(both, (lines, sheet), strict=True):
        files[name] = {"rows": number, "sha256": file.digest()}
    return number


def rows(connection: Connection, table: Table) -> Iterator[Any]:
    """What goes along of a table, in the order of its keys."""
    query = select(*file_format.columns(table)).order_by(*file_format.order_by(table, connection.dialect))
    result = connection.execution_options(yield_per=_AT_A_TIME).execute(query)
    for part in result.mappings().partitions():
        yield from part


class _Hashed:
    """A file that knows the hash of what was written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._hash = file, hashlib.sha256()

    def write(self, content: bytes) -> None:
        self._file.write(content)
        self._hash.update(content)

    def digest(self) -> str:
        return self._hash.hexdigest()
