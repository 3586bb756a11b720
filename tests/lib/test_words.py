"""Words as people type them, read in several threads at once."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.lib.language import words

PAGE = Path(__file__).parents[2] / "docs" / "decisions" / "skills" / "a-search-goes-by-words-alone.md"


@pytest.fixture
def _hasty() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_hasty")
def test_threads_that_read_at_once_do_not_read_each_others_words() -> None:
    typed = words.spelled(PAGE.read_text(encoding="utf-8"))
    alone = [words.stem.__wrapped__(word) for word in typed]

    with ThreadPoolExecutor(4) as threads:
        together = threads.map(lambda _: [words.stem.__wrapped__(word) for word in typed], range(8))

        assert all(stems == alone for stems in together)
