"""When which organisation was here, as a report lists it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Movement, Partner, Partnership
from bot.partnership import partners


@dataclass(frozen=True)
class PartnerStays:
    """An organisation and the stretches of time in which it was here; the last may be open."""

    name: str
    sector: str | None
    stays: tuple[tuple[datetime, datetime | None], ...]

    def here_before(self, end: datetime) -> bool:
        """Whether it was here when a month that ended then did."""
        return any(begun < end and (ended is None or end <= ended) for begun, ended in self.stays)


def partners_stays(session: Session, partnership: Partnership) -> tuple[PartnerStays, ...]:
    """Of every organisation that is or was here, in the order in which they came."""
    rows = session.scalars(select(Partner).where(Partner.partnership_id == partnership.id, *partners.kept())).all()
    moves: dict[int, list[tuple[str, datetime]]] = defaultdict(list)
    for partner_id, what, at in session.execute(
        select(Movement.partner_id, Movement.what, Movement.at)
        .where(Movement.partnership_id == partnership.id, Movement.member_id.is_(None))
        .order_by(Movement.at, Movement.id)
    ):
        if partner_id is not None:
            moves[partner_id].append((what, at))
    return tuple(
        PartnerStays(row.name, row.sector, _stays(row.joined_at, row.left_at, moves[row.id]))
        for row in sorted(rows, key=lambda row: (row.joined_at, row.name.casefold(), row.id))
    )


def _stays(
    joined: datetime, left: datetime | None, moves: Sequence[tuple[str, datetime]]
) -> tuple[tuple[datetime, datetime | None], ...]:
    stays: list[tuple[datetime, datetime | None]] = [(joined, None)]
    for what, at in moves:
        begun, ended = stays[-1]
        if what == "left" and ended is None:
            stays[-1] = (begun, at)
        elif what == "returned" and ended is not None:
            stays.append((at, None))
    begun, ended = stays[-1]
    if ended is None and left is not None:
        stays[-1] = (begun, left)
    return tuple(stays)
