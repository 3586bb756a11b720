"""How well skills are matched to blockers, measured on examples labelled by hand.

Which half a blocker is in is drawn from its words alone, so it stays there whatever is added: rules may be tuned on
`TUNED`; `UNSEEN` is for measuring.
"""

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

TUNED, UNSEEN = 0, 1


@dataclass(frozen=True)
class Example:
    """A blocker, and the skills that could help with it."""

    text: str
    fits: frozenset[str]

    @property
    def half(self) -> int:
        return hashlib.sha256(self.text.encode()).digest()[0] % 2


def labelled() -> tuple[list[str], list[Example]]:
    """All skills, and all examples."""
    data = tomllib.loads(Path(__file__).with_name("labelled.toml").read_text(encoding="utf-8"))
    return data["skills"], [Example(example["text"], frozenset(example["fits"])) for example in data["blocker"]]
