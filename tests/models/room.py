"""A partnership in memory, with a host, two members, and somebody from elsewhere."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import settings
from sqlalchemy.orm import Session

from bot.db.transactions import _missing_rows_gone
from bot.lib.refusals import Refusal
from bot.partnership import acts
from bot.partnership.members import Who
from bot.partnership.partnerships import NewPartnership
from tests.simulation.machine.database import new_engine

CHANNEL = "C0ROOM001"
HOST, ANNA, BEN = (Who("T0HOME", f"U0{name}", CHANNEL) for name in ("HOST", "ANNA", "BEN"))
OUTSIDER = Who("T0HOME", "U0ELSE", "C0ELSEWHERE")
MEMBERS = (HOST, ANNA, BEN)
EVERYBODY = (*MEMBERS, OUTSIDER)
BRIEF = settings(max_examples=12, stateful_step_count=20, deadline=None, derandomize=True)
THOROUGH = settings(BRIEF, max_examples=25, stateful_step_count=30)


class Refused:
    """The act was refused, and nothing of it is kept."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Refused)

    def __hash__(self) -> int:
        return 0


REFUSED = Refused()


class Room:
    """Acts done one after another, a minute apart."""

    def __init__(self) -> None:
        self.engine = new_engine()
        self.now = datetime(2026, 3, 2, 10, tzinfo=UTC)
        self.does(acts.start, NewPartnership("T0HOME", CHANNEL, "Together", "Europe/London"), HOST)

    def does(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """What the act returns, given the time last, or `REFUSED`."""
        self.now += timedelta(minutes=1)
        return self.reads(act, *args, self.now, **kwargs)

    def reads(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """The same of an act that needs no time."""
        try:
            with Session(self.engine, expire_on_commit=False) as session, session.begin(), _missing_rows_gone():
                return act(session, *args, **kwargs)
        except Refusal:
            return REFUSED

    def close(self) -> None:
        self.engine.dispose()
