"""No invariant is without a planted fault: each sentence that a finding may have is looked for by a test of its own."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

_HERE = ROOT / "tests/simulation"
_BESIDE = ("ledger.py", "log.py", "slack/door.py")  # what is noted as it happens, and looked at after each step


def _sentence(node: ast.JoinedStr) -> str:
    """The words of an f-string, with a gap for each value."""
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)


def _findings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Yield) and isinstance(node.value, ast.JoinedStr):
            yield _sentence(node.value)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "append":
            yield from (_sentence(given) for given in node.args if isinstance(given, ast.JoinedStr))


def _looked_for(path: Path) -> Iterator[str]:
    """The words by which a test of planted faults knows what is found, among all that it has in quotes."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.escape(node.value).replace(r"\.\*", ".*")


def test_each_finding_has_a_planted_fault() -> None:
    places = [*(_HERE / "invariants").glob("*.py"), *(_HERE / name for name in _BESIDE)]
    findings = [sentence for path in places for sentence in _findings(path)]
    assert len(findings) > 20
    seen = set()
    for path in Path(__file__).parent.glob("test_*.py"):
        for words in _looked_for(path):
            meant = [sentence for sentence in findings if re.search(words, sentence)]
            if len(meant) == 1:
                seen.add(meant[0])
    assert set(findings) - seen == set()
