"""A host who looks everywhere for who could not help, passed the spotlight on, or kept a skill to themselves."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest

from sandbox.actors.person import Person
from sandbox.slack.files import File
from sandbox.slack.people import HOME
from tests.conftest import MANIFEST
from tests.world import FRIDAY, MONDAY, World

pytestmark = [pytest.mark.database, pytest.mark.slow]

# What differs between any two runs: ids that are drawn or counted up, and parts of a second.
_WITHOUT = re.compile(
    r"\d{10}\.\d+|F0\w+|https?://\S+|command:[\w.]+|(?<=:\d\d)\.\d+|\"post_id\": \d+|(?<=post id</dt><dd>)\d+|\s+(?=<)"
)
STUCK = "Nobody can give our patients a lift to the clinic"
THURSDAY = MONDAY + timedelta(days=3, hours=5)


def _inside(file: File) -> list[str]:
    """What is in a file; of an archive, what is in each of its files."""
    if not file.name.endswith(".zip"):
        return [file.content.decode(errors="replace")]
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        return [archive.read(name).decode() for name in archive.namelist()]


async def _looks(world: World, host: Person) -> list[str]:
    """All that a host can see, press or have sent."""
    for word in ("log", "settings", "hosts", "partners", "vision", "timetable", "preview", "catch-up", "my-data"):
        await host.types(f"/partnership {word}")
    await host.types("/partnership export")
    await host.types("/partnership story 2026 inside")
    await host.types("/win list")
    await host.types("/blocker list")
    await host.types("/skill list")
    await world.settle()
    await host.opens_home()
    await world.settle()
    seen = []
    for part in ("1.mine", "1.ours", "1.hosts"):
        assert host.home is not None
        await host.presses(host.home, "mine.part", part) if part != "1.mine" else None
        await world.settle()
        seen.append(str(host.home and host.home.plain))
    seen += [message.plain for message in [*host.sees(HOME), *host.dms()]]
    for file in (file for message in host.dms() for file in message.files):
        seen += _inside(file)
    await world.tells_of_trouble()
    return seen


async def _lives(url: str, *, declines: bool) -> list[str]:
    async with World(MANIFEST, url) as world:
        amina = await world.begins()
        marek, priya, hana = (world.person(name) for name in ("Marek Nowak", "Dr Priya Raman", "Hana Kobayashi"))
        await marek.types("/partnership join Tideway Foodbank, voluntary")
        await priya.types("@Pencil join Quayside Surgery, public")
        await hana.types("@Pencil join Wharf Pharmacy, private")
        for able in (priya, hana):
            await able.types("@Pencil skill driving a minibus")
        await amina.types("/partnership asks 0")  # else she would be asked herself, and know that
        await amina.types("/win We opened the warm room")
        await marek.types(f"/blocker {STUCK}")
        await marek.presses(marek.private()[-1], "blocker.post")
        await world.moves_to(MONDAY + timedelta(minutes=1))
        if declines:
            for able in (priya, hana):
                await able.presses(
                    next(message for message in able.dms() if "help.yes" in str(message.blocks)), "help.not_now"
                )
        await world.moves_to(THURSDAY)
        if declines:
            for person in (marek, priya, hana, amina, marek, priya, hana):
                for message in person.dms():
                    if "spotlight.pass" in str(message.blocks):
                        await person.presses(message, "spotlight.pass")
                await world.settle()
        await world.moves_to(FRIDAY)
        return await _looks(world, amina)


async def test_a_host_sees_the_same_whether_people_declined_or_were_silent(new_database: Callable[[], str]) -> None:
    silent = await _lives(new_database(), declines=False)
    declined = await _lives(new_database(), declines=True)

    assert [_WITHOUT.sub("", line) for line in silent] == [_WITHOUT.sub("", line) for line in declined]
