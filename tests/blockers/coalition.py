"""Three people of three organisations, for the stories of blockers."""

from sandbox.actors.person import Person
from tests.world import World


async def joins(world: World, name: str, organisation: str) -> Person:
    person = world.person(name)
    await person.types(f"/partnership join {organisation}" if person.may_command else f"@Pencil join {organisation}")
    return person


async def coalition(world: World) -> tuple[Person, Person, Person]:
    """Amina hosts, from the council; Marek is from a charity, Priya from a surgery whose workspace has no Pencil."""
    amina = await world.begins()
    marek = await joins(world, "Marek Nowak", "Tideway Foodbank, voluntary")
    priya = await joins(world, "Dr Priya Raman", "Quayside Surgery, public")
    await world.settle()
    return amina, marek, priya


async def digest(host: Person) -> str:
    """What the hosts' digest would say now."""
    reply = await host.types("/partnership digest")
    assert reply is not None
    return reply.plain
