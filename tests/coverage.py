"""What the tests run through, line by line and branch by branch: `PENCIL_COVERED=FILE pytest -n auto` writes it there.

SlipCover itself measures what it runs, and so the process that only hands out the tests; and it takes its probes out so
often that to look for them costs more than they do: what a probe costs that has been met is next to nothing.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

_FILE = "PENCIL_COVERED"
_SELDOM = 5_000  # passes of a line that has been met, till the probes of all such lines are taken out


class _Measured:
    """In a worker: what it has run through, handed over at the end."""

    def __init__(self, slipcover: Any) -> None:
        self._slipcover = slipcover

    def pytest_sessionfinish(self, session: Any) -> None:
        session.config.workeroutput["covered"] = json.dumps(self._slipcover.get_coverage())


class _Gathered:
    """Where the workers are told what to do: all that they have run through."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._covered: dict[str, Any] | None = None

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        from slipcover import merge_coverage

        if written := getattr(node, "workeroutput", {}).get("covered"):  # nothing of a worker that died
            covered = json.loads(written)
            self._covered = merge_coverage(self._covered, covered) if self._covered else covered

    def pytest_unconfigure(self) -> None:
        assert self._covered is not None, f"{_FILE} is for a run with workers"
        self._path.write_text(json.dumps(self._covered))


def _begun() -> Any:
    """Nothing of Pencil has been imported yet."""
    from slipcover import FileMatcher, ImportManager, Slipcover
    from slipcover.config import read_config

    config = read_config()
    sources, omitted = config["source"], config["omit"]
    measuring = Slipcover(
        branch=config["branch"],
        source=sources,
        omit=omitted,
        exclude_also=config["exclude-also"],
        d_miss_threshold=_SELDOM,
    )
    ImportManager(measuring, FileMatcher(sources=sources, omit=omitted)).__enter__()
    return _Measured(measuring)


_PLUGIN: Any = None
if _FILE in os.environ and "PYTEST_XDIST_WORKER" in os.environ:
    _PLUGIN = _begun()
    del os.environ[_FILE]  # what a test runs is not measured
elif _FILE in os.environ:
    _PLUGIN = _Gathered(Path(os.environ[_FILE]))


def register(config: pytest.Config) -> None:
    """What is measured is written, where somebody asked for it."""
    if _PLUGIN is not None:
        config.pluginmanager.register(_PLUGIN)
