"""What Slack lets us do."""

from collections.abc import Collection, Iterator

from bot.cli.doctor.finding import Finding, note, ok, to_do
from bot.slack.scopes import NEEDED, OPTIONAL


def check(granted: Collection[str] | None) -> Iterator[Finding]:
    """Scopes that are missing, and optional ones that are not there; without any header it cannot be told."""
    if granted is None:
        yield note("scopes", "not_said")
        return
    if lacking := sorted(NEEDED - set(granted)):
        yield to_do("scopes", "missing", scopes=lacking)
    else:
        yield ok("scopes", "all", number=len(NEEDED))
    if optional := sorted(OPTIONAL - set(granted)):
        yield note("scopes", "optional", scopes=optional)
