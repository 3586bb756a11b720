"""Names in what people wrote: outside the partnership only of those who agreed to be named there."""

import re
from collections.abc import Collection

SOMEBODY = "a colleague"

# Whoever is not known by name any more: as many words as a name may have.
_NAME = r"\w[\w’'.-]*(?:[ ](?!I\b)[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'-]*){0,3}"


def discreet(text: str, named: Collection[str], unnamed: Collection[str]) -> str:
    """The text with only the mentions of those who may be `named`; what somebody wrote without an @ stays as it is."""
    unnamed = {*unnamed, SOMEBODY}
    known = sorted({*named, *unnamed}, key=len, reverse=True)
    names = "|".join([*(re.escape(name) for name in known), _NAME])

    def written(match: re.Match[str]) -> str:
        name = match[1]
        if name in named:
            return name
        begins = re.search(r"(?:^|[.!?\n])\s*$", match.string[: match.start()])
        somebody = SOMEBODY.capitalize() if begins else SOMEBODY
        if name in unnamed:
            return somebody
        possessive = next((end for end in ("’s", "'s") if name.endswith(end)), "")
        stop = "." if name.endswith(".") else ""
        return f"{somebody}{possessive}{stop}"

    return re.sub(rf"(?<!\w)@({names})", written, text)
