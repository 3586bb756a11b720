"""Whether there is a `PENCIL_KEY`, and whether it is the one that open pulses began with."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.cli.doctor.finding import Finding, note, ok, to_do
from bot.cli.doctor.stored import SealedPulse, Stored
from bot.lib.periods import written
from bot.pulse import ballots


def others(pulses: Sequence[SealedPulse], master: bytes | None) -> list[SealedPulse]:
    """Those that began with another key than this."""
    return [pulse for pulse in pulses if master is None or not ballots.is_drawn_from(master, pulse.token, pulse.check)]


def check(stored: Stored, master: bytes | None) -> Finding:
    """A key that changed while a pulse is open has to be put back; none at all is a choice."""
    foreign = others(stored.pulses, master)
    if foreign:
        first = min(foreign, key=lambda pulse: pulse.closes_at)
        facts = {
            "partnerships": [pulse.partnership for pulse in foreign],
            "closes": written(first.closes_at.astimezone(ZoneInfo(first.zone)).date()),
        }
        return to_do("key", "missing" if master is None else "changed", **facts)
    if master is None:
        return note("key", "none")
    return ok("key", "there", open_pulses=len(stored.pulses)) if stored.is_known else note("key", "untried")
