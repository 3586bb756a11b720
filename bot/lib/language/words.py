"""Words as people type them: without case, accents, endings, and without those that carry no meaning."""

import re
import sys
import unicodedata
from functools import lru_cache

import Stemmer

from bot.lib.language import remembered

_STEM = Stemmer.Stemmer("english", 0)  # what it has given before we remember ourselves
_SMALL = frozenset(
    """
    a about all am an and any anybody anyone are as at be been but by can could do does for from get good
    had has have help how i if in into is it its know knows like me my need needs not of on or our ours
    people person please she he her his so some somebody someone something that the their them there they
    this to up us was we were what when where which who whom whose will with would you your
    """.split()  # noqa: SIM905  # a list to be read
)


def flat(text: str) -> str:
    """Lower case, without accents and apostrophes, and with the s where English spells with z too."""
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return plain.replace("’", "").replace("'", "").replace("iz", "is")


def spelled(text: str) -> list[str]:
    """Every word, flat."""
    return re.findall(r"[^\W_]+", flat(text if text.isupper() else re.sub(r"\bIT\b", "computing", text)))


def telling(text: str) -> list[str]:
    """The words that carry meaning, flat; all words, if none does."""
    every_word = spelled(text)
    return [word for word in every_word if word not in _SMALL] or every_word


def stemmed(word: str) -> str:
    """The word without its ending."""
    return sys.intern(str(_STEM.stemWord(word)))


stem = lru_cache(maxsize=remembered.WORDS)(stemmed)
