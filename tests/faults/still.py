"""`python -m tests.faults.still SECONDS COMMAND …`: `python -m bot COMMAND …`, where a clock soon counts as still."""

import sys

from jobs import scheduler


def main() -> None:
    seconds, *sys.argv[1:] = sys.argv[1:]
    scheduler.STILL_SECONDS = int(seconds)
    from bot import __main__ as command_line

    command_line.main()


if __name__ == "__main__":
    main()
