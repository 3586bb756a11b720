"""How far a win may be told: whoever recorded it says so, and nobody else can."""

import hashlib
from enum import StrEnum

from bot.lib.refusals import Refusal


class AuthorsOnlyError(Refusal):
    """Only whoever recorded the win can say how far it may be told."""


class RewordedError(Refusal):
    """The win has other words by now than those its author read."""


def wording(text: str) -> str:
    """Stands for these words on a button or in a form, so that no others are made public in their place."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


class Audience(StrEnum):
    """Who reads something, from the fewest to the most."""

    INSIDE = "inside"  # the people of the partnership
    PARTNERS = "partners"  # everybody in its organisations
    PUBLIC = "public"

    @property
    def reads(self) -> list[str]:
        """The consents of the wins it may read the words of."""
        every = [str(audience) for audience in Audience]
        return every[every.index(self) :]
