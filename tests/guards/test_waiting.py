"""What sleeps is listed with its reason: waiting is injected wherever it can be."""

import ast
import re

from tests.conftest import ROOT

LISTED = re.compile(r"^\| `([\w/.]+\.py)` \| (\d+) \| \S", re.MULTILINE)


def _sleeps(source: str) -> int:
    """How many calls sleep for a while; letting others run for a moment is no sleep."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args]
    named = [call for call in calls if "sleep" in {getattr(call.func, "attr", ""), getattr(call.func, "id", "")}]
    return sum(not (isinstance(call.args[0], ast.Constant) and call.args[0].value == 0) for call in named)


def test_what_sleeps_is_listed_with_its_reason() -> None:
    sleeps = {
        path.relative_to(ROOT).as_posix(): number
        for folder in ("bot", "handlers", "jobs", "sandbox", "tests")
        for path in (ROOT / folder).rglob("*.py")
        if (number := _sleeps(path.read_text()))
    }
    assert {path: int(number) for path, number in LISTED.findall((ROOT / "tests/README.md").read_text())} == sleeps


def test_a_sleep_would_be_found() -> None:
    assert _sleeps("import asyncio\nasync def wait():\n    await asyncio.sleep(1)\n    await asyncio.sleep(0)") == 1
