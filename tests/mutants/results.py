"""What came of the trials: `results.json` to be read by programs, `RESULTS.md` by people.

A fault that no test notices is listed with why: the program with it does the same for everybody, as `alike.toml` says,
or else the tests have a gap, which is what a trial is for.
"""

import json
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from fnmatch import fnmatch
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.mutants.trial import NOTICED, Mutant, Room, rooms

_HERE = Path(__file__).parent
RESULTS, TABLE, ALIKE = _HERE / "results.json", _HERE / "RESULTS.md", _HERE / "alike.toml"
GOAL = 0.9

HEAD = """Measured by `make mutants`: mutmut puts one small fault after another into a room's modules, and its own
fast tests are run on SQLite. *Noticed* are faults that make a test fail, or never end. *Alike* are those with which the
program does the same for everybody, as `tests/mutants/alike.toml` says. The *share* is of the others, and is to be 90%.
Where not all were tried, they were drawn by a fixed seed, or a trial ended early, in which the fastest come first.
mutmut leaves alone what stands outside of functions, and functions with a decorator.

"""


@dataclass(frozen=True)
class Alike:
    """Faults that change nothing for anybody: in these functions, those whose change looks like this."""

    why: str
    function: str  # as a shell would match it
    change: str  # a regular expression, found in "line → line with the fault"

    def covers(self, survivor: Mapping[str, Any]) -> bool:
        """Whether this is one of them."""
        change = f"{survivor['line']} → {survivor['into']}"
        return fnmatch(survivor["function"], self.function) and re.search(self.change, change) is not None


def alike() -> tuple[Alike, ...]:
    """All that are known."""
    return tuple(Alike(**row) for row in tomllib.loads(ALIKE.read_text())["alike"])


def read() -> dict[str, Any]:
    """What was found in each room."""
    kept: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    return kept


def keep(room: Room, made: int, tried: Collection[Mutant], day: str) -> None:
    """What was found in this room takes the place of what was found there before."""
    survivors = [
        {"function": mutant.function, "line": mutant.line, "into": mutant.into}
        for mutant in tried
        if mutant.verdict not in NOTICED
    ]
    survivors.sort(key=lambda mutant: (mutant["function"], mutant["line"], mutant["into"]))
    result = {
        **{key: value for key, value in asdict(room).items() if key in {"modules", "tests"}},
        "made": made,
        "tried": len(tried),
        "unending": sum(mutant.verdict == "timeout" for mutant in tried),
        "survivors": survivors,
        "at": day,
    }
    results = {**read(), room.name: result}
    RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
    TABLE.write_text(table(results, alike()))


def reason(survivor: Mapping[str, Any], known: Sequence[Alike]) -> str:
    """Why nobody can notice it; empty where somebody could."""
    return next((same.why for same in known if same.covers(survivor)), "")


def share(result: Mapping[str, Any], known: Sequence[Alike]) -> float:
    """How many of the faults that can be noticed are."""
    survivors = result["survivors"]
    same = sum(bool(reason(survivor, known)) for survivor in survivors)
    return float((result["tried"] - len(survivors)) / (result["tried"] - same))


def table(results: Mapping[str, Any], known: Sequence[Alike]) -> str:
    """All of it, to be read."""
    lines = ["| room | faults | tried | noticed | of all tried | alike | not noticed | share | on |"]
    lines.append("|---|--:|--:|--:|--:|--:|--:|--:|---|")
    for name, result in sorted(results.items()):
        left = [survivor for survivor in result["survivors"] if not reason(survivor, known)]
        tried, noticed = result["tried"], result["tried"] - len(result["survivors"])
        cells = [name, f"{result['made']:,}", f"{tried:,}", f"{noticed:,}", f"{noticed / tried:.1%}"]
        cells += [str(tried - noticed - len(left)), str(len(left)), f"{share(result, known):.1%}", result["at"]]
        lines.append(f"| {' | '.join(cells)} |")
    if waiting := sorted(set(rooms()) - set(results)):
        lines += ["", f"Not tried yet: {', '.join(waiting)}."]
    for name, result in sorted(results.items()):
        lines += ["", f"## {name}", "", f"In {_listed(result['modules'])}, by {_listed(result['tests'])}.", ""]
        by_reason = sorted(result["survivors"], key=lambda survivor: reason(survivor, known))
        for why, survivors in groupby(by_reason, key=lambda survivor: reason(survivor, known)):
            lines += [f"{why or 'Not noticed, and could be'}:", ""]
            lines += [
                f"- `{survivor['function'].removeprefix('bot.')}`: ``{survivor['line']}`` → ``{survivor['into']}``"
                for survivor in survivors
            ]
            lines.append("")
    return HEAD + "\n".join(lines).rstrip() + "\n"


def _listed(paths: Sequence[str]) -> str:
    return ", ".join(f"`{path}`" for path in paths)
