"""All of them, each when it can hold: after every step, after a tick, and when nothing is pending."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from sandbox.slack.state import Slack
from tests.simulation.invariants import acknowledged, delivered, forgotten, moved, totals
from tests.simulation.invariants.quiet import Quiet
from tests.simulation.ledger import Ledger
from tests.simulation.log import Log
from tests.simulation.machine.clock import SimulatedClock
from tests.simulation.slack.door import Door

_EACH_MOVE = 6  # looks between two exports


class BrokenError(Exception):
    """An invariant does not hold."""


@dataclass
class Invariants:
    """What is compared with what."""

    engine: Engine
    slack: Slack
    clock: SimulatedClock
    door: Door
    ledger: Ledger
    log: Log
    _quiet: Quiet = field(default_factory=Quiet)
    _looks: int = 0

    def step(self) -> None:
        """Nobody outside saw anything; nothing broke; nobody was disturbed too often."""
        with Session(self.engine) as session:
            self._none(self._quiet.broken(session))
        self._none(self.door.findings)
        self._none(self.ledger.leaks)
        self._none(self.slack.complaints)
        self._none(self.log.faults)

    def ticked(self) -> None:
        """What was due has come round, and hosts know of what did not reach the room."""
        with Session(self.engine) as session:
            self._none(delivered.overdue(session, self.clock))
            self._none(delivered.untold(session, self.clock))

    def settled(self) -> None:
        """With nothing pending, all that there is."""
        with Session(self.engine) as session:
            self._none(delivered.pending(session))
            self._none(delivered.misplaced(session, self.slack))
            self._none(delivered.hostless(session))
            self._none(acknowledged.lost(session, self.ledger, self.clock))
            self._none(acknowledged.named(session, self.ledger))
            self._none(totals.wrong(session, self.slack, self.clock))
            may_be_moved = moved.may_be(session)
        self._looks += 1
        if may_be_moved and self._looks % _EACH_MOVE == 0:
            self.moved()

    def moved(self) -> None:
        """All of it has been somewhere else, and is the same."""
        self._none(moved.changed(self.engine))

    def forgotten(self, user_id: str) -> None:
        """They are nowhere."""
        self._none(forgotten.traces(self.engine, self.slack, user_id, self.ledger.forgotten))

    @staticmethod
    def _none(broken: Iterator[str] | list[str]) -> None:
        wrong = list(broken)
        if wrong:
            raise BrokenError("; ".join(wrong[:3]))
