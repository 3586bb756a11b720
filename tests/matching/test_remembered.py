"""A process that has read much is no larger for it."""

import gc
import random
import tracemalloc

from bot.lib.language import matching, remembered, search
from bot.lib.language.lexicon import lexicon

SENTENCES, WORDS = 20, 60


def test_sentences_that_were_read_are_not_kept() -> None:
    chance = random.Random(1)
    words = chance.sample(sorted(lexicon().spellings), WORDS)
    skills = [matching.read(skill) for skill in ("Makaton", "bread baking")]

    def read(times: int) -> None:
        for _ in range(times):
            text = " ".join(chance.sample(words, WORDS))
            matching.answers(matching.read(text), skills)
            search.find(text, ["Makaton", "bread baking"])

    read(remembered.WORDS // WORDS + 50)  # until words and pairs are as many as are kept
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    read(SENTENCES)
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # Pairs that take the place of others are seen here, those others are not. A sentence kept is 30,000 bytes.
    assert (after - before) / SENTENCES < 6_000, "bytes a sentence"


def test_a_name_is_read_once() -> None:
    asked: list[str] = []

    @remembered.texts
    def read(text: str) -> int:
        asked.append(text)
        return len(text)

    long = "Somebody with a van who could come on Tuesdays and again on Thursdays, in the morning if that can be"
    assert [read(text) for text in ("Makaton", "Makaton", long, long)] == [7, 7, len(long), len(long)]
    assert asked == ["Makaton", long, long]
