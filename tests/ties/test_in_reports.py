"""What a report says of who worked together: only what the wins say that it quotes."""

import csv
import io

from jobs.files import send_files
from tests.report.stories import consents, told
from tests.world import World


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
