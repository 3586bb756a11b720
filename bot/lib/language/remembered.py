"""What is read again and again is worked out once: names, skills and words, and never all that has ever been typed.

A process runs for months and sees each sentence once. What is kept of one is many times its length, so sentences are
not kept; of the rest there is as much as a few megabytes hold.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")

WORDS, PAIRS, TEXTS = 10_000, 10_000, 2_000
_LONGEST = 80  # letters of a text that is kept: a skill or a name


def texts(work: Callable[[str], T]) -> Callable[[str], T]:
    """The same function, which knows what it has given for the short texts it was asked for last."""
    known = lru_cache(maxsize=TEXTS)(work)

    @wraps(work)
    def read(text: str) -> T:
        return known(text) if len(text) <= _LONGEST else work(text)

    return read
