"""What the answers show: to whoever asks for their data, asks to be forgotten, or ends a partnership."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Held:
    """How much is held on a person: rows by table, and messages to others that name them."""

    counts: Mapping[str, int]
    mentions: int


@dataclass(frozen=True)
class MyData:
    """What a partnership holds on a person; nothing where it does not know them."""

    name: str
    held: Held | None


@dataclass(frozen=True)
class ForgetMe:
    """What forgetting somebody would come to."""

    partnership_id: int
    channel_id: str
    name: str
    words: Mapping[str, int]  # that may be taken back, by their kind
    mentions: int  # places in which others' words mention the person
    elsewhere: int  # other partnerships the person is in


@dataclass(frozen=True)
class Forgotten:
    """In how many places words were taken back, and whether the person's Home still has something to show."""

    name: str
    taken_back: int
    mentions: int
    has_home: bool = False


@dataclass(frozen=True)
class Ending:
    """What would be gone with a partnership: rows by table."""

    partnership_id: int
    channel_id: str
    name: str
    counts: Mapping[str, int]
