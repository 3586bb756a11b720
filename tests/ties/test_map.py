"""The map for hosts: what makes a tie and what does not, who sees it, and the files that come of it."""

import csv
import io
from datetime import timedelta

import pytest

from bot.drawing.process import PictureError
from bot.models import FileRequest
from jobs.files import send_files
from sandbox.actors.person import Person
from tests.ties.working import fixes, raises, sees, suggested, working
from tests.vision.visions import rows
from tests.world import MONDAY, World

TOGETHER = "Exe Bay Council and Tideway Foodbank: "
HELP = "Quayside Surgery and Tideway Foodbank: "


async def _files(world: World, person: Person) -> dict[str, bytes]:
    await send_files(world.bot)
    return {file.name: file.content for message in person.dms() for file in message.files}


async def test_a_blocker_fixed_with_help_and_its_win_are_one(world: World) -> None:
    amina, marek, priya = await working(world)
    card = await raises(world, priya)
    await fixes(world, priya, card, marek)
    await fixes(world, priya, await raises(world, priya, "No key to the hall"), marek, as_win=False)

    shown = await sees(amina)

    assert f"{TOGETHER}1 shared win" in shown.plain
    assert f"{HELP}1 shared win and 2 blockers fixed with help" in shown.plain
    assert "3 of 3 organisations, in 2 pairs" in shown.plain
    files = await _files(world, amina)
    assert list(files) == ["map.png", "map.csv"]
    assert files["map.png"].startswith(b"\x89PNG")
    assert list(csv.reader(io.StringIO(files["map.csv"].decode("utf-8-sig"))))[1:] == [
        ["Quayside Surgery", "Tideway Foodbank", "2", "1", "0", "2"],
        ["Exe Bay Council", "Tideway Foodbank", "1", "1", "0", "0"],
    ]
    picture = next(file for message in amina.dms() for file in message.files if file.name == "map.png")
    assert "Exe Bay Council and Tideway Foodbank: 1" in picture.alt


async def test_nameless_help_undone_wins_and_names_taken_off_make_no_tie(world: World) -> None:
    amina, marek, priya = await working(world)
    await fixes(world, amina, await raises(world, priya, action="blocker.nameless"), marek, as_win=False)
    await marek.presses(marek.private()[-1], "win.undo")

    shown = await sees(amina)

    assert "no two organisations that shared a win or helped each other" in shown.plain
    assert await rows(world, FileRequest) == []


async def test_it_is_of_the_days_asked_for_by_word_button_or_form(world: World) -> None:
    amina, _, _ = await working(world)
    world.sandbox.clock.move_to(MONDAY + timedelta(days=40))

    assert TOGETHER in (await sees(amina)).plain
    assert TOGETHER in (await sees(amina, "March 2026")).plain
    april = await sees(amina, "2026-04")
    assert TOGETHER not in april.plain
    assert "I didn’t understand these days" in (await sees(amina, "the estuary")).plain
    await amina.presses(april, "map.choose")
    assert await amina.submits({"first": "2026-03-09", "last": "2026-03-01"}) == {
        "last": "This day is before the first one. Choose a later one, or leave it empty."
    }
    assert await amina.submits({"first": "2026-03-01", "last": "2026-03-09"}) is None
    assert TOGETHER in amina.private()[-1].plain
    await amina.types("/partnership mine")
    for action, value in (("mine.part", "1.hosts"), ("map.open", "1")):
        assert amina.form is not None
        await amina.presses(amina.form, action, value)
    assert TOGETHER in amina.private()[-1].plain


async def test_a_host_from_the_other_workspace_sees_it_and_nobody_else_does(world: World) -> None:
    amina, marek, priya = await working(world)
    assert "Only a host" in (await sees(marek)).plain
    assert "Only a host" in (await sees(priya)).plain

    await amina.types("/partnership host @Dr Priya Raman")

    assert TOGETHER in (await sees(priya)).plain


async def test_who_asks_to_be_forgotten_leaves_the_ties_of_their_organisation(world: World) -> None:
    amina, marek, priya = await working(world)
    await fixes(world, priya, await raises(world, priya), marek, as_win=False)

    await marek.types("/partnership forget-me")
    assert await marek.submits({}) is None

    shown = await sees(amina)
    assert f"{TOGETHER}1 shared win" in shown.plain
    assert f"{HELP}1 blocker fixed with help" in shown.plain
    assert "Marek" not in str(shown.blocks)


async def test_two_that_become_one_have_one_row(world: World) -> None:
    amina, _, priya = await working(world)
    await priya.types("@Pencil win A room for the evening. Thank you @Amina Okafor")
    assert "in 2 pairs" in (await sees(amina)).plain

    await amina.types("/partnership merge Quayside Surgery into Tideway Foodbank")
    await amina.presses(amina.private()[-1], "tidy.do")

    shown = await sees(amina)
    assert f"{TOGETHER}2 shared wins" in shown.plain
    assert "2 of 2 organisations, in 1 pair:" in shown.plain


async def test_what_cannot_be_drawn_is_left_out_and_the_table_comes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: str) -> bytes:
        raise PictureError("no")

    monkeypatch.setattr("bot.drawing.process.drawn_by", fails)
    amina, _, _, _ = await suggested(world)

    assert list(await _files(world, amina)) == ["map.csv"]
