"""Asks whether a library Pencil is locked to is known to be unsafe: `python -m tools.audit requirements.txt …`.

pip-audit asks the Python Package Index, of each version that a lock file names. A library it was told nothing of is
skipped there as if all were well; here it counts as not asked.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

WELL, UNSAFE, NOT_ASKED = 0, 1, 3


def main(locks: Sequence[Path]) -> int:
    """Says what was answered: 0 if nothing is known, 1 if something is, 3 if it could not be asked of each."""
    asked = subprocess.run(command(locks), capture_output=True, text=True, check=False)  # noqa: S603
    try:
        libraries = json.loads(asked.stdout)["dependencies"]
    except (ValueError, KeyError):
        print(asked.stderr.strip().rpartition("\n")[2])
        print("The advisories could not be reached, so nothing is known. Try again with a connection to pypi.org.")
        return NOT_ASKED
    return report(libraries)


def command(locks: Sequence[Path]) -> list[str | Path]:
    files = [part for lock in locks for part in ("-r", lock)]
    words = ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
    return [Path(sys.executable).with_name("pip-audit"), *words, *files]


def report(libraries: Sequence[dict[str, Any]]) -> int:
    """Prints a line for each advisory, and one for all; the exit code."""
    skipped = [library["name"] for library in libraries if "skip_reason" in library]
    advisories = [
        f"{library['name']} {library['version']}: {advisory['id']}, {_mended(advisory['fix_versions'])}"
        for library in libraries
        for advisory in library.get("vulns", [])
    ]
    print("\n".join(advisories), end="\n" if advisories else "")
    asked = len(libraries) - len(skipped)
    if skipped:
        print(f"{asked} of {len(libraries)} libraries could be asked about. Of the others nothing is known:")
        print(", ".join(skipped))
    else:
        print(f"{asked} libraries asked about; advisories: {len(advisories)}.")
    if advisories:
        return UNSAFE
    return NOT_ASKED if skipped or not libraries else WELL


def _mended(versions: Sequence[str]) -> str:
    return f"mended in {', '.join(versions)}" if versions else "not mended yet"


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
