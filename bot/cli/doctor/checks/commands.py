"""What people have to look at themselves: Slack lists no app's commands."""

from collections.abc import Mapping

from bot.cli.doctor.finding import Finding, note


def check(names: Mapping[str, str]) -> Finding:
    """The names they should have, and those that are not as in `manifest.json`."""
    renamed = [name for usual, name in names.items() if name != f"/{usual}"]
    return note("commands", "renamed" if renamed else "usual", names=list(names.values()), renamed=renamed)
