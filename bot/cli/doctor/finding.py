"""What a check came to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Whether something has to be done about it. A note is for whoever wonders."""

    OK = "ok"
    TO_DO = "to do"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """What a check came to, as a word. `facts` are what its sentence names: never a token, a secret or a key."""

    check: str
    outcome: str
    state: State
    facts: Mapping[str, Any] = field(default_factory=dict)


def ok(check: str, outcome: str, **facts: Any) -> Finding:
    """All is well."""
    return Finding(check, outcome, State.OK, facts)


def to_do(check: str, outcome: str, **facts: Any) -> Finding:
    """Pencil does not work, or not safely, until somebody does something."""
    return Finding(check, outcome, State.TO_DO, facts)


def note(check: str, outcome: str, **facts: Any) -> Finding:
    """Pencil works; there is something to know."""
    return Finding(check, outcome, State.NOTE, facts)


def undone(findings: Iterable[Finding]) -> list[Finding]:
    """What somebody has to do something about."""
    return [finding for finding in findings if finding.state is State.TO_DO]
