"""Which organisations somebody's words name, and where the words are only ordinary ones."""

import pytest

from bot.lib.language.organisations import named

NAMES = [
    "Lantern Trust",
    "Exe Bay Council",
    "Tideway Foodbank",
    "Mind",
    "Hope",
    "Open Door",
    "NHS",
    "Sustrans",
    "St John's Church",
    "Citizens Advice (CAB)",
    "The Hub",
    "Exe Bay Community Centre",
    "Riverside Surgery",
    "Ward 1 Residents",
    "ﾞ",
    "!",
]
NAMED = [
    ("We opened with Lantern Trust", ["Lantern Trust"]),
    ("lantern trust lent us a van", ["Lantern Trust"]),
    ("Lantern Trust’s minibus came", ["Lantern Trust"]),
    ("the Lantern Turst came", ["Lantern Trust"]),
    ("LANTERN TRUST CAME", ["Lantern Trust"]),
    ("Exe Bay Councli gave us a room", ["Exe Bay Council"]),
    ("exe bay council and tideway food bank", ["Exe Bay Council", "Tideway Foodbank"]),
    ("Sustrans, and the NHS", ["Sustrans", "NHS"]),
    ("St Johns church lent the hall", ["St John's Church"]),
    ("citizens advice sat with nine people", []),
    ("Citizens Advice sat with nine people", ["Citizens Advice (CAB)"]),
    ("CAB sat with nine people", ["Citizens Advice (CAB)"]),
    ("A cab took her home", []),
    ("We keep an open door policy", []),
    ("Open Door lent us a room", ["Open Door"]),
    ("We asked Open Door", ["Open Door"]),
    ("Hope is growing", []),
    ("With Hope we opened a kitchen", ["Hope"]),
    ("we hope so. Mind the gap", []),
    ("I don’t mind", []),
    ("A quiet room at Mind", ["Mind"]),
    ("the hub is open", []),
    ("THE HUB IS OPEN", []),
    ("We met at the Hub", ["The Hub"]),
    ("the council’s hub", []),
    ("a community centre for everybody", []),
    ("Lantern parade, with trust", []),
    ("riverside surgry has a ramp", ["Riverside Surgery"]),
    ("Ward 2 residents came", []),
    ("Ward 1 Residents came", ["Ward 1 Residents"]),
    ("", []),
    ("🎉", []),
    ("ﾞ", []),
]


@pytest.mark.parametrize(("text", "names"), NAMED)
def test_a_name_is_seen_exactly_or_with_a_slip_and_not_in_ordinary_words(text: str, names: list[str]) -> None:
    assert [NAMES[place] for place in named(text, NAMES)] == names


def test_what_is_one_name_is_not_another_with_a_slip() -> None:
    assert named("St Joans Church", ["St Johns Church", "St Joans Church"]) == [1]
