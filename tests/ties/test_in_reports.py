"""What a report says of who worked together: only what the wins say that it quotes."""

import csv
import io
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.models import Partner, Win, Withheld
from bot.wins.consent import Audience
from bot.wins.entries import of_blocker
from jobs.files import send_files
from tests.report.stories import asks, consents, rows, told
from tests.world import MONDAY, World


async def test_a_report_shows_ties_from_wins_its_readers_may_read_and_nobody_without(world: World) -> None:
    amina = await told(world)
    assert await _ties(world, "public") == ([], False)

    await consents(world, "Marek Nowak", "public")

    pairs, drawn = await _ties(world, "public")
    assert pairs == [["Exe Bay Council", "Tideway Foodbank", "1"]]
    assert drawn
    inside, _ = await _ties(world, "inside")
    assert ["Bright & Daughters Builders", "Exe Bay Council", "1"] in inside
    await amina.types("/partnership map")
    assert "Bright & Daughters Builders and Exe Bay Council" in amina.private()[-1].plain


async def test_help_is_told_of_as_far_as_the_win_that_came_of_it_and_counted_for_everybody(world: World) -> None:
    amina = await told(world)
    helped = ["Bright & Daughters Builders", "Tideway Foodbank", "1"]

    for consent, readers in (("inside", ["inside"]), ("partners", ["inside", "partners"]), ("public", list(Audience))):
        await _came_of_the_blocker(world, consent=consent)
        for audience in Audience:
            came = await asks(world, "Amina Okafor", f"/partnership report {audience}")
            assert rows(came["help.csv"])[1:] == ([helped] if audience in readers else [])
            assert ("Help across organisations: blockers" in came["report.html"]) is (audience in readers)
            assert ["In brief", "Blockers fixed with help from another organisation", "1"] in rows(came["figures.csv"])

    await _came_of_the_blocker(world, undone_at=MONDAY)
    assert rows((await asks(world, "Amina Okafor", "/partnership report inside"))["help.csv"])[1:] == []
    await amina.types("/partnership map")
    assert "Bright & Daughters Builders and Tideway Foodbank" in amina.private()[-1].plain


async def test_nor_is_an_organisation_named_as_helper_or_helped_that_its_win_is_not_to_name(world: World) -> None:
    await told(world)
    await _came_of_the_blocker(world, consent="public")

    def withhold(session: Session) -> None:
        win = session.scalars(select(Win).where(Win.origin.startswith(of_blocker("")))).one()
        builders = session.scalars(select(Partner).where(Partner.name.startswith("Bright"))).one()
        beside = {"win_id": win.id, "partner_id": builders.id, "partnership_id": 1, "member_id": win.member_id}
        session.add(Withheld(**beside, withheld_at=MONDAY))

    await world.bot.database.run(withhold)

    for audience in Audience:
        assert rows((await asks(world, "Amina Okafor", f"/partnership report {audience}"))["help.csv"])[1:] == []


async def _came_of_the_blocker(world: World, **values: Any) -> None:
    """The win that came of the blocker stands like this by now."""
    came = update(Win).where(Win.origin.startswith(of_blocker("")))
    await world.bot.database.run(lambda session: session.execute(came.values(**values)))


async def _ties(world: World, audience: str) -> tuple[list[list[str]], bool]:
    """The pairs of a new report, and whether there is a picture of them."""
    amina = world.person("Amina Okafor")
    await amina.types(f"/partnership report {audience}")
    await send_files(world.bot)
    files = {file.name: file.content.decode("utf-8-sig") for file in amina.dms()[-1].files}
    pairs = list(csv.reader(io.StringIO(files["ties.csv"])))[1:]
    page = files["report.html"]
    section = page.partition("Who worked together</h2>")[2].partition("<h2>")[0]
    assert all(name in section for pair in pairs for name in [pair[0].replace("&", "&amp;"), pair[1]])
    return pairs, "Organisations that share wins. Each figure" in section
