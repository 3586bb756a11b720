"""What somebody at the page can make go wrong between Slack and Pencil, and what is worth looking at then."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sandbox.api.faults import DELIVERED, Fault, Kind

FOR_GOOD = -1
POST, UPDATE, WHISPER = "chat.postMessage", "chat.update", "chat.postEphemeral"
LOOKS = ("conversations.history", "conversations.replies")
INSIDE = (POST, UPDATE, WHISPER, "chat.delete", "conversations.members", *LOOKS)
SLOW_SECONDS, WAIT_SECONDS, AGAIN_SECONDS = 5, 10, 360

Makes = Callable[[str, int], list[Fault]]  # in which channel, and how often


@dataclass(frozen=True)
class Mishap:
    """Something to go wrong: what it is called, what is said while it does and after, and the faults it is made of."""

    name: str
    title: str
    says: str
    look: str
    after: str
    faults: Makes
    stops: bool = False  # Pencil's process


@dataclass(frozen=True)
class Mishaps:
    """Those under one heading."""

    title: str
    mishaps: Sequence[Mishap]


def _calls(kind: Kind, seconds: float = 1) -> Makes:
    """Any call; where they are counted, those that post a message."""

    def made(_: str, times: int) -> list[Fault]:
        return [Fault(kind, None if times == FOR_GOOD else POST, times=times, seconds=seconds, status=503)]

    return made


def _rate_limit(_: str, times: int) -> list[Fault]:
    methods = (POST, UPDATE) if times == FOR_GOOD else (POST,)
    return [Fault(Kind.RATE_LIMITED, method, times=times, seconds=WAIT_SECONDS) for method in methods]


def _lost(channel: str, times: int) -> list[Fault]:
    return [Fault(Kind.DROP_AFTER, POST, channel, times=times)]


def _lost_for_good(channel: str, times: int) -> list[Fault]:
    looks = LOOKS if times == FOR_GOOD else LOOKS[:1]
    unreadable = [Fault(Kind.ERROR, look, channel, times=times, error="missing_scope") for look in looks]
    return [*_lost(channel, times), *unreadable]


def _refused(error: str, methods: Sequence[str]) -> Makes:
    def made(channel: str, times: int) -> list[Fault]:
        refused = methods if times == FOR_GOOD else (POST,)
        return [Fault(Kind.ERROR, method, channel, times=times, error=error) for method in refused]

    return made


def _delivered(kind: Kind, seconds: float) -> Makes:
    return lambda _, times: [Fault(kind, DELIVERED, times=times, seconds=seconds)]


_SHARE = "Type `/win We opened the hub`"
_CELEBRATE = "Share a win and press *Celebrate now*."
_HOST = "Then read *Messages* as a host."
_AGAIN = "What was refused waits for a host in *Messages*: press *Post again*."

GROUPS = (
    Mishaps(
        "When Pencil calls Slack",
        (
            Mishap(
                "slow",
                "Slack is slow",
                "Slack takes five seconds over everything Pencil asks of it.",
                f"{_SHARE}: you’re answered at once. Type `/win` alone: the form doesn’t open, and you’re told.",
                "What was on its way has arrived, each message once.",
                _calls(Kind.SLOW, SLOW_SECONDS),
            ),
            Mishap(
                "limit",
                "Slack asks Pencil to wait (rate limit)",
                "Slack takes no messages from Pencil and asks it to wait.",
                f"{_CELEBRATE} You’re told that it’s on its way; the channel waits.",
                "What waited is in the channel within 10 seconds, each message once.",
                _rate_limit,
            ),
            Mishap(
                "error",
                "Slack answers with an error",
                "Slack answers everything Pencil asks with an error.",
                f"{_SHARE}: you get your receipt. Press *Celebrate now*: you see nothing yet, but it counts.",
                "What waited is in the channel within {within}, each message once.",
                _calls(Kind.SERVER_ERROR),
            ),
            Mishap(
                "unreachable",
                "Pencil can’t reach Slack",
                "What people type reaches Pencil, but nothing it sends reaches Slack.",
                f"{_SHARE}: you get your receipt. Move the clock to Friday: the celebration waits.",
                "What waited is in the channel within {within}, each message once.",
                _calls(Kind.DROP_BEFORE),
            ),
            Mishap(
                "lost",
                "A message arrives, but the answer is lost",
                "What Pencil posts arrives, but Slack’s answer is lost, so Pencil can’t know.",
                f"{_CELEBRATE} Pencil looks in the channel before it would post again.",
                "Pencil has looked, and everything is in the channel once.",
                _lost,
            ),
            Mishap(
                "unread",
                "The same, and Pencil may not look",
                "What Pencil posts arrives, but Slack’s answer is lost, and Pencil may not look in the channel.",
                f"{_CELEBRATE} {_HOST}",
                "Pencil posted nothing twice. A host can say in *Messages* that it’s there.",
                _lost_for_good,
            ),
        ),
    ),
    Mishaps(
        "In the channel",
        (
            Mishap(
                "uninvited",
                "Pencil was removed from the channel",
                "Pencil was removed from #{channel}.",
                f"{_CELEBRATE} {_HOST} Type `/invite @Pencil` to put it right.",
                f"Pencil is in the channel again. {_AGAIN}",
                _refused("not_in_channel", INSIDE),
            ),
            Mishap(
                "archived",
                "The channel was archived",
                "#{channel} was archived.",
                f"Nobody can write there now. Move the clock to Friday. {_HOST}",
                f"The channel is open again. {_AGAIN}",
                _refused("is_archived", (POST, WHISPER)),
            ),
        ),
    ),
    Mishaps(
        "When people type or press",
        (
            Mishap(
                "late",
                "It takes five seconds to reach Pencil",
                "What people type takes five seconds to reach Pencil, and Slack waits for three.",
                f"{_SHARE}: Slack says it failed, yet Pencil has it. Look with `/win list` before you try again.",
                "Type `/win list` to see what was recorded.",
                _delivered(Kind.SLOW, SLOW_SECONDS),
            ),
            Mishap(
                "away",
                "Pencil isn’t running",
                "Pencil isn’t running.",
                f"{_SHARE}: Slack says it failed. Say it with @Pencil: Slack brings it later. Move the clock on.",
                "Slack brings what was said with @Pencil, and what was due is posted: hosts hear what comes late. "
                "Type your commands again.",
                _delivered(Kind.DROP_BEFORE, AGAIN_SECONDS),
                stops=True,
            ),
        ),
    ),
)
BY_NAME = {mishap.name: mishap for group in GROUPS for mishap in group.mishaps}
