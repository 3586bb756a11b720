"""Whether Pencil has been invited to the channel of each partnership."""

from collections.abc import Sequence

from bot.cli.doctor.asking import Asked
from bot.cli.doctor.finding import Finding, note, ok, to_do
from bot.cli.doctor.stored import Home


def check(homes: Sequence[Home], team_id: str | None, asked: Asked[frozenset[str]], command: str) -> Finding:
    """Those of this workspace. `command` is what a partnership is started with."""
    if asked.answer is None:
        return note("channels", "not_said", why=asked.why)
    ours = [home for home in homes if home.team_id == team_id]
    outside = [home.name for home in ours if home.channel_id not in asked.answer]
    if outside:
        return to_do("channels", "not_invited", partnerships=outside)
    if ours:
        return ok("channels", "invited", partnerships=[home.name for home in ours])
    return note("channels", "no_partnership" if asked.answer else "nowhere", number=len(asked.answer), command=command)
