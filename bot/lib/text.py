"""What people write, made fit to keep."""

import unicodedata

from bot.lib.refusals import EmptyTextError, Refusal

SENTENCE = 300  # characters a sentence may have that people are to keep in mind

_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters and symbols that show nothing
_NONE = {"Cc", "Cs"}  # control characters, and halves of one, which no database keeps
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])  # marks that turn the text around them


class TooLongError(Refusal):
    """A sentence, or an aim, has more characters than are read at a glance."""

    def __init__(self, text: str, most: int) -> None:
        super().__init__(len(text))
        self.text, self.most = text, most


def readable(text: str) -> bool:
    """Whether there is anything in it that can be seen."""
    return any(unicodedata.category(c)[0] in "LNPS" and c not in _BLANK for c in text)


def plain(text: str) -> str:
    """The text without control and half characters, and without marks that would turn what stands beside it."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _NONE).translate(_TURNS)


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
    if len(kept) > most:
        raise TooLongError(kept, most)
    return kept
