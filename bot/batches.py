"""How much of what is due a step of a turn takes up in one transaction, and of which partnerships."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam

LAST = 2**31 - 1  # no partnership's id is above it
AT_MOST: BindParameter[int] = bindparam("most")


def within(partnership_id: Any) -> ColumnElement[bool]:
    """Whether the partnership is one of the batch's; asked of a sum, for which no database leaves the index by time."""
    inside: ColumnElement[bool] = (partnership_id + 0).between(bindparam("first_id"), bindparam("last_id"))
    return inside


@dataclass(frozen=True)
class Batch:
    """At most so many of what is due, in the partnerships from `first` to `last`."""

    most: int
    first: int = 0
    last: int = LAST

    @property
    def bounds(self) -> dict[str, int]:
        """What `AT_MOST` and `within` stand for."""
        return {"most": self.most, "first_id": self.first, "last_id": self.last}
