"""Statements as they reach the database, each with what it was given."""

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

_OURS = re.compile(r"^\s*(SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|PRAGMA)", re.IGNORECASE)


@dataclass
class Watched:
    """What was executed: one entry a round trip, whether of one row or of many."""

    statements: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [text for text, _ in self.statements]


@contextlib.contextmanager
def watching(*engines: Engine) -> Iterator[Watched]:
    """Everything executed on these engines meanwhile, but for what opens and ends transactions."""
    watched = Watched()

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if not _OURS.match(statement):
            watched.statements.append((statement, parameters[0] if isinstance(parameters, list) else parameters))

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield watched
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
