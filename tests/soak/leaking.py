"""`python -m tests.soak.leaking COMMAND …`: `python -m bot COMMAND …`, which keeps ever more memory and open files."""

import os
import threading
import time

_BYTES, _SECONDS = 400_000, 0.2


def _leak() -> None:
    kept: list[object] = []
    while True:
        kept += [b"x" * _BYTES, open(os.devnull, "rb")]  # noqa: PTH123, SIM115
        time.sleep(_SECONDS)


def main() -> None:
    threading.Thread(target=_leak, daemon=True).start()
    from bot import __main__ as command_line

    command_line.main()


if __name__ == "__main__":
    main()
