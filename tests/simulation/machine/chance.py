"""All that is drawn at random comes from the seed: who does what, what goes wrong, and Pencil's own tokens and keys."""

import random
from contextlib import ExitStack
from unittest.mock import patch


def drawn_from(seed: object) -> random.Random:
    """A source of its own for each thing: one that draws more changes nothing for the others."""
    return random.Random(str(seed))  # a simulation, not a secret


def installed(seed: object) -> ExitStack:
    """While it is open, tokens, keys and shuffles of this process are the seed's."""
    stack = ExitStack()
    source = drawn_from(f"{seed} tokens").randbytes
    for name in ("random._urandom", "os.urandom"):
        stack.enter_context(patch(name, source))
    state = random.getstate()
    stack.callback(random.setstate, state)
    random.seed(f"{seed} shuffles")
    return stack
