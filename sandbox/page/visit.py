"""What the page keeps for one person between two requests."""

from dataclasses import dataclass, field


@dataclass
class Draft:
    """A form as far as it is filled in, and what is wrong with it."""

    values: dict[str, list[str]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass
class Visit:
    """A note, and a draft of each form that is open, by its id."""

    note: str = ""
    drafts: dict[str, Draft] = field(default_factory=dict)

    def take_note(self) -> str:
        """The note, which is shown once."""
        note, self.note = self.note, ""
        return note
