"""People who tell a great many wins."""

from bot.wins.fair_share import A_DAY
from sandbox.actors.person import Person


async def tells(person: Person, number: int, what: str = "Number") -> None:
    """So many wins, with a yes to each that they are asked about first."""
    for place in range(number):
        receipt = await person.types(f"/win {what} {place}")
        assert receipt is not None
        if place >= A_DAY:
            await person.presses(receipt, "win.restore")
