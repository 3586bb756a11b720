"""People chosen in a form, each where somebody finds them: in Slack's own list, or by name."""

from bot.slack.forms import beside
from sandbox.actors.person import Person


def people(chooser: Person, field: str, *chosen: Person) -> dict[str, list[Person]]:
    """The answers in which the chooser has chosen these."""
    listed = [one for one in chosen if one.about.team_id == chooser.about.team_id]
    found = [one for one in chosen if one not in listed]
    return {field: listed} | ({beside(field): found} if found else {})
