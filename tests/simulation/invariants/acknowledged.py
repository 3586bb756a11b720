"""What Pencil said that it has, it has: in the row it named, or among what that row said before."""

from collections.abc import Iterator
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Blocker, Habit, Idea, Initiative, Member, Partnership, Revision, Win
from bot.outbox.kinds import KINDS
from tests.simulation.ledger import MARK, Ledger
from tests.simulation.machine.clock import SimulatedClock

_TABLES: dict[str, Any] = {
    "win": Win, "blocker": Blocker, "idea": Idea, "habit": Habit, "initiative": Initiative,
}  # fmt: skip


_MONTHS = select(Partnership.channel_id, Partnership.keep_months)
_COLUMNS = {column for kind in KINDS.values() for words in kind.words for column, _ in words.columns}
_WORDS = [select(column).where(column.is_not(None)) for column in (*_COLUMNS, Revision.before)]


def lost(session: Session, ledger: Ledger, clock: SimulatedClock) -> Iterator[str]:
    """What was acknowledged and is nowhere, though nobody took it back and it is not too old."""
    there = _everywhere(session)
    months = {row.channel_id: row.keep_months for row in session.execute(_MONTHS)}
    forgotten = set(ledger.forgotten)
    for mark, (noun, row_id) in ledger.acknowledged.items():
        typed = ledger.typed[mark]
        kept = months.get(typed.place.channel.id)
        if typed.author in forgotten or (kept and typed.at < clock.now() - relativedelta(months=kept)):
            continue
        if mark not in there:
            yield f"{noun} {row_id} of {typed.at:%Y-%m-%d}: {mark} was acknowledged and is nowhere"
        elif row_id is not None and session.get(_TABLES[noun], row_id) is None:
            yield f"{noun} {row_id} was acknowledged and is gone"


def named(session: Session, ledger: Ledger) -> Iterator[str]:
    """What was said without a name and has one."""
    for table in (Blocker, Idea):
        for text, user_id in session.execute(
            select(table.text, Member.user_id).join(Member, Member.id == table.member_id)
        ):
            if marks := ledger.nameless & {*MARK.findall(text)}:
                yield f"{sorted(marks)} was said without a name, and {user_id} stands beside it"


def _everywhere(session: Session) -> set[str]:
    found: set[str] = set()
    for statement in _WORDS:
        for value in session.scalars(statement):
            found |= {*MARK.findall(str(value))}
    return found
