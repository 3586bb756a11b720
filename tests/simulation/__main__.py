"""`python -m tests.simulation --years 100`: many seeds, one after another, each a town with its own luck.

A line is printed for each run, with its digest: the same seed and commit give the same digest. What is found is
printed with its seed; `--seed 7 --years 2 --runs 1` plays that run again.
"""

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from tests.simulation import report
from tests.simulation.report import Figures


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--years", type=float, default=100, help="in all")
    arguments.add_argument("--each", type=float, default=2, help="years of a run")
    arguments.add_argument("--seed", type=int, default=1, help="the first")
    arguments.add_argument("--runs", type=int, help="in place of as many as the years need")
    arguments.add_argument("--organisations", type=int, help="in place of 5 to 40, by chance")
    arguments.add_argument("--processes", type=int, default=os.cpu_count())
    asked = arguments.parse_args()
    runs = asked.runs or round(asked.years / asked.each)
    each = asked.years if asked.runs else asked.each
    seeds = range(asked.seed, asked.seed + runs)
    figures = Figures()
    with ProcessPoolExecutor(asked.processes) as pool:
        for seed, (of_run, digest) in zip(
            seeds, pool.map(partial(report.run, years=each, organisations=asked.organisations), seeds), strict=True
        ):
            figures.add(of_run)
            sys.stdout.write(f"seed {seed}: {of_run.findings[0] if of_run.findings else digest}\n")
            sys.stdout.flush()
    sys.stdout.write("\n".join(figures.lines()) + "\n")
    return 1 if figures.findings else 0


if __name__ == "__main__":
    sys.exit(main())
