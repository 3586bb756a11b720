"""Nobody is crowded out of a celebration, and nothing that was told is used up unseen."""

import json
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lib.refusals import GoneError
from bot.partnership.members import Who
from bot.wins import acts, fair_share
from bot.wins.entries import WinView
from bot.wins.views import celebration
from bot.wins.views.celebration import REST
from sandbox.app import payloads
from sandbox.slack.people import GENERAL, HOME
from tests.wins.telling import tells
from tests.world import FRIDAY, MONDAY, World

OTHERS = {
    "Marek Nowak": "Tideway Foodbank",
    "Noor Iqbal": "Pebble Design Studio",
    "Ruth Lacey": "Harbour Library",
    "Esi Owusu": "Quayside Surgery",
}


def _win(number: int, author: str, partners: list[int]) -> WinView:
    shared = tuple((partner_id, f"Partner {partner_id}") for partner_id in partners)
    return WinView(number, "A win", author, None, shared, (), MONDAY, None, undone=False)


WINS = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.lists(st.integers(1, 6), max_size=3, unique=True)), max_size=40
).map(lambda rows: [_win(number, author, partners) for number, (author, partners) in enumerate(rows)])


@given(WINS, st.permutations(range(1, 7)))
def test_every_partner_comes_before_any_second_win_of_the_same_person(wins: list[WinView], turns: list[int]) -> None:
    ordered = fair_share.in_fair_order(wins, turns)

    assert sorted(win.id for win in ordered) == [win.id for win in wins]
    known = {partner_id for win in wins for partner_id, _ in win.partners}
    seen: set[int] = set()
    told: Counter[str] = Counter()
    people = {win.author for win in wins}
    for win in ordered:
        theirs = {partner_id for partner_id, _ in win.partners}
        if told[win.author] and not theirs - seen:
            assert seen == known
            assert all(told[person] for person in people)
        seen |= theirs
        told[win.author] += 1


@given(WINS, st.permutations(range(1, 7)), st.integers(1, 40))
def test_what_is_used_up_unseen_is_of_people_and_partners_who_are_seen(
    wins: list[WinView], turns: list[int], room: int
) -> None:
    ordered = fair_share.in_fair_order(wins, turns)
    shown = min(room, len(ordered))

    there = fair_share.celebrated(ordered, shown)

    assert there[:shown] == ordered[:shown]
    people = {win.author for win in there[:shown]}
    partners = {partner_id for win in there[:shown] for partner_id, _ in win.partners}
    assert all(win.author in people and {partner_id for partner_id, _ in win.partners} <= partners for win in there)
    waiting = [win for win in ordered if win not in there]
    assert all(win.author not in people or {partner_id for partner_id, _ in win.partners} - partners for win in waiting)


async def test_one_person_with_six_hundred_wins_crowds_nobody_out(world: World) -> None:
    amina = await world.begins()
    await tells(amina, 60)
    for name, organisation in OTHERS.items():
        await world.person(name).types(f"@Pencil join {organisation}")
        await world.person(name).types(f"@Pencil win By {name}")

    await world.moves_to(FRIDAY)

    [post] = world.celebrations
    assert [name for name in OTHERS if f"By {name}" not in post.plain] == []
    assert "This week’s celebration: 64 wins" in post.plain
    assert "and 24 more" in post.plain
    await amina.presses(post, REST)
    first = amina.private()[-1]
    read = first.plain
    assert "and 4 more" in read
    await amina.presses(first, REST)
    read += amina.private()[-1].plain
    shown = [number for number in range(60) if f"Number {number}\n" in post.plain]
    assert [number for number in range(60) if f"Number {number}\n" in read] == [
        number for number in range(60) if number not in shown
    ]


async def test_a_cheer_for_a_full_celebration_leaves_it_as_it_is(world: World) -> None:
    amina = await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("/partnership join Tideway Foodbank")
    await tells(amina, 45)
    await marek.types("/win The van is back")
    await world.moves_to(FRIDAY)
    before = world.celebrations[0].plain

    await amina.presses(world.celebrations[0], "celebration.cheer")
    await world.settle()

    after = world.celebrations[0].plain
    assert "1 cheer." in after
    assert after.replace("1 cheer.\n", "") == before


async def test_people_who_do_not_fit_are_celebrated_the_week_after(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(celebration, "_MOST_WINS", 3)
    amina = await world.begins()
    await tells(amina, 5)
    for name, organisation in OTHERS.items():
        await world.person(name).types(f"@Pencil join {organisation}")
        await world.person(name).types(f"@Pencil win By {name}")

    await world.moves_to(FRIDAY)
    await world.moves_to(FRIDAY + timedelta(days=7))

    first, second = world.celebrations
    for name in OTHERS:
        assert (f"By {name}" in first.plain) != (f"By {name}" in second.plain), name
    assert "and 4 more" in first.plain  # of Amina, who is seen
    assert "Number" not in second.plain
    await world.moves_to(FRIDAY + timedelta(days=14))
    assert len(world.celebrations) == 2


async def test_beyond_twenty_wins_a_day_a_person_is_asked_first(world: World) -> None:
    amina = await world.begins()
    marek = world.person("Marek Nowak")
    await tells(amina, 20)

    asked = await amina.types("/win One too many")
    his = await marek.types("/win His first")

    assert asked is not None
    assert "Shall I record this one too?" in asked.plain
    assert "One too many" in asked.plain
    assert [label for label, _, _ in asked.buttons] == ["Record it"]
    assert his is not None
    assert "Recorded" in his.plain

    await amina.presses(asked, "win.restore")
    assert "Recorded for Exe Bay Council:\nOne too many" in asked.plain
    assert "Celebrate now" in str(asked.blocks)
    not_meant = await amina.types("/win Not meant")
    assert not_meant is not None
    await world.moves_to(FRIDAY)
    assert "One too many" in world.celebrations[0].plain
    assert "Not meant" not in world.celebrations[0].plain

    another = await amina.types("/win Days later")
    assert another is not None
    assert "Recorded" in another.plain


async def test_a_command_that_comes_twice_is_asked_about_once(world: World) -> None:
    amina = await world.begins()
    await tells(amina, 20)
    channel = world.slack.channels[HOME]
    sent = payloads.slash_command(world.slack, amina.about, channel, "/win", "The last", "http://127.0.0.1:9/x")

    first, second = [await world.sandbox.app.deliver("slash_commands", sent) for _ in range(2)]

    assert "Shall I record this one too?" in json.dumps(first)
    assert first["blocks"] == second["blocks"]


async def test_somebody_from_elsewhere_does_not_read_what_did_not_fit(world: World) -> None:
    amina = await world.begins()
    await tells(amina, 41)
    await world.moves_to(FRIDAY)
    [value] = [str(value) for _, action, value in world.celebrations[0].buttons if action == REST]
    stranger = Who("T0", "U0STRANGER", at=GENERAL)

    with pytest.raises(GoneError):
        await world.bot.database.read(acts.rest_of_celebration, value.partition(".")[0], 0, stranger)
