"""What Pencil logs while it runs: words that people wrote are in none of it, and it reports no fault of its own."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from tests.simulation.ledger import MARK

_SLACKS = ("UnclearError", "LaterError", "RefusedError")  # Slack's own faults: whoever acted was told that it failed


class Log(logging.Handler):
    """All that is logged; what should not be is among the `faults`."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.faults: list[str] = []
        self.lines = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.lines += 1
        text = str(record.msg) + str(record.args or "")
        if MARK.search(text):
            self.faults.append(f"somebody's words are in the log: {text[:120]}")
        if record.levelno >= logging.ERROR and not any(f"'{fault}'" in text for fault in _SLACKS):
            self.faults.append(f"logged as an error: {text[:200]}")

    @contextmanager
    def listening(self) -> Iterator[None]:
        root = logging.getLogger()
        level = root.level
        root.addHandler(self)
        root.setLevel(logging.INFO)
        try:
            yield
        finally:
            root.removeHandler(self)
            root.setLevel(level)
