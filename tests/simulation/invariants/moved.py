"""An export, an import of it and an export of that: the same bytes."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.models import Pulse
from bot.pulse.ballots import HELD
from bot.transfer.exporter import export
from bot.transfer.importer import import_folder
from tests.simulation.machine.database import new_engine


def may_be(session: Session) -> bool:
    """Whether there is no open pulse, whose answers go nowhere."""
    held = any(session.scalar(select(table.pulse_id).limit(1)) for table in HELD)
    return not held and session.scalar(select(Pulse.id).where(Pulse.closed_at.is_(None)).limit(1)) is None


def changed(on: Engine) -> Iterator[str]:
    """Files that differ when everything has been somewhere else."""
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder, "first"), Path(folder, "second")
        with Session(on) as session:
            export(session, first, for_moving=True)
        elsewhere = new_engine()
        import_folder(elsewhere, first)
        with Session(elsewhere) as session:
            export(session, second, for_moving=True)
        elsewhere.dispose()
        names = sorted({path.name for path in [*first.iterdir(), *second.iterdir()]})
        for name in names:
            if not (second / name).exists() or (first / name).read_bytes() != (second / name).read_bytes():
                yield f"{name} differs after an export and an import"
