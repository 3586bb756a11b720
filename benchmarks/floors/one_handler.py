"""Pencil with a single handler in its tables: the button *Undo*."""

import handlers
from bot.__main__ import pencil

ONLY = "win.undo"

if __name__ == "__main__":
    for table in (handlers.COMMANDS, handlers.ACTIONS, handlers.FORMS, handlers.SHORTCUTS):
        for name in [name for name in table if name != ONLY]:
            del table[name]
    pencil(["run"])
