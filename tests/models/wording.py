"""A plain model of what a vision says: its sentence and its aims, each in its lineage, and two changes put together."""

from collections.abc import Sequence
from dataclasses import dataclass

Aim = tuple[str, int | None]
"""Its words, and its lineage; none: it is new."""


@dataclass(frozen=True)
class Wording:
    """All that a version says."""

    text: str = ""
    aims: tuple[Aim, ...] = ()

    @property
    def by_lineage(self) -> dict[int | None, str]:
        return {lineage: text for text, lineage in self.aims if lineage is not None}


def known_again(aims: Sequence[Aim], before: Sequence[Aim]) -> tuple[Aim, ...]:
    """Aims in words that were there before are those aims, unless another line goes on from them."""
    taken = {lineage for _, lineage in aims}
    free = {text: lineage for text, lineage in reversed(before) if lineage not in taken}
    return tuple((text, free.pop(text, None) if lineage is None else lineage) for text, lineage in aims)


def merged(base: Wording, now: Wording, wanted: Wording) -> Wording | None:
    """Both changes of the base together; nothing where they touch the same and differ."""
    if base == now:
        return wanted
    if now.text != base.text and wanted.text not in {base.text, now.text}:
        return None
    text = now.text if wanted.text == base.text else wanted.text
    if wanted.aims in (base.aims, now.aims):
        return Wording(text, now.aims)
    if now.aims == base.aims:
        return Wording(text, wanted.aims)
    were, are, want = base.by_lineage, now.by_lineage, wanted.by_lineage
    if any(len({were.get(aim), are.get(aim), want.get(aim)}) > 2 for aim in {*were, *are, *want}):
        return None  # three different words for one aim, or for its absence
    aims: list[Aim] = []
    for words, lineage in now.aims:
        stays = lineage not in were or are[lineage] != were[lineage]
        ours = words if stays else want.get(lineage)
        aims += [(ours, lineage)] if ours is not None else []
    said = {words.casefold() for words, _ in aims}
    aims += [(words, lineage) for words, lineage in wanted.aims if lineage not in were and words.casefold() not in said]
    return Wording(text, tuple(aims)) if len(aims) <= 7 else None
