"""Whether what people typed stands in posts only where the kinds of post say so, and can be taken back there."""

from collections.abc import Iterable, Iterator
from functools import cache, partial
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.models import Post, Revision
from bot.outbox.kinds import KINDS, SKILLS, Forgotten, Words
from bot.slack import redact

_RUN = 3  # words one after another: nobody writes the same by chance
_LETTERS = 12
_FORGOTTEN = "somebody who was here"
_POSTS = select(Post.kind, Post.blocks).where(Post.blocks.is_not(None))

Runs = set[tuple[str, ...]]


def typed(payload: dict[str, Any]) -> Iterator[str]:
    """What somebody typed: a command, a message, the fields of a form."""
    yield payload.get("text", "")
    yield payload.get("event", {}).get("text", "")
    if payload.get("type") == "message_action":
        yield payload["message"].get("text", "")
    for fields in payload.get("view", {}).get("state", {}).get("values", {}).values():
        yield from (field.get("value") or "" for field in fields.values())


def _runs(text: str) -> Runs:
    words = text.split()
    runs = zip(*(words[start:] for start in range(_RUN)), strict=False)
    return {run for run in runs if sum(map(len, run)) >= _LETTERS}


def _shown(part: Any) -> Iterator[str]:
    """Every text of some blocks."""
    if isinstance(part, list):
        for element in part:
            yield from _shown(element)
    elif isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        yield from _shown([value for value in part.values() if isinstance(value, list | dict)])


def _runs_in(blocks: list[Any]) -> Runs:
    return {run for text in _shown(blocks) for run in _runs(text)}


def _kept(session: Session, words: Words) -> list[str]:
    """All that is kept of such words, as it is and as it was before it was changed."""
    return list(_texts([value for rows in _columns(words) for value in session.scalars(rows)]))


@cache
def _columns(words: Words) -> list[Select[Any]]:
    return [select(Revision.before), *(select(column).where(column.is_not(None)) for column, _ in words.columns)]


def _texts(value: Any) -> Iterator[str]:
    """Every text of a value as a column holds it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def faults(session: Session, texts: Iterable[str]) -> list[str]:
    """What is wrong with the posts, where people have typed these texts."""
    typed_runs = {run for text in set(texts) for run in _runs(text)}
    kept_of = cache(partial(_kept, session))
    wrong = []
    for kind, blocks in session.execute(_POSTS):
        if kind not in KINDS:
            wrong.append(f"{kind}: a kind of post that is not in the registry")
            continue
        seen = _runs_in(blocks) & typed_runs
        if not seen or (SKILLS in KINDS[kind].words and _FORGOTTEN in str(blocks)):  # whose skills' rows went with them
            continue
        for words in KINDS[kind].words:
            kept = kept_of(words)
            theirs = {run for text in kept for run in _runs(text)}
            if words.forgotten is Forgotten.IF_CHOSEN:
                left = _runs_in(redact.without(blocks, "U0NOBODY", kept)) & seen & theirs
                wrong += [f"{kind}: {' '.join(run)!r} cannot be taken back with {words.name}" for run in left]
            seen -= theirs
        wrong += [f"{kind}: {' '.join(run)!r} is typed, and none of the words the kind carries" for run in seen]
    return wrong
