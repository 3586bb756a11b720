"""How far a win may be told: whoever recorded it says so, and nobody else can."""

from enum import StrEnum

from bot.lib.refusals import Refusal


class AuthorsOnlyError(Refusal):
    """Only whoever recorded the win can say how far it may be told."""


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
