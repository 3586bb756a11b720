"""Somebody has moved to another organisation: what they told and nobody has celebrated goes with them."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bot.home import acts_on_organisation
from bot.models import Credit, Partner
from bot.partnership.members import Who
from bot.partnership.partners import PartnerEntry
from bot.wins import acts
from bot.wins.entries import WinEntry
from tests.models.room import ANNA, BEN, CHANNEL, HOST, Room


@pytest.fixture
def room() -> Iterator[Room]:
    """Anna and Ben are from the school."""
    made = Room()
    _is_from(made, ANNA, "School")
    _is_from(made, BEN, "School")
    yield made
    made.close()


def _is_from(room: Room, who: Who, name: str) -> None:
    room.does(acts_on_organisation.join, "", CHANNEL, who, PartnerEntry(name, None, surely_new=True))


def _shared_by(room: Room) -> list[str]:
    names = select(Partner.name).join(Credit, Credit.partner_id == Partner.id).order_by(Partner.name)
    return list(room.reads(lambda session: session.scalars(names).all()))


def test_the_organisation_of_somebody_thanked_stays_in_it(room: Room) -> None:
    room.does(acts.record, CHANNEL, ANNA, WinEntry("We opened the hub", [BEN]), "message:1")
    assert _shared_by(room) == ["School"]

    _is_from(room, ANNA, "Museum")

    assert _shared_by(room) == ["Museum", "School"]


def test_where_nobody_else_is_from_there_it_moves_with_its_author(room: Room) -> None:
    room.does(acts.record, CHANNEL, ANNA, WinEntry("We opened the hub", [HOST]), "message:1")

    _is_from(room, ANNA, "Museum")

    assert _shared_by(room) == ["Museum"]
