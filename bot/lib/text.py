"""What people write, made fit to keep."""

import unicodedata

from bot.lib import marks
from bot.lib.refusals import EmptyTextError, Refusal

SENTENCE = 300  # characters a sentence may have that people are to keep in mind

_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters and symbols that show nothing
_NONE = {"Cc", "Cs"}  # control characters, and halves of one, which no database keeps
_KEPT = f"\n\t{marks.BEGIN}{marks.END}"
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])  # marks that turn the text around them


class TooLongError(Refusal):
    """A sentence, or an aim, has more characters than are read at a glance."""

    def __init__(self, text: str, most: int) -> None:
        super().__init__(marks.length(text))
        self.text, self.most = text, most


def readable(text: str) -> bool:
    """Whether there is anything in it that can be seen."""
    return any(unicodedata.category(c)[0] in "LNPS" and c not in _BLANK for c in text)


def plain(text: str) -> str:
    """The text without control and half characters, and without signs that would turn what stands beside it.

    People whom it mentions stay in it.
    """
    kept = "".join(c for c in text if c in _KEPT or unicodedata.category(c) not in _NONE).translate(_TURNS)
    return marks.whole(kept)


def tidy(text: str) -> str:
    """The text without control characters and blank ends; refused if nothing readable is left."""
    kept = plain(text).strip()
    if not readable(kept):
        raise EmptyTextError
    return kept


def one_line(text: str) -> str:
    """The text on one line, without control characters; refused if nothing in it can be read."""
    return " ".join(tidy(text).split())


def sentence(text: str, most: int = SENTENCE) -> str:
    """The one sentence, tidied; refused if there is none or it is too long."""
    kept = one_line(text)
    if marks.length(kept) > most:
        raise TooLongError(kept, most)
    return kept
