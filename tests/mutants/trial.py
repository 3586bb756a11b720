"""A room's faults, tried one after another by mutmut in a folder of its own; what it leaves there is what is read."""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir
from dataclasses import dataclass
from difflib import ndiff
from pathlib import Path

from mutmut.mutation.data import MutantLineSpans
from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.utils.format_utils import get_mutant_name, orig_function_and_class_names_from_key

from tests import databases

ROOT = Path(__file__).parent.parent.parent
WORK = ROOT / "build" / "mutants"
ROOMS = Path(__file__).with_name("rooms.toml")

_LINKED = ("bot", "handlers", "jobs", "sandbox", "tests", "tools", "benchmarks", "docs")
_PYTEST = ["--sqlite", "--hypothesis-profile=unshrunk", "-p", "no:cacheprovider"]
_PYTEST += ["-p", "no:unraisableexception"]  # a coroutine that a fault has left behind is no fault of the trial's
_PYTEST += ["-p", "tests.mutants.plugin"]
# Imported once for all faults; what is ours is imported with the fault, which may be in what is done while it is.
_LIBRARIES = [
    *("aiohttp.web", "alembic.command", "cryptography.fernet", "playwright.async_api", "psycopg", "pydantic_settings"),
    *("slack_bolt.adapter.socket_mode.aiohttp", "slack_bolt.app.async_app", "sqlalchemy.dialects.postgresql"),
    *("sqlalchemy.orm", "structlog", "uvicorn"),
]
_SEED = 1
_KILLED, _TIMEOUT, _UNTRIED, _LIVES = (1, 3), (36, 24, -24, -9, 152), (None, 2), (0, 33, 5)
NOTICED, _LIVING = ("killed", "timeout"), ("survived", "no tests")


@dataclass(frozen=True)
class Room:
    """Modules that are given faults, and the tests that are to notice."""

    name: str
    modules: Sequence[str]
    tests: Sequence[str]
    sample: int | None = None  # how many of its faults are tried; none: all of them


@dataclass(frozen=True)
class Mutant:
    """One fault: in which function, which line was changed into what, and what the tests said."""

    key: str
    function: str
    line: str
    into: str
    verdict: str  # killed, timeout, survived, no tests, untried, or odd


def rooms() -> dict[str, Room]:
    """Those of the table."""
    return {name: Room(name, **row) for name, row in tomllib.loads(ROOMS.read_text()).items()}


def run(room: Room, *, again: bool, every: bool, alike: Callable[[Mutant], bool]) -> tuple[int, list[Mutant]]:
    """How many faults there can be, and those tried: all of them if `every`, else the room's sample.

    `again`: what was noticed before is not tried anew, nor what is `alike`.
    """
    folder = WORK / room.name
    if not again:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    for name in _LINKED:
        if not (folder / name).is_symlink():
            (folder / name).symlink_to(ROOT / name)
    (folder / "libraries.txt").write_text("\n".join(_LIBRARIES))
    (folder / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text() + _configuration(room))
    with chdir(folder):
        names = _shuffled(room)
        named = names if every else names[: room.sample]
        settled = {
            mutant.key
            for mutant in _left(room)
            if mutant.verdict in NOTICED or (mutant.verdict in _LIVING and alike(mutant))
        }
        _try([key for key in named if key not in settled])
        changed = [mutant.key for mutant in _left(room) if mutant.key in set(named) and mutant.verdict == "untried"]
        _try(changed)
        return len(names), [mutant for mutant in _left(room) if mutant.key in set(named)]


def _try(keys: Sequence[str]) -> None:
    if keys:
        with databases.folder("pencil-mutants-") as place:
            made = databases.in_file(Path(place)).removeprefix("sqlite:///")
            command = [str(Path(sys.executable).with_name("mutmut")), "run", "--max-children", "1", *keys]
            subprocess.run(command, env={**os.environ, "PENCIL_TEST_TEMPLATE": made}, check=True)


def _shuffled(room: Room) -> list[str]:
    """All its faults, in an order that is always the same: a larger sample has all of a smaller one."""
    names = sorted(
        get_mutant_name(Path(module), name)
        for module in room.modules
        for name in mutate_file_contents(module, Path(module).read_text()).mutant_names
    )
    random.Random(_SEED).shuffle(names)
    return names


def _left(room: Room) -> Iterator[Mutant]:
    """What mutmut has left in this folder."""
    for module in room.modules:
        meta = Path("mutants", f"{module}.meta")
        if meta.exists():
            spans = MutantLineSpans.load(module)
            assert spans is not None
            for key, code in json.loads(meta.read_text())["exit_code_by_key"].items():
                yield _mutant(key, code, spans)


def _mutant(key: str, code: int | None, spans: MutantLineSpans) -> Mutant:
    module, _, name = key.rpartition(".")
    mangled = name.partition("__mutmut_")[0]
    function, of_class = orig_function_and_class_names_from_key(key)
    sources = spans.read_function_sources([f"{mangled}__mutmut_orig", name])
    was, is_now = (re.sub(rf"\b{mangled}__mutmut_(orig|\d+)\b", function, source).splitlines() for source in sources)
    changed = list(ndiff(was, is_now))
    return Mutant(
        key,
        f"{module}.{f'{of_class}.' if of_class else ''}{function}",
        " ".join(line[2:].strip() for line in changed if line.startswith("- ")),
        " ".join(line[2:].strip() for line in changed if line.startswith("+ ")),
        _verdict(code),
    )


def _verdict(code: int | None) -> str:
    if code in _KILLED:
        return "killed"
    if code in _TIMEOUT:
        return "timeout"
    if code in _UNTRIED:
        return "untried"
    if code in _LIVES:
        return "no tests" if code else "survived"
    return "odd"


def _configuration(room: Room) -> str:
    return "\n".join(
        [
            "",
            "[tool.mutmut]",
            f"source_paths = {json.dumps(['bot', 'handlers', 'jobs', 'sandbox'])}",
            f"only_mutate = {json.dumps(room.modules)}",
            f"also_copy = {json.dumps(['tools', 'benchmarks', 'docs'])}",
            f"pytest_add_cli_args_test_selection = {json.dumps(room.tests)}",
            f"pytest_add_cli_args = {json.dumps(_PYTEST)}",
            'process_isolation = "forkserver"',
            'forkserver_warmup = "import"',
            'preload_modules_file = "libraries.txt"',
            "timeout_constant = 3",
            "use_git_change_detection = false",
            "",
        ]
    )
