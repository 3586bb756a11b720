"""All that is drawn at random comes from the seed: who does what, what goes wrong, and Pencil's own tokens and keys."""

import os
import random
from contextlib import ExitStack
from types import SimpleNamespace
from unittest.mock import patch

# Where SQLAlchemy takes the inner names of what it joins. A statement that is built once is built in the first run of a
# process only, and the next would draw otherwise.
_NAMES = "sqlalchemy.sql.selectable.os"


def drawn_from(seed: object) -> random.Random:
    """A source of its own for each thing: one that draws more changes nothing for the others."""
    return random.Random(str(seed))  # a simulation, not a secret


def installed(seed: object) -> ExitStack:
    """While it is open, tokens, keys and shuffles of this process are the seed's."""
    stack = ExitStack()
    stack.enter_context(patch(_NAMES, SimpleNamespace(urandom=os.urandom)))
    source = drawn_from(f"{seed} tokens").randbytes
    for name in ("random._urandom", "os.urandom"):
        stack.enter_context(patch(name, source))
    state = random.getstate()
    stack.callback(random.setstate, state)
    random.seed(f"{seed} shuffles")
    return stack
