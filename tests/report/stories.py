"""A story to tell, who agrees that it is told, and the files that come of it."""

import csv
import io
from datetime import timedelta

from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.choosing import says_more
from tests.world import MONDAY, World


async def told(world: World) -> Person:
    """A small partnership with wins, a blocker, and people of three organisations."""
    amina = await world.begins()
    await world.person("Marek Nowak").types("/partnership join Tideway Foodbank, voluntary")
    await world.person("Carla Bright").types("/partnership join Bright & Daughters Builders, private")
    await world.person("Marek Nowak").types("/win The library lent us a room. Thank you @Amina Okafor")
    await amina.types("/win =1+1 forms are one page now, says @Carla Bright")
    await world.person("Carla Bright").types("/win The ramp is in\n<b>and it is & stays</b>")
    await world.person("Marek Nowak").types("/blocker The hall is full")
    await world.person("Marek Nowak").presses(world.person("Marek Nowak").private()[-1], "blocker.post")
    await world.settle()
    carla = world.person("Carla Bright")
    await carla.presses(world.room[-1], "blocker.help")
    world.sandbox.clock.move_to(MONDAY + timedelta(days=9))
    await carla.presses(world.room[-1], "blocker.fixed")
    await carla.submits({"how": "Our yard has a roof"})
    await world.settle()
    return amina


async def consents(world: World, who: str, far: str) -> None:
    """Who told the newest win says on its receipt how far it may be told."""
    person = world.person(who)
    await says_more(person, receipt_of(person), "consent", far)


def receipt_of(person: Person) -> Message:
    return next(message for message in reversed(person.private()) if "win.more" in str(message.blocks))


async def asks(world: World, who: str, typed: str = "/partnership report") -> dict[str, str]:
    """The files that come of it, by name."""
    person = world.person(who)
    await person.types(typed)
    await world.settle()
    return files(person)


def files(person: Person) -> dict[str, str]:
    message = next(message for message in reversed(person.dms()) if message.files)
    return {file.title: file.content.decode("utf-8-sig") for file in message.files}


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))
