"""What pytest does besides in a trial, so that a fault is tried by every test that it could change anything for.

mutmut knows by which test a function was called first. It is called for all of them where that was while modules were
imported, or where what it gave was remembered.
"""

import json
import os
import sys
from functools import _lru_cache_wrapper
from pathlib import Path

import pytest
from mutmut.state import state

_STATS = Path("mutmut-stats.json")
_OURS = ("bot", "handlers", "jobs", "sandbox")


def _noting() -> bool:
    """Whether it is noted which test calls what; later there is a fault."""
    return os.environ.get("MUTANT_UNDER_TEST") == "stats"


def pytest_collection_finish(session: pytest.Session) -> None:
    if _noting():
        for function in state()._stats:
            state().tests_by_mangled_function_name[function].update(item.nodeid for item in session.items)
        state()._stats.clear()
    elif _STATS.exists():  # the quickest comes first
        seconds = json.loads(_STATS.read_text())["duration_by_test"]
        session.items.sort(key=lambda item: float(seconds.get(item.nodeid, 0)))


def pytest_runtest_setup() -> None:
    if _noting():
        _forget()


def _forget() -> None:
    """What keeps the answers it has given has none."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in _OURS:
            for value in list(vars(module).values()):
                if isinstance(value, _lru_cache_wrapper):
                    value.cache_clear()
