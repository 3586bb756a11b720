"""`python -m tests.mutants [ROOM …]`: faults in these rooms, or in all, one after another; see `rooms.toml`.

Each room takes some minutes to an hour. What was found is kept in `results.json` and `RESULTS.md`; exits with 1 where
fewer than nine of ten faults were noticed that could be.
"""

import argparse
import sys
from dataclasses import asdict
from datetime import UTC, datetime

from tests.mutants import results, trial


def main() -> int:
    rooms = trial.rooms()
    arguments = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    arguments.add_argument("rooms", nargs="*", metavar="ROOM", help=", ".join(rooms))
    arguments.add_argument(
        "--again", action="store_true", help="only what was not noticed by then, against the tests as they are now"
    )
    arguments.add_argument("--all", action="store_true", help="every fault, where a sample is the rule")
    asked = arguments.parse_args()
    if unknown := set(asked.rooms) - set(rooms):
        arguments.error(f"{', '.join(sorted(unknown))}; there are {', '.join(rooms)}")
    missed, known = False, results.alike()

    def is_alike(mutant: trial.Mutant) -> bool:
        return bool(results.reason(asdict(mutant), known))

    for room in [rooms[name] for name in asked.rooms or rooms]:
        made, tried = trial.run(room, again=asked.again, every=asked.all, alike=is_alike)
        results.keep(room, made, tried, f"{datetime.now(UTC):%Y-%m-%d}")
        share = results.share(results.read()[room.name], known)
        missed |= share < results.GOAL
        sys.stdout.write(f"{room.name}: {len(tried)} faults tried, {share:.1%} of those noticed that could be\n")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
