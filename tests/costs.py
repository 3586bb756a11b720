"""What tests cost: `pytest --costs FILE` writes a line a test, and says which cost most and what the usual one does."""

import json
import resource
import time
from collections import defaultdict
from collections.abc import Generator, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest

_PHASES = ("setup", "call", "teardown")
_DEAREST = 10


def _processor() -> float:
    """Seconds of processor this process has used, and the processes it has waited for; not those it had forked."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


class Costs:
    """Measures each phase of each test where it runs, and gathers them where the run is reported."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._spent: dict[str, float] = {}
        self._tests: dict[str, dict[str, float]] = defaultdict(dict)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self) -> Iterator[None]:
        return (yield from self._measured("setup"))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Iterator[None]:
        return (yield from self._measured("call"))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self) -> Iterator[None]:
        return (yield from self._measured("teardown"))

    def _measured(self, phase: str) -> Iterator[None]:
        before = _processor()
        try:
            return (yield)
        finally:
            self._spent[phase] = _processor() - before

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
        report = yield
        report.processor = self._spent.pop(call.when, 0.0)
        return report

    def pytest_runtest_logreport(self, report: Any) -> None:
        test = self._tests[report.nodeid]
        test[report.when] = report.duration
        test["processor"] = test.get("processor", 0.0) + report.processor

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self._path is None or not self._tests:
            return
        self._path.write_text(
            "".join(f"{json.dumps({'test': name, **spent})}\n" for name, spent in self._tests.items())
        )
        for line in _told(self._tests):
            terminalreporter.write_line(line)


def _told(tests: dict[str, dict[str, float]]) -> Iterator[str]:
    """What they cost together, what the usual one does, and the dearest."""
    spent = {phase: sum(test.get(phase, 0.0) for test in tests.values()) for phase in _PHASES}
    processor = [test["processor"] for test in tests.values()]
    phases = ", ".join(f"{phase} {seconds:.0f}" for phase, seconds in spent.items())
    yield f"{len(tests)} tests, seconds: {phases}; of processor {sum(processor):.0f}, median {median(processor):.2f}"
    seconds = {name: sum(test.get(phase, 0.0) for phase in _PHASES) for name, test in tests.items()}
    for name in sorted(seconds, key=seconds.__getitem__, reverse=True)[:_DEAREST]:
        yield f"{seconds[name]:7.1f} s, {tests[name]['processor']:6.1f} of processor  {name}"
