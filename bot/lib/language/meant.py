"""Which of several things people have named is meant by a few words of it."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process, utils

_NEARLY = 82  # of 100: from here two wordings are of one thing
_PERHAPS = 45  # of 100: from here it may be meant by a few words


def meant(text: str, wordings: Sequence[str], most: int, *, by_words: bool = False) -> tuple[int | None, list[int]]:
    """The place of the one that is meant, as far as there is no doubt; and at most so many places of the nearest.

    `by_words` a few that all stand in it are enough, however long it is.
    """
    scorer = fuzz.token_set_ratio if by_words else fuzz.WRatio
    scored = process.extract(text, wordings, scorer=scorer, processor=utils.default_process, limit=most)
    sure = [place for _, score, place in scored if score >= _NEARLY]
    return sure[0] if len(sure) == 1 else None, [place for _, score, place in scored if score >= _PERHAPS]
