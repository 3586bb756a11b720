"""How much of what is due a step of a tick takes up in one transaction, and of which partnerships."""

from dataclasses import dataclass
from typing import Any, TypeVarTuple

from sqlalchemy import Select

Row = TypeVarTuple("Row")


@dataclass(frozen=True)
class Batch:
    """At most so many of what is due: in all partnerships, or in those with ids `among` two, both included."""

    most: int
    among: tuple[int, int] | None = None

    def of(self, due: Select[*Row], partnership_id: Any) -> Select[*Row]:
        """What is due in these partnerships; the statement as it is where that is all of them."""
        return due if self.among is None else due.where(partnership_id.between(*self.among))
