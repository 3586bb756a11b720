"""The rule as it was when the examples were labelled: endings and slips of spelling, no more. To compare with."""

import re
import unicodedata
from collections.abc import Sequence

import Stemmer
from rapidfuzz.distance import OSA

_STEM = Stemmer.Stemmer("english")
_SMALL = frozenset(
    """
    a about all am an and any anybody anyone are as at be been but by can could do does for from get good
    had has have help how i if in into is it its know knows like me my need needs not of on or our ours
    people person please she he her his so some somebody someone something that the their them there they
    this to up us was we were what when where which who whom whose will with would you your
    """.split()  # noqa: SIM905  # a list to be read
)
_CLOSE = 0.8  # from here two words are slips of one
_SHORT = 4  # letters; shorter words have to be right


def flat(text: str) -> str:
    """Lower case, without accents and apostrophes, and with the s where English spells with z too."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return plain.replace("’", "").replace("'", "").replace("iz", "is")


def words(text: str) -> list[str]:
    """The stems of the words that carry meaning; of all words, if none does."""
    every_word = re.findall(r"[^\W_]+", flat(text))
    kept = [word for word in every_word if word not in _SMALL] or every_word
    return [str(stem) for stem in _STEM.stemWords(kept)]


def met(asked: Sequence[str], offered: Sequence[str]) -> float:
    """How much of what is asked for the words offered answer, from 0 to 1."""
    if not asked or not offered:
        return 0.0
    return sum(max(_alike(word, other) for other in offered) for word in asked) / len(asked)


def _alike(word: str, other: str) -> float:
    """Two words, from 0 to 1. Slips seldom fall on the first letter, and a number is meant as it stands."""
    if word == other:
        return 1.0
    if word[0] != other[0] or min(len(word), len(other)) < _SHORT or any(c.isdigit() for c in word + other):
        return 0.0
    if word.startswith(other) or other.startswith(word):
        return 0.9
    alike = OSA.normalized_similarity(word, other)
    return alike if alike >= _CLOSE else 0.0
