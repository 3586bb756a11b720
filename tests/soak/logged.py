"""What the processes logged besides information, and which of it neither Slack nor the database is to blame for."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

_AWAY = {  # what a fault may be while the database or Slack is away, slow, or held by somebody
    "AdminShutdown", "DBAPIError", "InterfaceError", "InternalError", "LockNotAvailable", "OperationalError",
    "PendingRollbackError", "QueryCanceled", "TimeoutError", "TooSlowError", "UnsureError",
    "ClientConnectorError", "ClientOSError", "ConnectionResetError", "ServerDisconnectedError", "SlackError",
    "LaterError", "UnclearError",
}  # fmt: skip


class Logged:
    """`often` says how often each was logged, `faults` how often those that are the program's own."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.often: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        for line in lines:
            self._read(line)

    def _read(self, line: str) -> None:
        entry: dict[str, Any] = json.loads(line) if line.startswith("{") else {"event": line, "fault": "no log line"}
        if entry.get("level") == "info":
            return
        parts = [entry.get(name) for name in ("level", "event", "beat", "method", "reason", "fault", "at")]
        summary = ", ".join(str(part) for part in parts if part)
        self.often[summary] += 1
        if entry.get("fault", "TimeoutError") not in _AWAY:
            self.faults[summary] += 1
