"""What whoever opens the page for the first time is told, and offered to try."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Try:
    """Something to try with one press: words to type in the channel, or a move of the clock."""

    label: str
    about: str
    types: str = ""
    move: str = ""

    def typed(self, *, may_command: bool) -> str:
        """What is typed for it; where there are no commands, it is said to Pencil."""
        return self.types if may_command else f"@Pencil {self.types.removeprefix('/')}"


@dataclass(frozen=True)
class Guide:
    """Who hosts, by name, and what there is to try."""

    hosts: Collection[str] = ()
    tries: Sequence[Try] = ()
