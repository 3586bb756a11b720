"""The end of a partnership: everything that is kept of it is deleted, at once and for good."""

from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot.db.statements import limit_lock_wait
from bot.lib.refusals import GoneError
from bot.models import Base, Blocker, Member, Name, Pace, Partner, Partnership, Post, Pulse, Skill, Win
from bot.pulse.ballots import HELD_TABLES
from bot.schedule import sweeps

_COUNTED: tuple[Any, ...] = (Member, Partner, Win, Blocker, Skill, Pulse)


def at_stake(session: Session, partnership: Partnership) -> dict[str, int]:
    """How many of each would be gone, by table."""
    return {
        table.__tablename__: session.scalars(
            select(func.count()).select_from(table).where(table.partnership_id == partnership.id)
        ).one()
        for table in _COUNTED
    }


def hold(session: Session, partnership_id: int) -> Partnership:
    """The partnership, held: whoever adds to it waits, and then finds it gone; whoever has begun goes first."""
    limit_lock_wait(session)
    partnership = session.scalar(select(Partnership).where(Partnership.id == partnership_id).with_for_update())
    if partnership is None:
        raise GoneError
    return partnership


def delete_all(session: Session, partnership: Partnership) -> None:
    """Nothing is left here of the partnership, which is held."""
    # Nobody sends an answer to an open pulse between the deletion of answers and that of the pulse.
    session.scalars(select(Pulse.id).where(Pulse.partnership_id == partnership.id).with_for_update()).all()
    lanes = {partnership.channel_id, *session.scalars(select(Post.lane).where(Post.partnership_id == partnership.id))}
    _delete(session, partnership.id)
    session.execute(delete(Pace).where(Pace.key.in_(lanes)))
    sweeps.ask(session, (*HELD_TABLES, Name.__tablename__))


def _delete(session: Session, partnership_id: int) -> None:
    """Every row of every table, those first that point at others."""
    session.expunge_all()
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is table and "partnership_id" in table.columns:
                here = table.columns["partnership_id"] == partnership_id
                session.execute(update(table).where(here).values({key.parent.name: None}))
    for table in reversed(Base.metadata.sorted_tables):
        if "partnership_id" in table.columns:
            session.execute(delete(table).where(table.columns["partnership_id"] == partnership_id))
    session.execute(delete(Partnership).where(Partnership.id == partnership_id))
