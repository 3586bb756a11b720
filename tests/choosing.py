"""What people choose in forms: other people, each where somebody finds them, and more about a win."""

from bot.slack.forms import beside
from sandbox.actors.person import Person
from sandbox.slack.blocks import walk
from sandbox.slack.state import Message


def people(chooser: Person, field: str, *chosen: Person) -> dict[str, list[Person]]:
    """The answers in which the chooser has chosen these."""
    listed = [person for person in chosen if person.about.team_id == chooser.about.team_id]
    others = [person for person in chosen if person not in listed]
    return {field: listed} | ({beside(field): others} if others else {})


async def says_more(person: Person, receipt: Message, field: str, value: str) -> None:
    """Of the win on this receipt: its aim, or who may hear of it."""
    entries = next(part["options"] for part in walk(receipt.blocks) if part.get("action_id") == "win.more")
    await person.presses(
        receipt, "win.more", choose=next(entry["value"] for entry in entries if entry["value"].endswith(f".{field}"))
    )
    if person.form is not None:
        await person.submits({field: value})
