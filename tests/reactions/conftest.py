"""A world whose operators have let Pencil see reactions."""

from typing import Any

import pytest

from sandbox.app.installed import with_reactions
from tests.conftest import MANIFEST


@pytest.fixture
def manifest() -> dict[str, Any]:
    return with_reactions(MANIFEST)
