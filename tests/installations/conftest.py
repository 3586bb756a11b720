"""Towns on both databases."""

from collections.abc import AsyncIterator

import pytest

from tests.installations.town import Town


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    async with Town(database_url) as town:
        yield town
        assert town.slack.complaints == []
