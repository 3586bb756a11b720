"""How much of what is due a step of a turn takes up in one transaction."""

from dataclasses import dataclass

from sqlalchemy import BindParameter, bindparam

# In a step's statement, `.limit(AT_MOST).offset(SKIPPED)`.
AT_MOST: BindParameter[int] = bindparam("most")
SKIPPED: BindParameter[int] = bindparam("skipped")


@dataclass(frozen=True)
class Batch:
    """At most so many of what is due; those in front that are skipped have each met a fault when taken up alone."""

    most: int
    skipped: int = 0

    @property
    def bounds(self) -> dict[str, int]:
        """The statement's parameters."""
        return {"most": self.most, "skipped": self.skipped}
