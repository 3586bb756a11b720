"""What is logged: events with fields, of which `FIELDS` is all there are. Never what people wrote, never their names.

On a terminal a line is for reading, elsewhere it is JSON. What libraries log goes the same way; of their faults, too,
only kind and place are told.
"""

import logging
import math
import sys
import time
from typing import Any, cast

import structlog
from structlog.typing import EventDict, Processor

from bot.lib.faults import where

# Ids, kinds and numbers. A guard holds every call of a logger to these.
FIELDS = {
    "post",
    "parcel",
    "pulse",
    "partnership",
    "kind",
    "occasion",
    "method",
    "reason",
    "fault",
    "at",
    "beat",
    "files",
    "times",
    "workspace",
}

_SELDOM = 60  # seconds

_QUIET = {"apscheduler": logging.WARNING, "alembic": logging.WARNING, "slack_sdk": logging.WARNING}
_QUIET |= {
    "aiohttp": logging.WARNING,
    "apscheduler.scheduler": logging.ERROR,  # it warns of each run that a long job sits out
}
_STAMP = structlog.processors.TimeStamper(fmt="iso", utc=True)


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger of events, above the standard library's of this name."""
    made = structlog.wrap_logger(
        logging.getLogger(name),
        processors=[structlog.stdlib.filter_by_level, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    return cast("structlog.stdlib.BoundLogger", made)


def announce(line: str) -> None:
    """What whoever starts the process reads first, where the log goes: a sentence, of nobody's words and no people."""
    logger("bot").info(line)


class Seldom:
    """For what may happen a thousand times a second, as somebody outside likes: it is told once a minute."""

    def __init__(self) -> None:
        self._times, self._told_at = 0, -math.inf

    def due(self) -> int:
        """It has happened: how often since it was last told, if it is to be told now; else 0."""
        self._times += 1
        if time.monotonic() < self._told_at + _SELDOM:
            return 0
        times, self._times, self._told_at = self._times, 0, time.monotonic()
        return times


def begin(wanted: str | None) -> None:
    """From now on everything logged goes to the standard error, as `console` or `json`; if none is wanted, as fits."""
    plain = wanted == "console" or (wanted is None and sys.stderr.isatty())
    shown: Processor = structlog.dev.ConsoleRenderer(colors=False) if plain else structlog.processors.JSONRenderer()
    before: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        _STAMP,
        _without_words,
    ]
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[],
            processors=[*before, structlog.stdlib.ProcessorFormatter.remove_processors_meta, shown],
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)


def _without_words(_: Any, __: str, event: EventDict) -> EventDict:
    """Of an exception its kind and place: its words could be somebody's."""
    exc_info = event.pop("exc_info", None)
    error = exc_info[1] if isinstance(exc_info, tuple) else exc_info
    if isinstance(error, BaseException):
        event["fault"], event["at"] = type(error).__name__, where(error)
    event.pop("stack_info", None)
    return event
